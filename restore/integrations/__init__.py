"""The restorer as a part of other people's pipelines."""

"""File formats: the running text of a file, and the way of edits back into it (docs/formats.md)."""

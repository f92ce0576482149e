"""The command line. Nothing here imports torch before a text has been read."""

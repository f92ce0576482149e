"""What ``restore --version`` says; nothing is loaded for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from restore import __version__
from restore.errors import InputError
from restore.session import shipped_folder
from restore.settings import ModelFiles


def version_line() -> str:
    """Return the version of the program, and name and short hashes of the shipped model and its table."""
    return f"restore {__version__} ({_model()})"


def short_hash(path: Path) -> str:
    """Return the beginning of a file's SHA-256; raises OSError when it cannot be read."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()[:12]


def _model() -> str:
    folder = shipped_folder()
    if folder is None:
        return "model not installed"
    try:
        files = ModelFiles.read(folder)
        return f"model {files.label}, table {short_hash(files.table)}"
    except (InputError, OSError):
        return "model damaged; see 'restore doctor'"

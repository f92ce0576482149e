"""Reference texts named on the command line: files, and folders of .txt files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from restore.errors import InputError
from restore.reading import STDIN, read_text


def read_references(paths: Sequence[str], source: str, text: str) -> list[str]:
    """Return the texts of files and of the .txt files directly in folders, each file once, in the order given.

    ``source`` and ``text`` are the input's: in a folder it is passed over. Raises InputError for what is missing, unreadable,
    empty or not text, for a folder without .txt files, and where the input itself is named.
    """
    texts: dict[str, str] = {}
    for name in paths:
        if name == STDIN:
            raise InputError("--reference -: standard input cannot be a reference; name files or folders")
        path = Path(name)
        for file in _files(path):
            here = os.path.realpath(file)
            if here in texts:
                continue
            found = read_text(file).text
            if found == text or (source != STDIN and here == os.path.realpath(source)):
                if path.is_dir():
                    continue
                raise InputError(f"{file}: is the input itself; a reference is another, clean text")
            texts[here] = found
    return list(texts.values())


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    try:
        found = sorted(p for p in path.iterdir() if p.suffix.lower() == ".txt" and p.is_file())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); change its permissions") from error
    if not found:
        raise InputError(f"{path}: has no .txt files; name a folder of clean texts, or the files themselves")
    return found

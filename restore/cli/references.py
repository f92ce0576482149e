"""Reference texts named on the command line: text, Markdown, HTML and Word files, and folders of them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from restore.errors import InputError
from restore.formats.pick import SUFFIXES, read_file
from restore.reading import STDIN


@dataclass(frozen=True)
class ReferenceFile:
    """``place``: the real path; ``text``: what is read of it; ``listed``: found in a folder, not named itself."""

    path: Path
    place: str
    text: str
    listed: bool


def read_references(paths: Sequence[str]) -> tuple[ReferenceFile, ...]:
    """Read files, and those directly in folders whose names say a format, each file once, in the order given.

    Raises InputError for what is missing, unreadable, empty or not of its format, and for a folder without such files.
    """
    found: dict[str, ReferenceFile] = {}
    for name in paths:
        if name == STDIN:
            raise InputError("--reference -: standard input cannot be a reference; name files or folders")
        path = Path(name)
        listed = path.is_dir()
        for file in _files(path) if listed else [path]:
            place = os.path.realpath(file)
            if place not in found:
                found[place] = ReferenceFile(file, place, read_file(file).text, listed)
    return tuple(found.values())


def references_for(source: str, text: str, files: Sequence[ReferenceFile]) -> list[str]:
    """Return the reference texts of one input; in a folder the input itself is passed over.

    Raises InputError where the input itself was named as its reference.
    """
    texts = []
    place = None if source == STDIN else os.path.realpath(source)
    for file in files:
        if file.text != text and file.place != place:
            texts.append(file.text)
        elif not file.listed:
            raise InputError(f"{file.path}: is the input itself; a reference is another, clean text")
    return texts


def _files(folder: Path) -> list[Path]:
    try:
        # ~$ begins the name of what Word puts beside an open document
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES and p.name[:2] != "~$" and p.is_file())
    except OSError as error:
        raise InputError(f"{folder}: cannot be read ({error.strerror or error}); change its permissions") from error
    if not found:
        raise InputError(f"{folder}: has no text, Markdown, HTML or Word files; name a folder of clean texts, or the files")
    return found

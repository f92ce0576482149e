"""A folder, a glob or a file → the files to read, in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from restore.corpus.kinds import KNOWN, Kind, kind_of
from restore.corpus.workspace import RESERVED, STATE
from restore.errors import InputError


@dataclass(frozen=True)
class Source:
    """A file: its absolute ``path``, its ``name`` below the input folder, size in bytes, time of its last change in ns."""

    path: str
    name: str
    kind: Kind
    size: int
    changed: int


@dataclass(frozen=True)
class Found:
    """The files to read by name, and the names passed over: ``other`` (what is no text)."""

    sources: tuple[Source, ...]
    other: tuple[str, ...]


def find_sources(given: str, out: Path) -> Found:
    """Return the files of a folder (with its sub-folders), a glob or a file name; what lies in ``out`` is left out.

    Raises InputError when nothing is found, or a file that was named itself is of no known kind or cannot be read.
    """
    own = os.path.realpath(out)
    if os.path.isdir(given):
        root, paths = given, sorted(_walk(given, own))
    elif os.path.exists(given):
        if kind_of(given) is None:
            raise InputError(f"{given}: is of no known kind; give {KNOWN}")
        root, paths = os.path.dirname(given), [given]
    else:
        paths = sorted(p for p in glob.glob(given, recursive=True) if os.path.isfile(p) and not _inside(p, own))
        if not paths:
            raise InputError(f"{given}: no such file or folder, and nothing matches it; check the name")
        root = os.path.commonpath([os.path.dirname(os.path.abspath(p)) for p in paths])
    sources: list[Source] = []
    other: list[str] = []
    for path in paths:
        name = os.path.relpath(os.path.abspath(path), os.path.abspath(root)).replace(os.sep, "/")
        kind = kind_of(path)
        if kind is None:
            other.append(name)
            continue
        sources.append(_source(path, name, kind))
    if not sources:
        raise InputError(f"{given}: holds no file of a known kind; give {KNOWN}")
    return Found(tuple(sources), tuple(other))


def _walk(folder: str, own: str) -> Iterator[str]:
    """Yield the files below a folder; hidden ones, reports of an earlier run and what lies in ``own`` are left out."""

    def refuse(error: OSError) -> None:
        raise InputError(f"{error.filename}: cannot be read ({error.strerror}); change its permissions") from error

    for here, folders, files in os.walk(folder, onerror=refuse):
        ran_here = STATE in folders
        folders[:] = [f for f in folders if not f.startswith(".") and not _inside(os.path.join(here, f), own)]
        # an earlier run's output, as `restore apply` reads it: its reports are no documents
        reports = RESERVED if ran_here else ()
        mine = (os.path.join(here, f) for f in files if not f.startswith(".") and f not in reports)
        yield from (path for path in mine if not _inside(path, own))


def _inside(path: str, folder: str) -> bool:
    real = os.path.realpath(path)
    return real == folder or real.startswith(folder + os.sep)


def _source(path: str, name: str, kind: Kind) -> Source:
    try:
        status = os.stat(path)
        name.encode()  # names go into the plan and the reports, which are UTF-8
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); check the file and its permissions") from error
    except UnicodeEncodeError as error:
        raise InputError(f"{name!r}: the file's name is not valid UTF-8; rename it") from error
    return Source(os.path.abspath(path), name, kind, status.st_size, status.st_mtime_ns)

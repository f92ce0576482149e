"""Files that stand under their own name only when they are whole."""

from __future__ import annotations

import gzip
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from restore.corpus.needs import need
from restore.errors import InputError
from restore.writing import new_file_mode

PARTIAL = ".partial"
_COMPRESSION = 6
_FRAME = 3


@contextmanager
def renamed(path: Path, nursery: Path | None = None) -> Iterator[BinaryIO]:
    """Open a new file that takes the place of ``path`` when the block ends well, and goes when it does not.

    It lies beside ``path``, or in the folder ``nursery`` on the same disk. Folders are made as needed. Raises InputError when it
    cannot be written, a full disk for instance.
    """
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".", suffix=PARTIAL, dir=nursery or path.parent)
    try:
        with writing(path), open(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        with writing(path):
            os.chmod(name, new_file_mode())
            os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what may go wrong while ``path`` is written into an InputError."""
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        raise InputError(f"{path}: cannot be written ({why}); make room, then run the same command again to resume") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file, whole or not at all; raises InputError."""
    with renamed(path) as stream:
        stream.write(data)


@contextmanager
def packed(stream: BinaryIO, name: str) -> Iterator[BinaryIO]:
    """Compress what is written to ``stream`` as the suffix of ``name`` says: .gz, .zst or not; the same bytes each time."""
    if name.lower().endswith(".gz"):
        with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0, compresslevel=_COMPRESSION) as out:
            yield cast(BinaryIO, out)
    elif name.lower().endswith(".zst"):
        compressor = need("zstandard").ZstdCompressor(level=_FRAME, write_checksum=True)
        with compressor.stream_writer(stream, closefd=False) as raw, io.BufferedWriter(raw, 1 << 16) as out:
            yield cast(BinaryIO, out)
    else:
        yield stream


def sweep(folder: Path) -> None:
    """Remove what earlier runs left half-written below ``folder``."""
    for path in folder.rglob(f".*{PARTIAL}"):
        path.unlink(missing_ok=True)

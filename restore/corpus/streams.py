"""Files of lines, plain or compressed, as streams of bytes that can be entered anywhere."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from restore.corpus.needs import need
from restore.errors import InputError

_CHUNK = 1 << 20
_PACKED = 1 << 14  # little, for little can unpack to much


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Turn what may go wrong while ``path`` is read into an InputError."""
    try:
        yield
    except FileNotFoundError as error:
        raise InputError(f"{path}: is gone; put it back and run the same command again to resume") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise InputError(f"{path}: is damaged ({error}); replace it and run again") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check it and run again to resume") from error


def open_lines(path: str, start: int = 0) -> BinaryIO:
    """Open a plain, .gz or .zst file for reading, ``start`` bytes (of the unpacked text) into it."""
    stream = open_packed(open(path, "rb"), path)
    if stream.seekable() and not path.endswith((".gz", ".zst")):
        stream.seek(start)
    else:
        skip(stream, start)
    return stream


def open_packed(raw: IO[bytes], name: str) -> BinaryIO:
    """Unpack a stream by the suffix of its name."""
    if name.lower().endswith(".gz"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw, mode="rb"))
    if name.lower().endswith(".zst"):
        return cast(BinaryIO, io.BufferedReader(_Zstandard(raw, name), _CHUNK))
    return cast(BinaryIO, raw)


class _Zstandard(io.RawIOBase):
    """All frames of a .zst file; an error of the library becomes an OSError, and so does an end in the middle of a frame."""

    def __init__(self, raw: IO[bytes], name: str) -> None:
        self._library = need("zstandard")
        self._raw, self._name = raw, name
        self._frame = self._library.ZstdDecompressor().decompressobj()
        self._waiting, self._packed, self._inside = memoryview(b""), b"", False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._waiting:
            packed = self._packed or self._raw.read(_PACKED)
            self._packed = b""
            if not packed:
                if self._inside:
                    raise OSError("ends in the middle of a frame")
                return 0
            if self._frame.eof:
                self._frame = self._library.ZstdDecompressor().decompressobj()
            try:
                self._waiting = memoryview(self._frame.decompress(packed))
            except self._library.ZstdError as error:
                raise OSError(str(error)) from error
            self._inside = not self._frame.eof
            self._packed = self._frame.unused_data if self._frame.eof else b""
        size = min(len(buffer), len(self._waiting))
        buffer[:size] = self._waiting[:size]
        self._waiting = self._waiting[size:]
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


def skip(stream: BinaryIO, count: int) -> int:
    """Read past ``count`` bytes; return how many there were."""
    left = count
    while left and (chunk := stream.read(min(left, _CHUNK))):
        left -= len(chunk)
    return count - left


def finish_line(stream: BinaryIO) -> int:
    """Read to the end of the line; return the number of bytes."""
    count = 0
    while chunk := stream.readline(_CHUNK):
        count += len(chunk)
        if chunk.endswith(b"\n"):
            break
    return count


def read_lines(stream: BinaryIO, length: int | None, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield (bytes read so far, line) for the lines that start in the next ``length`` bytes (None: all).

    A line of more than ``limit`` bytes is read past, not kept: None stands for it. So memory does not grow with the input.
    """
    at = 0
    while length is None or at < length:
        line = stream.readline(limit + 1)
        if not line:
            if length is not None:
                raise EOFError("it has become shorter since the run began")
            return
        at += len(line)
        if len(line) > limit and not line.endswith(b"\n"):
            at += finish_line(stream)
            yield at, None
        else:
            yield at, line


def count_lines(path: str, length: int) -> int:
    """Return the number of line ends in the first ``length`` bytes of a file."""
    with reading(path), open_lines(path) as stream:
        left, lines = length, 0
        while left and (chunk := stream.read(min(left, _CHUNK))):
            left -= len(chunk)
            lines += chunk.count(b"\n")
        return lines

"""Files and standard input → text, with what is needed to write the same encoding back."""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from restore.errors import InputError

STDIN = "-"

# UTF-32 first: its little-endian mark starts with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_FORMATS = {
    b"%PDF-": "a PDF; extract its text first (pdftotext does that)",
    b"PK\x03\x04": "a zip archive or an office document; read Word documents with --format docx, save others as text first",
    b"\x1f\x8b": "gzip-compressed; unpack it first",
    b"\xd0\xcf\x11\xe0": "an office document; save it as plain text first",
}
_HIGH = bytes(range(0x80, 0x100))
_LETTERS = bytes(range(0x41, 0x5B)) + bytes(range(0x61, 0x7B))
# Control characters that plain text has no use for: all but backspace, tab, line breaks, form feed, ^Z and escape.
_CONTROLS = bytes(set(range(0x20)) - set(b"\b\t\n\v\f\r\x1a\x1b")) + b"\x7f"


@dataclass(frozen=True)
class Input:
    """A text as read.

    ``text``: without byte-order mark, line breaks as they were; ``encoding``: codec name; ``notes``: what had to be assumed,
    one line each; ``bom``: the byte-order mark to write back. Bytes that do not belong in a UTF-8 file stand in ``text``
    as lone surrogates (PEP 383) and are written back unchanged.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    bom: bytes = b""


def display_name(path: str | Path) -> str:
    """Return how messages call an input."""
    return "standard input" if str(path) == STDIN else str(path)


def read_text(path: str | Path) -> Input:
    """Read a text file, or standard input for ``-``; raises InputError when it is missing, unreadable, empty or not text."""
    return decode(read_bytes(path), display_name(path))


def read_bytes(path: str | Path) -> bytes:
    """Read a file, or standard input for ``-``, as it is; raises InputError when it is missing or unreadable."""
    name = display_name(path)
    try:
        if str(path) != STDIN:
            return Path(path).read_bytes()
        if sys.stdin is None:
            raise InputError(f"{name}: is closed; pipe a text into it or name a file")
        return sys.stdin.buffer.read()
    except FileNotFoundError as error:
        raise InputError(f"{name}: no such file; check the name") from error
    except PermissionError as error:
        raise InputError(f"{name}: may not be read; change its permissions") from error
    except OSError as error:
        if os.path.isdir(path):
            raise InputError(f"{name}: is a directory; name a text file in it") from error
        raise InputError(f"{name}: cannot be read ({error.strerror or error}); check the name and the disk") from error


def decode(data: bytes, name: str) -> Input:
    """Decode ``data``: by its byte-order mark, else UTF-8, plain UTF-16 or UTF-32, Windows-1252 or Latin-1, in this order.

    ``name`` goes into the messages. Raises InputError for nothing at all, binary data and encodings that cannot be told.
    """
    found = _decode(data, name)
    refuse_odd(found, name)
    return found


def refuse_odd(found: Input, name: str) -> None:
    """Raise InputError when what was read is empty, or mostly control characters."""
    if not found.text or found.text.isspace():
        raise InputError(f"{name}: is empty; give it some text")
    raw = found.text.encode("utf-8", "surrogatepass")
    if 50 * (len(raw) - len(raw.translate(None, _CONTROLS))) > len(raw):
        raise InputError(f"{name}: is binary, not text; give a plain text file")


def _decode(data: bytes, name: str) -> Input:
    for start, what in _FORMATS.items():
        if data.startswith(start):
            raise InputError(f"{name}: is {what}")
    for mark, codec, title in _MARKS:
        if data.startswith(mark):
            note = f"read as {title} ({_order(codec)}), as its byte-order mark says"
            return _strict(data[len(mark) :], name, codec, note, mark)
    if b"\0" in data:
        wide = _wide_codec(data)
        if not wide:
            raise InputError(f"{name}: is binary (it contains NUL bytes), not text; give a plain text file")
        title = wide[:6].upper()
        return _strict(data, name, wide, f"has no byte-order mark; read as {title} ({_order(wide)})", b"")
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return _eight_bit(data[len(bom) :], name, bom)


def _order(codec: str) -> str:
    return "little-endian" if codec.endswith("le") else "big-endian"


def _strict(data: bytes, name: str, codec: str, note: str, bom: bytes) -> Input:
    try:
        return Input(data.decode(codec), codec, (note,), bom)
    except UnicodeDecodeError as error:
        at = error.start + len(bom)
        raise InputError(f"{name}: looks like {codec[:6].upper()} but is damaged at byte {at}; convert it to UTF-8") from error


def _wide_codec(data: bytes) -> str | None:
    """Return the codec of mostly Western text in UTF-16 or UTF-32 by where its NUL bytes lie, or None."""

    def share(start: int, step: int) -> float:
        part = data[start::step]
        return part.count(0) / len(part) if part else 0.0

    # curly quotes and dashes have no NUL half, so a text with many of them still has to pass
    most, few = 0.7, 0.05
    if share(2, 4) > 0.95 and share(3, 4) > 0.95 and share(0, 4) < few:
        return "utf-32-le"
    if share(0, 4) > 0.95 and share(1, 4) > 0.95 and share(3, 4) < few:
        return "utf-32-be"
    if share(1, 2) > most and share(0, 2) < few:
        return "utf-16-le"
    if share(0, 2) > most and share(1, 2) < few:
        return "utf-16-be"
    return None


def _eight_bit(data: bytes, name: str, bom: bytes) -> Input:
    try:
        return Input(data.decode("utf-8"), "utf-8", (), bom)
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "surrogateescape")
    plain = len(data.translate(None, _HIGH))
    other = len(data) - plain
    strays = len(lenient) - len(lenient.encode("utf-8", "ignore").decode("utf-8"))
    if len(lenient) - plain - strays > strays:
        note = f"read as UTF-8; {strays} byte{'s' * (strays > 1)} invalid there kept as they are"
        return Input(lenient, "utf-8", (note,), bom)
    letters = len(data) - len(data.translate(None, _LETTERS))
    # Western languages write a letter in ten outside ASCII, seldom two; more means another alphabet or no text at all
    if other > 0.3 * (letters + other) + 2:
        raise InputError(f"{name}: is binary or in an encoding that cannot be told; convert it to UTF-8")
    for codec, title in (("cp1252", "Windows-1252 (Latin-1)"), ("latin-1", "Latin-1")):
        try:
            return Input(data.decode(codec), codec, (f"is not UTF-8; read as {title}",), bom)
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 decodes any bytes")

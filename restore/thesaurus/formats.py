"""Which format a thesaurus has, told from its content, and reading it by that format."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import islice

from restore.errors import InputError
from restore.reading import Input
from restore.thesaurus import readers
from restore.thesaurus.groups import Found

_LOOKED_AT = 200  # lines
_COUNTED = re.compile(r"[^|]+\|\s*\d+\s*\Z")


class Format(StrEnum):
    """Formats of thesauri."""

    PIPES = "pipes"
    SPINTAX = "spintax"
    MYTHES = "mythes"
    COLUMNS = "columns"
    LEXICON = "lexicon"


_READERS: dict[Format, Callable[[str], Found]] = {
    Format.PIPES: readers.read_pipes,
    Format.SPINTAX: readers.read_spintax,
    Format.MYTHES: readers.read_mythes,
    Format.LEXICON: readers.read_lexicon,
}


def detect(text: str) -> Format | None:
    """Return the format that the first lines of a thesaurus speak for, or None."""
    lines = [line for _, line in islice(readers.lines_of(text), _LOOKED_AT)]
    if not lines:
        return None
    if readers.header(lines[0]):
        return Format.COLUMNS
    if len(lines) > 1 and _is_codec(lines[0].strip()) and _COUNTED.match(lines[1]):
        return Format.MYTHES
    half = len(lines) / 2
    if sum("{" in line and "|" in line and "}" in line for line in lines) > half:
        return Format.SPINTAX
    if sum("\t" in line for line in lines) > half:
        return Format.LEXICON
    if sum("|" in line for line in lines) > half:
        return Format.PIPES
    return None


def read_groups(given: Input, name: str, format: Format | None, columns: Sequence[str] = ()) -> Found:
    """Return what a thesaurus holds; ``format`` None: told from its content, ``columns`` mean a table of columns.

    Raises InputError, naming the file, when the format cannot be told.
    """
    chosen = format or (Format.COLUMNS if columns else detect(given.text))
    if chosen is None:
        raise InputError(f"{name}: no thesaurus that can be told by its lines; say --format ({', '.join(Format)})")
    if chosen is Format.COLUMNS:
        return readers.read_columns(given.text, columns)
    text = _redecoded(given) if chosen is Format.MYTHES else given.text
    return _READERS[chosen](text)


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return bool(name)


def _redecoded(given: Input) -> str:
    """Return the text in the encoding that a MyThes file names in its first line, or as it is where that does not fit."""
    named = next((line.strip() for _, line in readers.lines_of(given.text)), "")
    if not given.bom and _is_codec(named) and given.encoding in ("utf-8", "cp1252", "latin-1"):
        try:
            errors = "surrogateescape" if given.encoding == "utf-8" else "strict"
            return given.text.encode(given.encoding, errors).decode(named)
        except (UnicodeError, LookupError):
            pass
    return given.text

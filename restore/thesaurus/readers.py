"""One reader a format: text → groups of phrases and lines that cannot be used. None of them judges the phrases."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from restore.errors import InputError
from restore.thesaurus.groups import Found, Group, Problem

ORIGINAL, SPUN, WEIGHT = "original", "spun", "weight"
_LONGEST_LINE = 100_000  # characters; an entry has a few dozen, and the csv module stops at 131,072
_INNERMOST = re.compile(r"\{([^{}]*)\}")
_NOTE = re.compile(r"\s*\([^()]*\)\s*$")


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of the lines that are neither blank nor a ``#`` comment."""
    # not str.splitlines, which also breaks at form feeds and Unicode separators
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def read_pipes(text: str) -> Found:
    """``a|b|c`` a line."""
    for number, line in lines_of(text):
        if len(line) > _LONGEST_LINE:
            yield Problem(number, f"a line of {len(line)} characters is no entry")
        elif "|" not in line:
            yield Problem(number, "no | between phrases")
        else:
            yield Group(number, tuple(line.split("|")))


def read_lexicon(text: str) -> Found:
    """``source<TAB>alternative|alternative`` a line, as in ``models/lexicon``."""
    for number, line in lines_of(text):
        source, tab, rest = line.partition("\t")
        if len(line) > _LONGEST_LINE:
            yield Problem(number, f"a line of {len(line)} characters is no entry")
        elif not tab:
            yield Problem(number, "no tab between source and alternatives")
        else:
            yield Group(number, (source, *rest.split("|")))


def read_spintax(text: str) -> Found:
    """``{a|b|c}`` anywhere in a line; the words around it are not looked at."""
    for number, line in lines_of(text):
        found = False
        for match in _INNERMOST.finditer(line):
            if "|" in match.group(1):
                found = True
                yield Group(number, tuple(match.group(1).split("|")))
        if not found:
            yield Problem(number, "no {a|b} in it")
        elif "{" in _INNERMOST.sub("", line) or "}" in _INNERMOST.sub("", line):
            yield Problem(number, "braces inside braces or without a partner; only the innermost were read")


def read_mythes(text: str) -> Found:
    """MyThes ``th_*.dat``: the encoding, then ``word|n`` with n lines ``(pos)|synonym|synonym…`` each."""
    lines = lines_of(text)
    next(lines, None)
    word, left = "", 0
    for number, line in lines:
        head, *rest = line.split("|")
        if left == 0:
            if len(rest) != 1 or not rest[0].strip().isdigit():
                yield Problem(number, "expected word|number of meanings")
                continue
            word, left = head, int(rest[0])
        elif head and not (head.startswith("(") or head == "-"):
            # a count that was too high: this line begins the next word
            if len(rest) == 1 and rest[0].strip().isdigit():
                yield Problem(number, f"{word!r} announces {left} more line(s) of meanings")
                word, left = head, int(rest[0])
            else:
                left -= 1
                yield Problem(number, "a line of meanings begins with (part of speech)|")
        else:
            left -= 1
            # "(generic term)" and the like say how a synonym is related; they are no part of it
            yield Group(number, (word, *(_NOTE.sub("", synonym) for synonym in rest)))


def header(line: str) -> tuple[str, list[str]] | None:
    """Return (delimiter, column names) when ``line`` names the columns ``original`` and ``spun``."""
    for delimiter in "\t,;":
        names = [name.strip().strip('"').lower() for name in line.split(delimiter)]
        if ORIGINAL in names and SPUN in names:
            return delimiter, names
    return None


def read_columns(text: str, columns: Sequence[str] = ()) -> Found:
    """Rows of a TSV or CSV: columns by a header that names ``original`` and ``spun``, or by ``columns`` in their order.

    A column ``weight`` holds P(spun | original); others are not read. Raises InputError when the columns cannot be told.
    """
    rows = list(lines_of(text))
    if not rows:
        return
    named = header(rows[0][1])
    if named and not columns:
        delimiter, names = named
    else:
        delimiter = "\t" if "\t" in rows[0][1] else "," if "," in rows[0][1] else ";"
        names = [c.strip().lower() for c in columns]
        if ORIGINAL not in names or SPUN not in names:
            raise InputError("the columns have no names; say which holds what: --columns original,spun (- for one to skip)")
    if named:
        rows = rows[1:]
    original, spun = names.index(ORIGINAL), names.index(SPUN)
    weight = names.index(WEIGHT) if WEIGHT in names else None
    for number, line in rows:
        if len(line) > _LONGEST_LINE:
            yield Problem(number, f"a line of {len(line)} characters is no entry")
            continue
        # tabs need no quotes, and phrases may begin with one
        cells = line.split("\t") if delimiter == "\t" else next(csv.reader([line], delimiter=delimiter))
        if len(cells) <= max(original, spun):
            yield Problem(number, f"{len(cells)} column(s), {max(original, spun) + 1} expected")
            continue
        given = cells[weight].strip() if weight is not None and weight < len(cells) else ""
        value = _number(given) if given else None
        if given and value is None:
            yield Problem(number, f"weight {given[:20]!r} is not a number above 0 and up to 1")
        else:
            yield Group(number, (cells[original], cells[spun]), value)


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value <= 1 else None

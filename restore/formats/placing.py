"""Edits of a running text → changes of the source that holds it, each proved by reading the result again."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from restore.edits import Edit, apply_edits
from restore.errors import InputError
from restore.formats.layout import Layout

Escape = Callable[[str], str]

_WORD = re.compile(r"\S+")
_BLANKS = re.compile(r"[ \t\n\v\f\r]+")
_WAYS = 12  # ways to write one edit that are tried
_TRIES = 256  # readings of a source, so that a hostile one costs no more than that


@dataclass(frozen=True, slots=True)
class Change:
    """Write ``text`` over ``source[start:end]``."""

    start: int
    end: int
    text: str


Mend = Callable[[list[Change]], list[Change]]


@dataclass(frozen=True)
class Placed:
    """The new ``source``, and the ``edits`` that are in it, in text order."""

    source: str
    edits: tuple[Edit, ...]


def rewrite(source: str, changes: Sequence[Change]) -> str | None:
    """Return ``source`` with ``changes`` made, or None when they overlap."""
    out: list[str] = []
    last = 0
    for change in sorted(changes, key=lambda c: (c.start, c.end)):
        if change.start < last:
            return None
        out += (source[last : change.start], change.text)
        last = change.end
    out.append(source[last:])
    return "".join(out)


def folded(text: str) -> str:
    """Return a text as it is compared: runs of blanks are one blank, or one line break if they have one."""
    return _BLANKS.sub(lambda m: "\n" if "\n" in m[0] else " ", text).strip(" \n")


def place(
    layout: Layout,
    edits: Sequence[Edit],
    read: Callable[[str], Layout],
    escapes: Sequence[Escape],
    mend: Mend = list,
    keep_elements: bool = True,
) -> Placed:
    """Write ``edits`` (as for :func:`apply_edits`) into the source.

    ``read``: what made the layout; ``escapes``: ways to spell a text in the source, the usual one first; ``mend`` may add changes
    that others make necessary. ``keep_elements``: rather than empty an element (a link, say) put the whole of an edit into it.

    An edit is left out when it touches what is not writable, or when with none of the ways to write
    it the new source reads as the edited text, with the same of it writable: it would change markup.
    """
    fixed = _fixed(layout)
    ways = {e: list(islice(_ways(layout, e, escapes, keep_elements), _WAYS)) for e in edits}
    chosen: list[tuple[Edit, list[Change]]] = []
    tries = 0

    def fits(more: list[tuple[Edit, list[Change]]]) -> str | None:
        nonlocal tries
        tries += 1
        both = chosen + more
        wanted = apply_edits(layout.text, [e for e, _ in both])
        source = rewrite(layout.source, mend([c for _, changes in both for c in changes]))
        if source is None:
            return None
        try:
            found = read(source)
            return source if folded(found.text) == folded(wanted) and _fixed(found) == fixed else None
        except InputError:
            return None

    waiting = [[e for e in edits if ways[e]]]
    source = layout.source
    while waiting and tries < _TRIES:
        group = waiting.pop()
        if not group:
            continue
        for way in range(len(ways[group[0]]) if len(group) == 1 else 1):
            more = [(e, ways[e][way]) for e in group]
            found = fits(more)
            if found is not None:
                source, chosen = found, chosen + more
                break
        else:
            if len(group) > 1:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]
    return Placed(source, tuple(sorted((e for e, _ in chosen), key=lambda e: (e.start, e.end))))


def _fixed(layout: Layout) -> str:
    """What of a text cannot be written, without blanks."""
    return "".join("".join(p.text.split()) for p in layout.pieces if not p.writable)


def _ways(layout: Layout, edit: Edit, escapes: Sequence[Escape], keep_elements: bool) -> Iterator[list[Change]]:
    for escape in escapes:
        for parts in _partings(layout, edit, keep_elements):
            yield [c for start, end, text in parts for c in _spelled(layout, start, end, text, escape)]


Part = tuple[int, int, str]


def _partings(layout: Layout, edit: Edit, keep_elements: bool) -> Iterator[list[Part]]:
    """Yield ways to part an edit into replacements inside of single pieces, in the order in which they are to be tried.

    Word for word where there are as many of them; else all goes into the first piece, or into one that would be emptied.
    """
    pieces = [i for i in layout.touched(edit.start, edit.end)]
    free = [i for i in pieces if layout.pieces[i].writable]
    if any(not layout.pieces[i].writable and layout.pieces[i].text != " " for i in pieces if edit.start < edit.end):
        return
    if edit.start == edit.end:
        yield from ([(edit.start, edit.start, edit.target)] for _ in free[:1])
        return
    if len(free) > 1:
        old, new = list(_WORD.finditer(edit.source)), list(_WORD.finditer(edit.target))
        if len(old) == len(new):
            yield [
                part
                for a, b in zip(old, new)
                if a[0] != b[0]
                for part in _at_home(layout, edit.start + a.start(), edit.start + a.end(), b[0], 0)
            ]
    order = range(len(free))

    def stays(home: int) -> bool:
        """Whether something is left of a piece, or nothing is lost with it."""
        piece, offset = layout.pieces[free[home]], layout.offsets[free[home]]
        return offset < edit.start or offset + len(piece.text) > edit.end or not piece.text.strip()

    for home in sorted(order, key=stays) if keep_elements else order:
        yield _at_home(layout, edit.start, edit.end, edit.target, home)


def replaced(layout: Layout, start: int, end: int, text: str, escape: Escape) -> list[Change]:
    """Return the changes that write ``text`` over a stretch of a layout's text, all of it into the first piece to write in."""
    parts = _at_home(layout, start, end, text, 0)
    return [c for low, high, new in parts for c in _spelled(layout, low, high, new, escape)]


def _at_home(layout: Layout, start: int, end: int, text: str, home: int) -> list[Part]:
    """Put ``text`` into the ``home``-th of the writable pieces that hold a stretch, and empty the others."""
    parts: list[Part] = []
    blank_kept = False
    count = 0
    for i in layout.touched(start, end):
        piece, offset = layout.pieces[i], layout.offsets[i]
        if not piece.writable:
            blank_kept = True
            continue
        low, high = max(start, offset), min(end, offset + len(piece.text))
        if blank_kept and high == end and count != home and piece.text[high - offset : high - offset + 1] == " ":
            high += 1  # the line break that stays is the blank before the next word
        parts.append((low, high, text if count == home else ""))
        count += 1
    return parts


def _spelled(layout: Layout, start: int, end: int, text: str, escape: Escape) -> Iterator[Change]:
    """Yield the change that writes ``text`` over a stretch within one piece."""
    for i in layout.touched(start, end):
        piece, offset = layout.pieces[i], layout.offsets[i]
        if not piece.writable:
            continue
        low, high = start - offset, end - offset
        if piece.exact:
            yield Change(piece.start + low, piece.start + high, escape(text))
        else:
            yield Change(piece.start, piece.end, escape(piece.text[:low] + text + piece.text[high:]))
        return

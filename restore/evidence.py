"""Why an edit was made or not: what the article, the list of names and the threshold say about it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from restore.edits import Edit, apply_edits
from restore.names import NameList, listed_names
from restore.restorer import Restoration
from restore.tokens import tokenize

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Evidence:
    """What speaks for and against an edit.

    ``line``, ``column``: where its source stands, counted from 1, in code points; ``made``: whether it was made;
    ``source_count``, ``target_count``: how often source and target stand in the article as it came in, as whole words in any
    case; ``name``: the listed name or idiom that the target is part of, as the restored text has it, or None.
    """

    edit: Edit
    line: int
    column: int
    made: bool
    source_count: int
    target_count: int
    name: str | None


def gather(restoration: Restoration, names: NameList) -> list[Evidence]:
    """Return the evidence of the edits that were made and of the proposals that were not, in text order."""
    text = restoration.original
    made = restoration.edits
    places = {(e.start, e.end) for e in made}
    left = [e for e in restoration.proposals if (e.start, e.end) not in places and not _overlaps(e, made)]
    edits = sorted([*made, *left], key=lambda e: (e.start, e.end))
    starts = [0, *(m.end() for m in _LINE_END.finditer(text))]
    counts = _Counts(text, edits)
    named = _named(text, edits, names)
    out = []
    for edit in edits:
        line = bisect_right(starts, edit.start)
        column = edit.start - starts[line - 1] + 1
        is_made = (edit.start, edit.end) in places
        name = named.get((edit.start, edit.end))
        out.append(Evidence(edit, line, column, is_made, counts.of(edit.source), counts.of(edit.target), name))
    return out


def _overlaps(edit: Edit, others: Sequence[Edit]) -> bool:
    at = bisect_right(others, edit.start, key=lambda e: e.end)
    return at < len(others) and others[at].start < edit.end


class _Counts:
    """How often phrases stand in a text: runs of tokens of the lengths that ``edits`` have."""

    def __init__(self, text: str, edits: Iterable[Edit]) -> None:
        norms = [n.lower() for n in tokenize(text).norms]
        sizes = {len(tokenize(phrase)) for e in edits for phrase in (e.source, e.target)}
        self._counts = Counter(tuple(norms[i : i + n]) for n in sizes if n for i in range(len(norms) - n + 1))

    def of(self, phrase: str) -> int:
        return self._counts[tuple(n.lower() for n in tokenize(phrase).norms)]


def _named(text: str, edits: Sequence[Edit], names: NameList) -> dict[tuple[int, int], str]:
    """The listed names that targets are part of, by the place of their edits."""
    restored = apply_edits(text, edits)
    found = listed_names(restored, names)
    ends = [end for _, end in found]
    out: dict[tuple[int, int], str] = {}
    shift = 0
    for edit in edits:
        low = edit.start + shift
        high = low + len(edit.target)
        shift += len(edit.target) - (edit.end - edit.start)
        at = bisect_right(ends, low)
        if low < high and at < len(found) and found[at][0] < high:
            out[edit.start, edit.end] = restored[found[at][0] : found[at][1]]
    return out

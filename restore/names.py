"""Known names and idioms as evidence: "Belt and Street Initiative" is one candidate away from a name that is in the list.

The list is searched as a dictionary is for a misspelt word: at each place every reading (the word as it stands, or a
candidate original) is followed as long as some listed name begins with what has been read so far.
"""

from __future__ import annotations

import lzma
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.errors import InputError
from restore.logprob import normalised
from restore.table import PhraseTable
from restore.tokens import key_of, tokenize

Floats = NDArray[np.float32]
_SMALL = frozenset("a an and at by for from in of on the to with 's".split())
_LONGEST = 10
# Share of the bonus that each token of a name beyond its second adds, and how many do: chance seldom makes a long name.
_LONGER, _MOST = 0.5, 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A place that reads as a listed name under the given choices: (span, place) pairs, none where it stands there as it is.

    Tokens ``first`` to ``stop``; ``size`` in tokens of the name.
    """

    first: int
    stop: int
    size: int
    proper: bool
    choices: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class NameList:
    """Look-up keys of names (capitalised in texts) and idioms (lower case), each sorted."""

    proper: list[str]
    idioms: list[str]

    @staticmethod
    def load(path: Path) -> NameList:
        """Read an xz file of names, one a line, capitalised ones and lower-case idioms mixed; raises InputError if damaged."""
        try:
            lines = lzma.decompress(path.read_bytes()).decode("utf-8").split("\n")
        except (OSError, lzma.LZMAError, UnicodeDecodeError) as error:
            raise InputError(f"{path}: name list is missing or damaged; reinstall the model") from error
        return NameList.of(lines)

    @staticmethod
    def of(lines: list[str]) -> NameList:
        """Make a list from display forms."""
        proper = sorted({key_of(n) for n in lines if n and n != n.lower()})
        idioms = sorted({key_of(n) for n in lines if n and n == n.lower()})
        return NameList(proper, idioms)

    def without(self, names: Iterable[str]) -> NameList:
        """Return the list less some names, given in display form."""
        gone = {key_of(name) for name in names}
        return NameList([n for n in self.proper if n not in gone], [n for n in self.idioms if n not in gone])


def _look_up(names: list[str], prefix: str) -> tuple[bool, bool]:
    """Return (some name begins with these whole tokens, they are a whole name)."""
    at = bisect_left(names, prefix)
    whole = at < len(names) and names[at] == prefix
    if whole:
        return True, True
    more = prefix + " "
    at = bisect_left(names, more, at)
    return at < len(names) and names[at].startswith(more), False


def listed_names(text: str, names: NameList) -> list[tuple[int, int]]:
    """Return (start, end) of the listed names and idioms that stand in ``text``, the longest at each place, not overlapping."""
    tokens = tokenize(text)
    out = []
    at = 0
    while at < len(tokens):
        stop, prefix, end = at, "", at
        listed = names.proper if tokens.texts[at][0].isupper() else names.idioms
        going = tokens.words[at]
        while going and stop < min(len(tokens), at + _LONGEST) and tokens.words[stop]:
            prefix = f"{prefix} {tokens.norms[stop]}" if prefix else tokens.norms[stop]
            stop += 1
            going, whole = _look_up(listed, prefix)
            if whole and stop > at + 1:
                end = stop
        if end > at:
            out.append((tokens.starts[at], tokens.ends[end - 1]))
        at = max(at + 1, end)
    return out


class NameFinder:
    """Finds readings of a document that make listed names."""

    def __init__(self, names: NameList, table: PhraseTable) -> None:
        """Index the first words of names."""
        self._names = names
        self._table = table
        self._first = {True: {n.partition(" ")[0] for n in names.proper}, False: {n.partition(" ")[0] for n in names.idioms}}

    def with_names(self, names: Sequence[str]) -> NameFinder:
        """Return a finder that knows ``names`` (display forms, sorted or not) too."""
        more = NameList.of(list(names))
        merged = NameList(sorted({*self._names.proper, *more.proper}), sorted({*self._names.idioms, *more.idioms}))
        return NameFinder(merged, self._table)

    def find(self, document: Document, log_p: Floats) -> list[Reading]:
        """Return non-overlapping readings in text order; of overlapping ones the longest is taken, then the likeliest.

        A place whose wording as it stands is a listed name reads so, without a choice.
        """
        spans_at: dict[int, list[int]] = {}
        for span in np.flatnonzero(document.candidates[:, 0] >= 0).tolist():
            spans_at.setdefault(int(document.start[span]), []).append(span)
        found: list[tuple[float, Reading]] = []
        tokens = document.tokens
        for start in range(len(tokens)):
            if not tokens.words[start] or tokens.norms[start][0] == "'":
                continue
            proper = tokens.texts[start][0].isupper()
            best = self._best(document, log_p, spans_at, start, proper)
            if best is not None:
                found.append(best)
        found.sort(key=lambda f: (-f[1].size, -f[0], f[1].first))
        taken: set[int] = set()
        out = []
        for _, reading in found:
            places = range(reading.first, reading.stop)
            if taken.isdisjoint(places):
                taken.update(places)
                out.append(reading)
        return sorted(out, key=lambda r: r.first)

    def _best(
        self, document: Document, log_p: Floats, spans_at: dict[int, list[int]], start: int, proper: bool
    ) -> tuple[float, Reading] | None:
        names = self._names.proper if proper else self._names.idioms
        first = self._first[proper]
        tokens, table = document.tokens, self._table
        best: tuple[float, Reading] | None = None
        stack: list[tuple[int, str, int, float, tuple[tuple[int, int], ...]]] = [(start, "", 0, 0.0, ())]
        steps = 0
        while stack and steps < 400:
            steps += 1
            at, prefix, literal, score, choices = stack.pop()
            if at >= len(tokens) or not tokens.words[at]:
                continue
            if at > start and not (tokens.spaced[at] or tokens.norms[at][0] == "'"):
                continue
            if proper and not tokens.texts[at][0].isupper() and tokens.norms[at] not in _SMALL and not tokens.texts[at].isdigit():
                continue
            options: list[tuple[str, int, int, float, tuple[tuple[int, int], ...]]] = [
                (tokens.norms[at], at + 1, literal + (tokens.norms[at] not in _SMALL), score, choices)
            ]
            for span in spans_at.get(at, ()):
                stop = at + int(document.length[span])
                for place, phrase in enumerate(document.candidates[span].tolist()):
                    if phrase < 0:
                        break
                    options.append(
                        (table.keys[phrase], stop, literal, score + float(log_p[span, 2 + place]), (*choices, (span, place)))
                    )
            for key, stop, anchors, total, picked in options:
                whole_key = f"{prefix} {key}" if prefix else key
                if not prefix and key.partition(" ")[0] not in first:
                    continue
                going, whole = _look_up(names, whole_key)
                size = whole_key.count(" ") + 1
                if whole and size > 1 and (anchors or len(picked) > (1 if proper else 2)):
                    # the wording as it stands wins over any reading of the same length
                    value = total if picked else 100.0
                    if best is None or (size, value) > (best[1].size, best[0]):
                        best = (value, Reading(start, stop, size, proper, picked))
                if going and size < _LONGEST:
                    stack.append((stop, whole_key, anchors, total, picked))
        return best


def favour(document: Document, log_p: Floats, readings: list[Reading], proper_bonus: float, idiom_bonus: float) -> Floats:
    """Return log-probabilities [S, 2 + K] in which the choices of readings gained a bonus in log-odds, longer names more.

    So did "keep" in the spans between them, for what a name has besides its choices stands in the text as it should.
    """
    if not readings:
        return log_p
    out = log_p.copy()
    start, stop = document.start, document.start + document.length
    for reading in readings:
        bonus = (proper_bonus if reading.proper else idiom_bonus) * (1 + _LONGER * min(reading.size - 2, _MOST))
        fits = np.zeros(len(document.tokens) + 1, dtype=np.bool_)
        fits[reading.first : reading.stop] = True
        for span, place in reading.choices:
            out[span, 2 + place] += bonus
            fits[start[span] : stop[span]] = False
        overlap = np.concatenate([[0], np.cumsum(fits)])
        out[(overlap[stop] > overlap[start]), 0] += bonus
    return normalised(out)

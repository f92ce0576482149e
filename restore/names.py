"""Known names and idioms as evidence: "Belt and Street Initiative" is one candidate away from a name that is in the list.

The list is searched as a dictionary is for a misspelt word: at each place every reading (the word as it stands, or a
candidate original) is followed as long as some listed name begins with what has been read so far.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.errors import InputError
from restore.logprob import normalised
from restore.table import PhraseTable
from restore.tokens import key_of, tokenize

Floats = NDArray[np.float32]
Listed = tuple[str, int, tuple[int, int]]  # a candidate's key, the token after its span, its span and place
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

    @cached_property
    def proper_beginnings(self) -> dict[str, bool]:
        """What names begin with, in whole tokens → whether it is a whole name."""
        return _beginnings(self.proper)

    @cached_property
    def idiom_beginnings(self) -> dict[str, bool]:
        """As ``proper_beginnings``, of idioms."""
        return _beginnings(self.idioms)

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


def _beginnings(names: Iterable[str]) -> dict[str, bool]:
    out: dict[str, bool] = {}
    for name in names:
        at = name.find(" ")
        while at >= 0:
            out.setdefault(name[:at], False)
            at = name.find(" ", at + 1)
        out[name] = True
    return out


def listed_names(text: str, names: NameList) -> list[tuple[int, int]]:
    """Return (start, end) of the listed names and idioms that stand in ``text``, the longest at each place, not overlapping."""
    tokens = tokenize(text)
    out = []
    at = 0
    while at < len(tokens):
        stop, prefix, end = at, "", at
        listed = names.proper_beginnings if tokens.texts[at][0].isupper() else names.idiom_beginnings
        going: bool | None = False if tokens.words[at] else None
        while going is not None and stop < min(len(tokens), at + _LONGEST) and tokens.words[stop]:
            prefix = f"{prefix} {tokens.norms[stop]}" if prefix else tokens.norms[stop]
            stop += 1
            going = listed.get(prefix)
            if going and stop > at + 1:
                end = stop
        if end > at:
            out.append((tokens.starts[at], tokens.ends[end - 1]))
        at = max(at + 1, end)
    return out


class NameFinder:
    """Finds readings of a document that make listed names."""

    def __init__(self, names: NameList, table: PhraseTable) -> None:
        """Keep the names and the table whose phrases are read."""
        self._names, self._table = names, table

    def with_names(self, names: Sequence[str]) -> NameFinder:
        """Return a finder that knows ``names`` (display forms, sorted or not) too."""
        more = NameList.of(list(names))
        merged = NameList(sorted({*self._names.proper, *more.proper}), sorted({*self._names.idioms, *more.idioms}))
        return NameFinder(merged, self._table)

    def find(self, document: Document, log_p: Floats) -> list[Reading]:
        """Return non-overlapping readings in text order; of overlapping ones the longest is taken, then the likeliest.

        A place whose wording as it stands is a listed name reads so, without a choice.
        """
        listed = self._listed(document)
        found: list[tuple[float, Reading]] = []
        tokens = document.tokens
        for start in range(len(tokens)):
            if not tokens.words[start] or tokens.norms[start][0] == "'":
                continue
            proper = tokens.texts[start][0].isupper()
            best = self._best(document, log_p, listed, start, proper)
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

    def _listed(self, document: Document) -> dict[int, list[Listed]]:
        """Return the candidates that begin at each token."""
        keys = self._table.keys
        out: dict[int, list[Listed]] = {}
        for span in np.flatnonzero(document.candidates[:, 0] >= 0).tolist():
            start = int(document.start[span])
            stop = start + int(document.length[span])
            phrases = document.candidates[span].tolist()
            out.setdefault(start, []).extend((keys[id_], stop, (span, k)) for k, id_ in enumerate(phrases) if id_ >= 0)
        return out

    def _best(
        self, document: Document, log_p: Floats, listed: dict[int, list[Listed]], start: int, proper: bool
    ) -> tuple[float, Reading] | None:
        beginnings = self._names.proper_beginnings if proper else self._names.idiom_beginnings
        tokens = document.tokens
        best: tuple[float, Reading] | None = None
        stack: list[tuple[int, str, int, float, tuple[tuple[int, int], ...]]] = [(start, "", 0, 0.0, ())]
        steps = 0
        while stack and steps < 400:
            steps += 1
            at, prefix, literal, score, choices = stack.pop()
            if at >= len(tokens) or not tokens.words[at]:
                continue
            norm = tokens.norms[at]
            if at > start and not (tokens.spaced[at] or norm[0] == "'"):
                continue
            if proper and not tokens.texts[at][0].isupper() and norm not in _SMALL and not tokens.texts[at].isdigit():
                continue
            # the word as it stands, then the candidates
            for key, stop, choice in ((norm, at + 1, None), *listed.get(at, ())):
                read = f"{prefix} {key}" if prefix else key
                whole = beginnings.get(read)
                if whole is None:
                    continue
                if choice is None:
                    anchors, total, picked = literal + (norm not in _SMALL), score, choices
                else:
                    anchors, total, picked = literal, score + float(log_p[choice[0], 2 + choice[1]]), (*choices, choice)
                size = read.count(" ") + 1
                if whole and size > 1 and (anchors or len(picked) > (1 if proper else 2)):
                    # the wording as it stands wins over any reading of the same length
                    value = total if picked else 100.0
                    if best is None or (size, value) > (best[1].size, best[0]):
                        best = (value, Reading(start, stop, size, proper, picked))
                if size < _LONGEST:
                    stack.append((stop, read, anchors, total, picked))
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

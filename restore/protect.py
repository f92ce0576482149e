"""What an author wants left alone: names and quotations, as places of a text that no edit may touch.

Places that are protected cannot be chosen by the decoder, so that another edit beside them may win, and no repair of grammar
changes them. They are read all the same: what stands there is evidence for the rest of the article.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, takewhile

from restore.edits import Edit
from restore.errors import InputError
from restore.quotes import quotations
from restore.tokens import tokenize


@dataclass(frozen=True)
class Spans:
    """``places``: (start, end) in code points of one text, sorted, none touching the next."""

    places: tuple[tuple[int, int], ...] = ()

    @staticmethod
    def of(places: Iterable[tuple[int, int]]) -> Spans:
        """Take places in any order; those that overlap or adjoin become one."""
        out: list[tuple[int, int]] = []
        for start, end in sorted(places):
            if out and start <= out[-1][1]:
                out[-1] = out[-1][0], max(end, out[-1][1])
            else:
                out.append((start, end))
        return Spans(tuple(out))

    def __bool__(self) -> bool:
        return bool(self.places)

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.places]

    def touches(self, start: int, end: int) -> bool:
        """Whether writing over ``[start, end)`` changes a place; an insertion does at its borders too: it may lengthen a word."""
        if start == end:
            at = bisect_left(self._ends, start)
            return at < len(self.places) and self.places[at][0] <= start
        at = bisect_right(self._ends, start)
        return at < len(self.places) and self.places[at][0] < end

    def spares(self, edit: Edit) -> bool:
        """Whether an edit leaves all places alone."""
        return not self.touches(edit.start, edit.end)

    def within(self, start: int, end: int) -> Spans:
        """Return the places of the part ``[start, end)`` of the text, cut at its borders, with offsets into it."""
        first = bisect_right(self._ends, start)
        inside = takewhile(lambda place: place[0] < end, islice(self.places, first, None))
        return Spans(tuple((max(low, start) - start, min(high, end) - start) for low, high in inside))

    def after(self, edits: Sequence[Edit]) -> Spans:
        """Return where the places stand once ``edits`` (sorted; none touches a place) are made."""
        out = []
        shift, at = 0, 0
        for low, high in self.places:
            while at < len(edits) and edits[at].end <= low:
                shift += len(edits[at].target) - (edits[at].end - edits[at].start)
                at += 1
            out.append((low + shift, high + shift))
        return Spans(tuple(out))


NOWHERE = Spans()


@dataclass(frozen=True)
class Protect:
    """``terms``: words, names and phrases whose occurrences are left alone; ``quotes``: whether quotations are.

    An occurrence is a run of whole words in any case, whatever blanks are between them: "Road" protects "road" and "ROAD", not
    "Roads" nor "off-road"; of "Road's" it protects "Road". Raises InputError for a term without a word.
    """

    terms: tuple[str, ...] = ()
    quotes: bool = False

    def __post_init__(self) -> None:
        """Check the terms."""
        for term in self.terms:
            if not any(tokenize(term).words):
                raise InputError(f"protected term {term!r}: has no word; give a name or a phrase")

    def __bool__(self) -> bool:
        return bool(self.terms) or self.quotes

    @cached_property
    def _by_first(self) -> dict[str, list[list[str]]]:
        """Folded tokens of the terms by the first of them, longest first."""
        found: dict[str, list[list[str]]] = {}
        for words in sorted((_folded(tokenize(term).norms) for term in set(self.terms)), key=len, reverse=True):
            found.setdefault(words[0], []).append(words)
        return found

    def spans(self, text: str) -> Spans:
        """Return the places of ``text`` that are protected."""
        places = quotations(text) if self.quotes else []
        if self.terms:
            tokens = tokenize(text)
            norms = _folded(tokens.norms)
            for at, norm in enumerate(norms):
                for words in self._by_first.get(norm, ()):
                    if norms[at : at + len(words)] == words:
                        places.append((tokens.starts[at], tokens.ends[at + len(words) - 1]))
                        break
        return Spans.of(places)


NOTHING = Protect()


def _folded(norms: Iterable[str]) -> list[str]:
    return [norm.lower() for norm in norms]

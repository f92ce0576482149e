"""Passages that a reference text has too: its wording is adopted where ours was damaged.

Each restored sentence is aligned token by token with the reference sentence most like it. Differences count as damage where the
model or the table takes what stands there for damaged; the rest must agree, or it is another passage and nothing is adopted.
Figures and names that differ are no damage.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from restore.case import capitalise
from restore.document import Document
from restore.edits import Edit
from restore.grammar.numbers import number
from restore.grammar.view import Change, View
from restore.passages import LEAST_WORDS, Passage, Passages, comparable
from restore.table import PhraseTable
from restore.tokens import Tokens, sentence_spans, tokenize

ORIGIN = "reference"
Floats = NDArray[np.float32]

_ALIKE = 0.5  # least similarity of a restored sentence with its reference
_AGREEMENT = 0.8  # least share of the words outside damage that agree
_DAMAGED = 0.1  # mean P(damaged) from which a different wording is taken for damage, for editors change few words …
_NAMED = 0.5  # … and that of capitalised words, for two names are seldom one
_SUREST = 0.95  # share of adopted wordings that were right on held-out articles whose references had been edited
_LONGEST = 7  # tokens of a difference, on either side


@dataclass(frozen=True, slots=True)
class _Difference:
    """Tokens ``a0:a1`` of the restored sentence stand where tokens ``b0:b1`` of the reference do."""

    a0: int
    a1: int
    b0: int
    b1: int


@dataclass(frozen=True)
class Adopter:
    """Adopts the wording of reference passages in one document.

    ``damage`` [T]: P(damaged) of each token, by the span over it that is likeliest damaged;
    ``spans``: span by (first token, length).
    """

    document: Document
    table: PhraseTable
    damage: Floats
    spans: dict[tuple[int, int], int]

    @staticmethod
    def of(document: Document, log_p: Floats, table: PhraseTable) -> Adopter:
        """Take the ranker's log-probabilities [S, 2 + K] of a document's spans."""
        damage = np.zeros(len(document.tokens), dtype=np.float32)
        places = list(zip(document.start.tolist(), document.length.tolist()))
        for (first, length), intact in zip(places, np.exp(log_p[:, 0]).tolist()):
            np.maximum(damage[first : first + length], 1 - intact, out=damage[first : first + length])
        return Adopter(document, table, damage, {place: span for span, place in enumerate(places)})

    def adopt(self, edits: Sequence[Edit], passages: Passages, min_confidence: float) -> list[Edit]:
        """Return ``edits`` (sorted, non-overlapping) with the wording of matching passages adopted, sorted.

        Sentences are compared as the edits of at least ``min_confidence`` leave them. In a sentence that a reference has, edits
        that the reference bears out become as sure as the match, and less certain ones are dropped.
        """
        out: list[Edit] = []
        rest = list(edits)
        for start, end in sentence_spans(self.document.text):
            stop = bisect_left([e.start for e in rest], end)
            here, rest = rest[:stop], rest[stop:]
            sure = [e for e in here if e.confidence >= min_confidence]
            inside = all(e.end <= end for e in here)
            found = self._sentence(start, end, sure, passages) if inside else None
            out += here if found is None else found
        return out + rest

    def _sentence(self, start: int, end: int, edits: Sequence[Edit], passages: Passages) -> list[Edit] | None:
        """The edits of one sentence after its reference was adopted; None where no reference has it."""
        text = self.document.text[start:end].rstrip()
        local = [e.moved(-start) for e in edits]
        view = View.of(text, local, tokenize(text))
        words = comparable(view.tokens)
        passage = passages.nearest(words, _ALIKE) if sum(view.tokens.words) >= LEAST_WORDS else None
        if passage is None:
            return None
        changes: list[Change] = []
        other = 0
        differences = list(_differences(view, words, passage))
        for difference in differences:
            if not any((*view.tokens.words[difference.a0 : difference.a1], *passage.tokens.words[difference.b0 : difference.b1])):
                continue  # marks only
            if self._is_damage(view, start, difference, passage):
                changes.append(_change(view, difference, passage))
            else:
                other += max(difference.a1 - difference.a0, difference.b1 - difference.b0)
        agreed = sum(view.tokens.words) - sum(d.a1 - d.a0 for d in differences)
        agreement = agreed / max(1, agreed + other)
        if agreed < LEAST_WORDS or agreement < _AGREEMENT:
            return None
        confidence = round(min(agreement, _SUREST), 4)
        given = set(view.edits)
        out = []
        for edit in view.change(changes).edits:
            if edit in given:
                edit = replace(edit, confidence=max(edit.confidence, confidence))
            else:
                edit = replace(edit, confidence=confidence, origin=ORIGIN)
            out.append(edit.moved(start))
        return out

    def _is_damage(self, view: View, offset: int, d: _Difference, passage: Passage) -> bool:
        """Whether what stands in our sentence may be damage of what stands in the reference."""
        ours, theirs = view.tokens, passage.tokens
        if max(d.a1 - d.a0, d.b1 - d.b0) > _LONGEST or not all((*ours.words[d.a0 : d.a1], *theirs.words[d.b0 : d.b1])):
            return False
        figures = _figures(ours.norms[d.a0 : d.a1]), _figures(theirs.norms[d.b0 : d.b1])
        if any(figures):
            return figures[0] == figures[1] and len(figures[0]) == d.a1 - d.a0 == d.b1 - d.b0
        if self._listed(view, offset, d, passage):
            return True
        if d.a0 == d.a1:
            return False
        capitals = _capitals(ours, d.a0, d.a1), _capitals(theirs, d.b0, d.b1)
        if capitals[0] != capitals[1]:
            return False
        return self._damage(view, offset, d) >= (_NAMED if capitals[0] else _DAMAGED)

    def _tokens(self, view: View, offset: int, a0: int, a1: int) -> range:
        """The document's tokens that tokens ``a0:a1`` of the view came from, edits taken whole."""
        low, high = _before(view, view.tokens.starts[a0], 0), _before(view, view.tokens.ends[a1 - 1], 1)
        tokens = self.document.tokens
        return range(bisect_left(tokens.starts, offset + low), bisect_left(tokens.starts, offset + high))

    def _damage(self, view: View, offset: int, d: _Difference) -> float:
        if view.causes(view.tokens.starts[d.a0], view.tokens.ends[d.a1 - 1]):
            return 1.0
        places = self._tokens(view, offset, d.a0, d.a1)
        return float(self.damage[places.start : places.stop].mean()) if len(places) else 0.0

    def _listed(self, view: View, offset: int, d: _Difference, passage: Passage) -> bool:
        """Whether the table has the reference's wording for what stands in the text, with up to one shared word beside it."""
        for left, right in ((0, 0), (1, 0), (0, 1), (1, 1)):
            a0, a1, b0, b1 = d.a0 - left, d.a1 + right, d.b0 - left, d.b1 + right
            if a0 < 0 or b0 < 0 or a1 > len(view.tokens) or b1 > len(passage.tokens) or a0 == a1:
                continue
            places = self._tokens(view, offset, a0, a1)
            span = self.spans.get((places.start, len(places)))
            key = " ".join(passage.tokens.norms[b0:b1])
            if span is not None and any(p >= 0 and self.table.keys[p] == key for p in self.document.candidates[span].tolist()):
                return True
        return False


def _before(view: View, at: int, right: int) -> int:
    """Offset in the original of offset ``at`` of the edited text; inside a target the edit's start, or its end (``right``)."""
    shift = 0
    for edit, (low, high) in zip(view.edits, view.spans):
        if low >= at and not (right and low == high == at):
            break
        if at < high or (at == high and low < at and right):
            return edit.end if right else edit.start
        shift = edit.end - high
    return at + shift


def _differences(view: View, words: list[str], passage: Passage) -> Iterator[_Difference]:
    """Where words differ; neighbouring steps of the alignment are one, and a clitic takes the word it leans on with it."""
    last: _Difference | None = None
    for op in Levenshtein.opcodes(words, passage.words):
        if op.tag == "equal":
            continue
        d = _Difference(op.src_start, op.src_end, op.dest_start, op.dest_end)
        while min(d.a0, d.b0) > 0 and (_leans(view.tokens, d.a0, d.a1) or _leans(passage.tokens, d.b0, d.b1)):
            d = replace(d, a0=d.a0 - 1, b0=d.b0 - 1)
        if last is not None and (d.a0 <= last.a1 or d.b0 <= last.b1):
            last = _Difference(last.a0, d.a1, last.b0, d.b1)
            continue
        if last is not None:
            yield last
        last = d
    if last is not None:
        yield last


def _figures(norms: Sequence[str]) -> list[str]:
    """The numbers among tokens, as figures; "one" is a pronoun too."""
    return [n for t in norms if t != "one" and (n := number(t))]


def _capitals(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether a word that does not open the sentence begins with a capital."""
    return any(t[0].isupper() and t != "I" for t in tokens.texts[max(first, 1) : stop])


def _leans(tokens: Tokens, first: int, stop: int) -> bool:
    return first < stop and tokens.glued[first] and tokens.words[first] and tokens.norms[first][0] == "'"


def _change(view: View, d: _Difference, passage: Passage) -> Change:
    """Write the reference's wording over a difference: blanks single, apostrophes as in our text, case as our sentence has it."""
    ours, theirs = view.tokens, passage.tokens
    new = " ".join(passage.text[theirs.starts[d.b0] : theirs.ends[d.b1 - 1]].split()) if d.b1 > d.b0 else ""
    if "\u2019" in view.text:
        new = new.replace("'", "\u2019")
    elif "'" in view.text:
        new = new.replace("\u2019", "'")
    if d.a1 > d.a0:
        start, end = ours.starts[d.a0], ours.ends[d.a1 - 1]
        if d.a0 == 0 and ours.texts[0][0].isupper():
            new = capitalise(new)
        elif d.b0 == 0 and d.a0 > 0 and ours.texts[d.a0][0].islower():
            new = new[:1].lower() + new[1:]
        if not new:  # the blank before a deleted word goes too
            start = ours.ends[d.a0 - 1] if d.a0 and view.text[ours.ends[d.a0 - 1] : start] == " " else start
        return Change(start, end, new, 0.0)
    at = ours.ends[d.a0 - 1] if d.a0 else 0
    return Change(at, at, f" {new}" if d.a0 else f"{new} ", 0.0)

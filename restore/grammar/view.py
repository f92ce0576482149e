"""A text as its edits leave it, with the way back: repairs read the result and change the edits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from restore.edits import Edit, apply_edits
from restore.tokens import Tokens, tokenize

ORIGIN = "grammar"


@dataclass(frozen=True, slots=True)
class Change:
    """Write ``new`` over ``[start, end)`` of the edited text; ``confidence`` counts where no given edit is changed by it."""

    start: int
    end: int
    new: str
    confidence: float


@dataclass(frozen=True)
class View:
    """``original`` with non-overlapping sorted ``edits`` and what comes of them: ``text`` and its ``tokens``.

    ``spans[i]`` is where the target of ``edits[i]`` stands in ``text`` (empty for a deletion).
    """

    original: str
    edits: tuple[Edit, ...]
    text: str
    spans: tuple[tuple[int, int], ...]
    original_tokens: Tokens

    @staticmethod
    def of(original: str, edits: Iterable[Edit], tokens: Tokens) -> View:
        """Apply ``edits`` to a text that has ``tokens``; raises ValueError when they overlap or do not fit."""
        ordered = tuple(sorted(edits, key=lambda e: (e.start, e.end)))
        spans = []
        shift = 0
        for edit in ordered:
            at = edit.start + shift
            spans.append((at, at + len(edit.target)))
            shift += len(edit.target) - (edit.end - edit.start)
        return View(original, ordered, apply_edits(original, ordered), tuple(spans), tokens)

    @cached_property
    def tokens(self) -> Tokens:
        """Tokens of ``text``."""
        return tokenize(self.text) if self.edits else self.original_tokens

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _, end in self.spans]

    def causes(self, start: int, end: int) -> list[Edit]:
        """Return the edits whose targets overlap ``[start, end)`` of ``text``, or that deleted something inside it."""
        found = []
        for i in range(bisect_right(self._ends, start), len(self.edits)):
            if self.spans[i][0] >= end:
                break
            found.append(self.edits[i])
        return found

    def caused(self, start: int, end: int) -> bool:
        """Whether an edit that is not a repair itself touches ``[start, end)`` of ``text``."""
        return any(e.origin != ORIGIN for e in self.causes(start, end))

    def confidence(self, start: int, end: int, own: float) -> float:
        """Return how sure a repair of ``[start, end)`` is: as sure as the edits that made it needed, else ``own``."""
        causes = self.causes(start, end)
        lowest = min((e.confidence for e in causes), default=own)
        return lowest if any(e.origin != ORIGIN for e in causes) else min(own, lowest)

    def change(self, changes: Iterable[Change]) -> View:
        """Return the view after non-overlapping ``changes``: each becomes a new edit, or new wording of the edits it overlaps."""
        items: list[tuple[int, int, Change | Edit]] = [(start, end, e) for (start, end), e in zip(self.spans, self.edits)]
        items += [(c.start, c.end, c) for c in changes]
        # stable, and an empty span comes before what starts at the same place: that is where its source lies
        items.sort(key=lambda item: item[:2])
        edits: list[Edit] = []
        shift = 0
        at = 0
        while at < len(items):
            low, high, _ = items[at]
            stop = at + 1
            while stop < len(items) and items[stop][0] < high:
                high = max(high, items[stop][1])
                stop += 1
            group = [item for _, _, item in items[at:stop]]
            given = [e for e in group if isinstance(e, Edit)]
            grown = sum(len(e.target) - (e.end - e.start) for e in given)
            if len(given) == len(group):
                edits += given
            else:
                edits += self._merge(low, high, low - shift, high - shift - grown, group)
            shift += grown
            at = stop
        return View.of(self.original, edits, self.original_tokens)

    def _merge(self, low: int, high: int, start: int, end: int, group: Sequence[Change | Edit]) -> list[Edit]:
        """Return one edit for a group of changes and the edits they overlap (none when it restores the original wording)."""
        changes = sorted((c for c in group if isinstance(c, Change)), key=lambda c: c.start)
        given = [e for e in group if isinstance(e, Edit)]
        pieces: list[str] = []
        last = low
        for change in changes:
            pieces += (self.text[last : change.start], change.new)
            last = change.end
        target = "".join((*pieces, self.text[last:high]))
        source = self.original[start:end]
        # a change that reached over a blank into an edit's target must not widen the edit for nothing
        while source and target and source[0] == target[0] and source[0].isspace():
            source, target, start = source[1:], target[1:], start + 1
        while source and target and source[-1] == target[-1] and source[-1].isspace():
            source, target, end = source[:-1], target[:-1], end - 1
        if source == target:
            return []
        if given:
            weakest = min(given, key=lambda e: e.confidence)
            return [replace(weakest, start=start, end=end, source=source, target=target)]
        return [Edit(start, end, source, target, min(c.confidence for c in changes), ORIGIN)]

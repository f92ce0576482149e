"""What a spun text should have read: gold edits by code points, each with one or several acceptable targets."""

from __future__ import annotations

import itertools
import json
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from restore.errors import InputError
from restore.evaluation.exact_edits import TokenEdit, edits_between
from restore.evaluation.wer import EvalTokens, distance, split_tokens, tokenise
from restore.simulator import Spun

MANY = 4096


@dataclass(frozen=True)
class GoldEdit:
    """``text[start:end]`` (code points) reads ``source`` and should read one of ``targets``, likeliest first."""

    start: int
    end: int
    source: str
    targets: tuple[str, ...]


@dataclass(frozen=True)
class Gold:
    """A spun ``text`` with its ordered, non-overlapping gold edits."""

    text: str
    edits: tuple[GoldEdit, ...]

    @cached_property
    def tokens(self) -> EvalTokens:
        """The evaluation tokens of the spun text."""
        return split_tokens(self.text)

    @cached_property
    def _rims(self) -> tuple[list[int], list[int]]:
        return [e.start for e in self.edits], [e.end for e in self.edits]

    def within(self, start: int, end: int) -> tuple[GoldEdit, ...]:
        """Return the gold edits that share a character with a span."""
        starts, ends = self._rims
        return self.edits[bisect_right(ends, start) : bisect_left(starts, end)]

    def rewritten(self, start: int, end: int, targets: Sequence[str], inside: Sequence[GoldEdit]) -> str:
        """Return ``text[start:end]`` with the edits ``inside`` it done, each to its target."""
        out: list[str] = []
        last = start
        for edit, target in zip(inside, targets):
            out += (self.text[last : edit.start], target)
            last = edit.end
        out.append(self.text[last:end])
        return "".join(out)

    def replacements(self, start: int, end: int) -> set[tuple[str, ...]]:
        """Return the acceptable readings, as evaluation tokens, of a span; empty when its rim cuts a gold edit in two.

        A span without damage has one reading: its own.
        """
        inside = self.within(start, end)
        if any(edit.start < start or edit.end > end for edit in inside):
            return set()
        options = itertools.islice(itertools.product(*(edit.targets for edit in inside)), MANY)
        return {tokenise(self.rewritten(start, end, targets, inside)) for targets in options}

    def reference_for(self, restored: str) -> str:
        """Return the acceptable original nearest to ``restored``: at each place the target that ``restored`` has there.

        Where it has none of them, the nearest counts, and the first among equals.
        """
        changes = edits_between(self.tokens.texts, tokenise(restored))
        chosen: dict[int, str] = {}
        for index, edit in enumerate(self.edits):
            if index in chosen:
                continue
            chosen[index] = edit.targets[0]
            if len(edit.targets) > 1:
                chosen.update(self._choose(index, changes))
        return self.rewritten(0, len(self.text), [chosen[i] for i in range(len(self.edits))], self.edits)

    def _choose(self, index: int, changes: Sequence[TokenEdit]) -> dict[int, str]:
        """Choose targets for a gold edit and those that the same stretch of changes touches."""
        edit = self.edits[index]
        span = self.tokens.covering(edit.start, edit.end)
        low, high = span.start, span.stop
        while True:
            touching = [c for c in changes if c.start <= high and c.end >= low]
            first, stop = min([low, *(c.start for c in touching)]), max([high, *(c.end for c in touching)])
            start = self.tokens.starts[first] if first < len(self.tokens) else len(self.text)
            end = max(start, self.tokens.ends[stop - 1]) if stop else 0
            members = [i for i, e in enumerate(self.edits) if e.start < end and e.end > start]
            covered = [self.tokens.covering(self.edits[i].start, self.edits[i].end) for i in members]
            first, stop = min([first, *(c.start for c in covered)]), max([stop, *(c.stop for c in covered)])
            if (first, stop) == (low, high):
                break
            low, high = first, stop
        seen: list[str] = []
        last = low
        for change in touching:
            seen += (*self.tokens.texts[last : change.start], *change.target)
            last = change.end
        seen += self.tokens.texts[last:high]
        inside = [self.edits[i] for i in members]
        best = min(
            _combinations([e.targets for e in inside]),
            key=lambda targets: distance(tokenise(self.rewritten(start, end, targets, inside)), seen),
        )
        return dict(zip(members, best))

    @staticmethod
    def from_spun(spun: Spun) -> Gold:
        """Return the gold of a simulated spin, whose way back is known."""
        return Gold(spun.text, tuple(GoldEdit(e.start, e.end, e.source, (e.target,)) for e in spun.edits))


def _combinations(options: Sequence[Sequence[str]]) -> Iterable[tuple[str, ...]]:
    """All ways to choose one of each; where these are too many, only those that leave all but one at their first."""
    if math.prod(map(len, options)) <= MANY:
        return itertools.product(*options)
    first = tuple(o[0] for o in options)
    return [first] + [(*first[:i], other, *first[i + 1 :]) for i, o in enumerate(options) for other in o[1:]]


@dataclass(frozen=True)
class Annotation:
    """An annotated document: its ``gold`` and the ``names`` (names and idioms) that must come back whole."""

    gold: Gold
    names: tuple[str, ...]

    @staticmethod
    def load(path: Path, folder: Path) -> Annotation:
        """Read a gold file of ``eval/gold`` whose document lies in ``folder``.

        Raises InputError when either cannot be read, or an edit does not fit the text.
        """
        try:
            data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            text = (folder / data["document"]).read_bytes().decode("utf-8")
            edits = tuple(GoldEdit(e["start"], e["end"], e["source"], tuple(e["targets"])) for e in data["edits"])
            names = tuple(data.get("names", ()))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: not a readable gold file ({error}); see eval/README.md for the format") from error
        last = 0
        for edit in edits:
            if edit.start < last or edit.end <= edit.start or text[edit.start : edit.end] != edit.source or not edit.targets:
                raise InputError(
                    f"{path}: the edit at {edit.start}-{edit.end} ({edit.source!r}) overlaps another, has no target "
                    f"or does not fit {data['document']}; correct its offsets"
                )
            last = edit.end
        return Annotation(Gold(text, edits), names)

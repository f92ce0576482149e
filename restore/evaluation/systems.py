"""The systems that every suite shows side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from restore.case import carry_case
from restore.edits import Edit, apply_edits
from restore.evaluation.gold import Gold
from restore.evaluation.oracle import Oracle, surface_words
from restore.scan import scan
from restore.table import PhraseTable
from restore.tokens import tokenize


class System(Protocol):
    """Something that restores texts."""

    @property
    def name(self) -> str:
        """The name shown in results."""
        ...

    def run(self, text: str) -> str:
        """Return ``text`` restored."""
        ...


class SpanScoreLike(Protocol):
    """A word and the probability that it is damaged; see :class:`restore.restorer.SpanScore`."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """Code point after the last."""
        ...

    @property
    def score(self) -> float:
        """Probability of damage."""
        ...


class DetectionLike(Protocol):
    """What evaluation reads of a :class:`restore.restorer.Detection`."""

    @property
    def spun_score(self) -> float:
        """Probability that the text was spun."""
        ...

    @property
    def spans(self) -> Sequence[SpanScoreLike]:
        """The words that look damaged."""
        ...


class RestorationLike(Protocol):
    """What evaluation reads of a :class:`restore.restorer.Restoration`."""

    @property
    def text(self) -> str:
        """The restored text."""
        ...

    @property
    def spun(self) -> bool:
        """Whether the gate took the text for spun."""
        ...

    @property
    def proposals(self) -> Sequence[Edit]:
        """Non-overlapping edits down to a low confidence."""
        ...


class RestorerLike(Protocol):
    """What evaluation calls of a :class:`restore.restorer.Restorer`."""

    def restore(self, text: str, *, force: bool = False, min_confidence: float | None = None) -> RestorationLike:
        """Restore a text; one that looks clean comes back unchanged unless ``force``."""
        ...

    def detect(self, text: str) -> DetectionLike:
        """Say whether a text was spun and which words look damaged."""
        ...

    def encode_only(self, text: str) -> object:
        """Run the bare encoder over a text, for comparison of speed."""
        ...


class DoNothing:
    """Returns every text as it is."""

    name = "do nothing"

    def run(self, text: str) -> str:
        """Return ``text``."""
        return text


class TablePrior:
    """The table without a model: every form that spinning makes more often than writing does becomes its likeliest original.

    Context is not looked at. ``threshold``: least log of (count made by spinning / count in clean English) of a form that is
    replaced; long forms come first, and what they cover is not replaced again.
    """

    name = "table, unigram prior"

    def __init__(self, table: PhraseTable, threshold: float = 0.0) -> None:
        """Use ``table``, whose rows are sorted by form and falling prior."""
        self.table, self.threshold = table, threshold

    def run(self, text: str) -> str:
        """Return ``text`` with the likely forms replaced."""
        table, tokens = self.table, tokenize(text)
        matches = scan(tokens, table)
        first_row = table.first_row
        usable = (first_row[matches.phrase + 1] > first_row[matches.phrase]) & (table.log_damage[matches.phrase] > self.threshold)
        taken = bytearray(len(tokens))
        edits: list[Edit] = []
        for at in np.lexsort((matches.start, -matches.length)).tolist():
            first, stop = int(matches.start[at]), int(matches.start[at] + matches.length[at])
            if not usable[at] or any(taken[first:stop]):
                continue
            taken[first:stop] = b"\x01" * (stop - first)
            start, end = tokens.starts[first], tokens.ends[stop - 1]
            best = table.phrases[int(table.source[first_row[matches.phrase[at]]])]
            target = carry_case(surface_words(tokens, first, stop), best)
            edits.append(Edit(start, end, text[start:end], target, 1.0, "table"))
        return apply_edits(text, edits)


class RestorerSystem:
    """A restorer under a name; it is made on first use."""

    def __init__(self, name: str, factory: Callable[[], RestorerLike], force: bool = False) -> None:
        """``factory`` makes the restorer; ``force`` restores texts that look clean too."""
        self.name, self._factory, self.force = name, factory, force
        self._proposals: dict[str, tuple[Edit, ...]] = {}

    @cached_property
    def restorer(self) -> RestorerLike:
        """The restorer itself, for what strings do not tell."""
        return self._factory()

    def run(self, text: str) -> str:
        """Return ``text`` restored."""
        restoration = self.restorer.restore(text, force=self.force)
        if self.force or restoration.spun:
            self._proposals[text] = tuple(restoration.proposals)
        return restoration.text

    def proposals(self, text: str) -> tuple[Edit, ...]:
        """Return the edits proposed for ``text``, by force where it looks clean; the model is not run again after :meth:`run`."""
        if text not in self._proposals:
            self._proposals[text] = tuple(self.restorer.restore(text, force=True).proposals)
        return self._proposals[text]


@dataclass(frozen=True)
class Bench:
    """What a suite runs on: the table, the restorer's factory, one for the masked LM without the table, and the model's name.

    ``masked_lm`` None: the results lack that row.
    """

    table: PhraseTable
    model: str
    full: Callable[[], RestorerLike]
    masked_lm: Callable[[], RestorerLike] | None = None

    def systems(self, golds: Mapping[str, Gold]) -> list[System]:
        """Return the systems to compare; ``golds`` (by spun text) is for the oracle, left out where it is empty."""
        out: list[System] = [DoNothing(), TablePrior(self.table)]
        if self.masked_lm is not None:
            out.append(RestorerSystem("masked LM alone", self.masked_lm))
        out.append(RestorerSystem(FULL, self.full))
        if golds:
            out.append(Oracle(self.table, golds))
        return out


FULL = "table + masked LM"

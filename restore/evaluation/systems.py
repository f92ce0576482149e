"""The systems that every suite shows side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from restore.edits import Edit
from restore.evaluation.gold import Gold
from restore.evaluation.noisy_channel import LanguageModel, TableNgram
from restore.evaluation.oracle import Oracle
from restore.evaluation.prior import DetectorPrior, TablePrior
from restore.evaluation.protocols import DetectionLike, RestorationLike, RestorerLike, SpanScoreLike, System
from restore.table import PhraseTable

__all__ = [
    "FULL",
    "MASKED_LM",
    "Bench",
    "DetectionLike",
    "DetectorPrior",
    "DoNothing",
    "RestorationLike",
    "RestorerLike",
    "RestorerSystem",
    "SpanScoreLike",
    "System",
    "TableNgram",
    "TablePrior",
]

FULL = "table + masked LM"
MASKED_LM = "masked LM alone"


class DoNothing:
    """Returns every text as it is."""

    name = "do nothing"

    def run(self, text: str) -> str:
        """Return ``text``."""
        return text


class RestorerSystem:
    """A restorer under a name; it is made on first use."""

    def __init__(
        self, name: str, factory: Callable[[], RestorerLike], force: bool = False, min_confidence: float | None = None
    ) -> None:
        """``factory`` makes the restorer; ``force`` and ``min_confidence`` as for :meth:`restore.restorer.Restorer.restore`."""
        self.name, self._factory, self.force, self.min_confidence = name, factory, force, min_confidence
        self._proposals: dict[str, tuple[Edit, ...]] = {}

    @cached_property
    def restorer(self) -> RestorerLike:
        """The restorer itself, for what strings do not tell."""
        return self._factory()

    def run(self, text: str) -> str:
        """Return ``text`` restored."""
        restoration = self.restorer.restore(text, force=self.force, min_confidence=self.min_confidence)
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
    """What a suite runs on: the table, the model's name, and what makes the restorer and the systems beside it.

    ``full``: the restorer; ``masked_lm``: one without the table; ``language_model``: the n-gram model; ``others``: peers and the
    user's own systems; ``without_names``: the restorer less some names of its list. Where one is None, the results lack it.
    ``absent``: a line for each peer that is not installed. ``main``: what the restorer is called.
    """

    table: PhraseTable
    model: str
    full: Callable[[], RestorerLike]
    masked_lm: Callable[[], RestorerLike] | None = None
    language_model: Callable[[], LanguageModel] | None = None
    others: tuple[System, ...] = ()
    without_names: Callable[[Iterable[str]], RestorerLike] | None = None
    absent: tuple[str, ...] = ()
    main: str = FULL

    @property
    def notes(self) -> tuple[str, ...]:
        """A line for each system that is not run."""
        missing = () if self.masked_lm else (f"{MASKED_LM}: not run, this model has no such mode",)
        return missing + self.absent

    def systems(self, golds: Mapping[str, Gold]) -> list[System]:
        """Return the systems to compare; ``golds`` (by spun text) is for the oracle, left out where it is empty."""
        out: list[System] = [*self.plain()]
        if self.masked_lm is not None:
            out.append(RestorerSystem(MASKED_LM, self.masked_lm))
        out += [DetectorPrior(self.table, self.full), RestorerSystem(self.main, self.full)]
        if golds:
            out.append(Oracle(self.table, golds))
        return [*out, *self.others]

    def plain(self) -> list[System]:
        """Return the systems without a network."""
        out: list[System] = [DoNothing(), TablePrior(self.table)]
        if self.language_model is not None:
            out.append(TableNgram(self.table, self.language_model))
        return out

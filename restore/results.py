"""What the restorer hands out: the verdict on a text, and its restoration."""

from __future__ import annotations

from dataclasses import dataclass, replace

from restore.edits import Edit, apply_edits
from restore.protect import NOWHERE, Spans
from restore.settle import settle


@dataclass(frozen=True)
class SpanScore:
    """A word ``text[start:end]`` (code points) with the probability that it is damaged."""

    start: int
    end: int
    source: str
    score: float


@dataclass(frozen=True)
class Detection:
    """The verdict on a text.

    ``spun_score``: the probability that it was spun, 0–1; ``spun``: whether that reaches the gate's threshold; ``damaged_share``:
    the share of its words, 0–1, that are damaged with a probability of a half or more; ``spans``: the words that look damaged.
    """

    spun_score: float
    spun: bool
    damaged_share: float
    spans: tuple[SpanScore, ...]


@dataclass(frozen=True)
class Restoration:
    """A restored text: ``edits`` lead from ``original`` to ``text``; ``proposals`` also hold the less certain ones.

    ``spun_score`` and ``spun``: as for :class:`Detection`; ``version`` of restore and name of the ``model`` that made it;
    ``notice``: why the text was returned unchanged, None where it was not; ``min_confidence``: the threshold that ``edits`` were
    chosen by, None where none were looked for. ``protected``: the places of
    ``original`` that were to be left alone.
    """

    original: str
    text: str
    edits: tuple[Edit, ...]
    proposals: tuple[Edit, ...]
    spun_score: float
    spun: bool
    version: str
    model: str
    notice: str | None = None
    min_confidence: float | None = None
    protected: Spans = NOWHERE

    def apply(self, min_confidence: float) -> Restoration:
        """Return the restoration with the proposals of at least ``min_confidence``; the model is not run again.

        Raises ValueError when ``min_confidence`` is outside 0–1.
        """
        edits = settle(self.original, self.proposals, self.spun, min_confidence, self.protected)
        return replace(self, text=apply_edits(self.original, edits), edits=edits, min_confidence=min_confidence)

"""What evaluation asks of a system, and of a restorer: so little that tests and rivals can stand in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from restore.edits import Edit


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
    def spun(self) -> bool:
        """Whether the gate took the text for spun."""
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

    def restore_batch(
        self, texts: Sequence[str], *, force: bool = False, min_confidence: float | None = None
    ) -> Sequence[RestorationLike]:
        """Restore several texts."""
        ...

    def detect(self, text: str, *, least: float = 0.5) -> DetectionLike:
        """Say whether a text was spun and which words are damaged with a probability of at least ``least``."""
        ...

    def encode_only(self, text: str) -> object:
        """Run the bare encoder over a text, for comparison of speed."""
        ...

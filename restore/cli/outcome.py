"""What ``restore file`` found out about a text, ready to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from restore import __version__
from restore.edits import Edit, apply_edits

if TYPE_CHECKING:
    from restore.restorer import Restoration


@dataclass(frozen=True)
class Outcome:
    """``text``: the restored text; ``edits``: what turned the input into it; ``spun_score``: None when no model judged it.

    ``restoration``: the model's whole result, where there is one.
    """

    text: str
    edits: tuple[Edit, ...]
    spun_score: float | None
    spun: bool
    version: str
    model: str | None
    restoration: Restoration | None = field(default=None, repr=False)

    @staticmethod
    def of(restoration: Restoration) -> Outcome:
        """Take over the result of a model."""
        r = restoration
        return Outcome(r.text, r.edits, float(r.spun_score), bool(r.spun), r.version, r.model, r)

    @staticmethod
    def untouched(text: str, model: str | None) -> Outcome:
        """A text that is left alone without asking a model; ``model`` names the one that would have been asked."""
        return Outcome(text, (), None, False, __version__, model)

    def with_edits(self, given: str, edits: Sequence[Edit]) -> Outcome:
        """Return the outcome with these edits of the text ``given`` alone."""
        return replace(self, text=apply_edits(given, edits), edits=tuple(edits))

    def as_dict(self) -> dict[str, object]:
        """Return the outcome as a JSON-ready dictionary; offsets are code points of the input text."""
        return {
            "text": self.text,
            "spun_score": None if self.spun_score is None else round(self.spun_score, 4),
            "spun": self.spun,
            "edits": [{**e.as_dict(), "confidence": round(float(e.confidence), 4)} for e in self.edits],
            "version": self.version,
            "model": self.model,
        }

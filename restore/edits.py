"""The unit of change, and the one function that writes changes into a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Alternative:
    """A place may as well have read ``target``: ``probability`` is the model's, not calibrated; ``origin`` as in an edit.

    Origin "keep": ``target`` is what stands there, and was not damaged.
    """

    target: str
    probability: float
    origin: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace ``text[start:end]`` (code points), which reads ``source``, by ``target``.

    ``confidence`` in 0–1 estimates the probability that the edit is right; ``origin`` names where the target came
    from (``lexicon``, ``observed``, ``ppdb``, ``wordnet``, ``tortured``, ``inferred``, ``user``, ``model``, ``grammar``,
    ``reference``: the wording of the same passage in a reference text). ``alternatives``: what the model weighed, likeliest
    first, the target mostly among them; for people to see, and no part of what the edit is (nor of its JSON).
    """

    start: int
    end: int
    source: str
    target: str
    confidence: float
    origin: str
    alternatives: tuple[Alternative, ...] = field(default=(), compare=False, repr=False)

    def moved(self, by: int) -> Edit:
        """Return the edit of the same text where it begins ``by`` code points further on."""
        return replace(self, start=self.start + by, end=self.end + by) if by else self

    def as_dict(self) -> dict[str, object]:
        """Return the edit as a JSON-ready dictionary, without its alternatives."""
        return {
            "start": self.start,
            "end": self.end,
            "source": self.source,
            "target": self.target,
            "confidence": self.confidence,
            "origin": self.origin,
        }


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` with non-overlapping ``edits`` applied; every other character stays as it is.

    Raises ValueError when edits overlap, lie outside the text or do not match the text they claim to replace.
    """
    out: list[str] = []
    last = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < last or edit.end > len(text) or edit.end < edit.start:
            raise ValueError(f"edit {edit.start}-{edit.end} overlaps another or lies outside the text")
        if text[edit.start : edit.end] != edit.source:
            raise ValueError(f"edit {edit.start}-{edit.end} expects {edit.source!r}, the text has another wording")
        out += (text[last : edit.start], edit.target)
        last = edit.end
    out.append(text[last:])
    return "".join(out)

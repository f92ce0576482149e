"""Proposals → the edits to make, at a threshold of confidence; no model is asked."""

from __future__ import annotations

from collections.abc import Sequence

from restore.edits import Edit
from restore.grammar import repair
from restore.protect import NOWHERE, Spans
from restore.tokens import tokenize


def settle(
    text: str, proposals: Sequence[Edit], spun: bool, min_confidence: float, protected: Spans = NOWHERE
) -> tuple[Edit, ...]:
    """Return the proposals of at least ``min_confidence`` with the grammar they need repaired, in text order.

    ``spun``: whether the text was judged spun; then its grammar is repaired also where nothing is proposed. ``protected``:
    places of the text that are left alone, also by repairs.
    Raises ValueError when ``min_confidence`` is outside 0–1.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence must lie in 0-1, not {min_confidence}")
    chosen = [e for e in proposals if e.confidence >= min_confidence and protected.spares(e)]
    repaired = repair(text, tokenize(text), chosen, protected) if spun or chosen else []
    return tuple(e for e in repaired if e.confidence >= min_confidence)

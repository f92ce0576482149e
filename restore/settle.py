"""Proposals → the edits to make, at a threshold of confidence; no model is asked."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from restore.edits import Edit
from restore.grammar import repair
from restore.protect import NOWHERE, Spans
from restore.sections import sections
from restore.tokens import tokenize


def settle(
    text: str, proposals: Sequence[Edit], spun: bool, min_confidence: float, protected: Spans = NOWHERE
) -> tuple[Edit, ...]:
    """Return the proposals of at least ``min_confidence`` with the grammar they need repaired, in text order.

    ``spun``: whether the text was judged spun; then its grammar is repaired also where nothing is proposed. ``protected``:
    places of the text that are left alone, also by repairs. A very long text is repaired section by section (restore.sections).
    Raises ValueError when ``min_confidence`` is outside 0–1.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence must lie in 0-1, not {min_confidence}")
    chosen = [e for e in proposals if e.confidence >= min_confidence and protected.spares(e)]
    out: list[Edit] = []
    for offset, part, inside in _parts(text, chosen) if spun or chosen else ():
        repaired = repair(part, tokenize(part), [e.moved(-offset) for e in inside], protected.within(offset, offset + len(part)))
        out += [e.moved(offset) for e in repaired if e.confidence >= min_confidence]
    return tuple(out)


def _parts(text: str, edits: Sequence[Edit]) -> Iterator[tuple[int, str, list[Edit]]]:
    """Yield (offset, part, the edits in it) of the sections of a text; those that an edit reaches across are one part."""
    waiting = deque(sorted(edits, key=lambda e: (e.start, e.end)))
    start, inside = 0, list[Edit]()
    for offset, section in sections(text):
        stop = offset + len(section)
        while waiting and (waiting[0].start < stop or stop == len(text)):
            inside.append(waiting.popleft())
        if stop == len(text) or all(e.end <= stop for e in inside[-1:]):
            yield start, text[start:stop], inside
            start, inside = stop, []

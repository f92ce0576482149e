"""Looks: a few windows of a text, spread over it, tell whether it is surely clean; most clean texts are read no further.

A sequential test (Wald 1945) with one exit: after each window the gate judges the sample read so far, and a score below the
bound for so many windows ends the reading. Nothing is lost on a spun text, for what was read counts when the rest is read.
The bounds are fitted so that next to no text ends clean that the whole gate would call spun (scripts/fit_looks.py).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from restore.document import Document
from restore.gate import gate_features, is_prose, spun_score
from restore.ranker import Ranker, Scores
from restore.settings import Settings

LOOKS = 4  # windows after which a text that is not surely clean is read whole


@dataclass(frozen=True)
class Judged:
    """A document with the scores of the windows that were read, and the gate's ``spun_score`` of it in 0–1."""

    document: Document
    scores: Scores
    spun_score: float


def spread(count: int) -> list[int]:
    """Return 0…count-1 so that any first few lie well apart (van der Corput 1935), the middle first."""
    bits = max(1, count.bit_length())
    turned = (int(format(i, f"0{bits}b")[::-1], 2) for i in range(1, 1 << bits))
    order = [i for i in turned if i < count]
    return [*order, 0] if count else []


def gate(document: Document, scores: Scores, settings: Settings) -> float:
    """Return the spun score in 0–1 of a document as far as it was read; raises InputError when the model's gate is another's."""
    return spun_score(gate_features(document, scores.log_p), settings.gate, settings.gate_short)


def judge(
    ranker: Ranker,
    document: Document,
    settings: Settings,
    bounds: Sequence[float],
    progress: Callable[[float], None] | None = None,
) -> Judged:
    """Read as many windows as it takes to judge a document.

    ``bounds``: the spun score below which a text is surely clean after one window, two, …; none: everything is read.
    ``progress``: as for :meth:`restore.ranker.Ranker.score`, of a document that is read whole.
    """
    scores = ranker.score(document, ())
    if not is_prose(document):
        return Judged(document, scores, 0.0)
    for bound, window in zip(bounds, spread(len(scores.read))):
        scores = ranker.score(document, (window,), scores)
        found = gate(document, scores, settings)
        if found < min(bound, settings.gate_threshold):
            return Judged(document, scores, found)
    scores = ranker.score(document, known=scores, progress=progress)
    return Judged(document, scores, gate(document, scores, settings))

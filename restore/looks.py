"""Looks: a few windows of a text, spread over it, tell whether it is surely clean; most clean texts are read no further.

A sequential test (Wald 1945) with one exit. Before the first window the text is judged without the network (restore.skim); after
each window the gate judges the sample read so far, and both count as if they knew nothing of each other. A score below the bound
for so many windows ends the reading. Nothing is lost on a spun text, for what was read counts when the rest is read.
The bounds are fitted so that next to no text ends clean that the whole gate would call spun (scripts/fit_looks.py).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from restore.document import Document
from restore.gate import Floats, gate_features, is_prose, spun_score
from restore.ranker import Ranker, Scores
from restore.settings import Settings
from restore.skim import skim_score

_LEAST = 5e-5  # scores are rounded to four digits
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


def verdict(document: Document, weighed: Floats, settings: Settings) -> float:
    """Return the spun score in 0–1 of a document that was read whole, by the second stage's log-probabilities [S, 2 + K]."""
    return spun_score(gate_features(document, weighed), settings.verdict, settings.verdict_short)


def together(one: float, two: float | None) -> float:
    """Return the probability in 0–1 when the log-odds of two, each of 0–1, add up; ``one`` where there is no other."""
    if two is None:
        return one
    odds = (math.log(p) - math.log1p(-p) for p in (min(max(p, _LEAST), 1 - _LEAST) for p in (one, two)))
    return 1 / (1 + math.exp(-sum(odds)))


def judge(
    ranker: Ranker,
    document: Document,
    settings: Settings,
    bounds: Sequence[float],
    progress: Callable[[float], None] | None = None,
) -> Judged:
    """Read as many windows as it takes to judge a document.

    ``bounds``: the spun score, of all that is known, below which a text is surely clean after no window, one, two, …; none:
    everything is read.
    ``progress``: as for :meth:`restore.ranker.Ranker.score`, of a document that is read whole.
    """
    scores = ranker.score(document, ())
    if not is_prose(document):
        return Judged(document, scores, 0.0)
    skimmed = skim_score(document, settings.skim) if bounds else None
    if skimmed is not None and skimmed < bounds[0] and skimmed < settings.gate_threshold:
        return Judged(document, scores, skimmed)
    for bound, window in zip(bounds[1:], spread(len(scores.read))):
        scores = ranker.score(document, (window,), scores)
        found = gate(document, scores, settings)
        if together(found, skimmed) < bound and found < settings.gate_threshold:
            return Judged(document, scores, found)
    scores = ranker.score(document, known=scores, progress=progress)
    return Judged(document, scores, gate(document, scores, settings))

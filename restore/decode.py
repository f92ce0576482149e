"""The best set of non-overlapping edits of an article, by dynamic programming over its tokens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.settings import Settings

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Choice:
    """Span ``span`` of the document is to read candidate ``place`` (0-based); ``probability`` as the ranker has it."""

    span: int
    place: int
    probability: float


def decode(document: Document, log_p: Floats, settings: Settings) -> list[Choice]:
    """Return the choices with the largest total gain, in text order.

    An edit gains P(candidate) - keep_cost · P(keep), times the tokens it covers at the margin: a wrong word changed to another
    wrong word costs nothing in word error, a right one changed does.
    """
    if not len(log_p):
        return []
    p = np.exp(log_p)
    best = np.argmax(p[:, 2:], axis=1)
    top = p[np.arange(len(p)), best + 2]
    gain = (top - settings.keep_cost * p[:, 0]) * (1 + 0.1 * (document.length - 1))
    usable = np.flatnonzero((top >= settings.floor) & (gain > 0))
    # classic weighted interval scheduling, spans ordered by their end
    end = document.start + document.length
    order = usable[np.lexsort((usable, end[usable]))]
    size = len(document.tokens)
    value = np.zeros(size + 1)
    chosen = np.full(size + 1, -1, dtype=np.int64)
    at = 0
    for stop in range(1, size + 1):
        value[stop] = value[stop - 1]
        while at < len(order) and end[order[at]] == stop:
            span = int(order[at])
            total = value[document.start[span]] + gain[span]
            if total > value[stop] + 1e-9:
                value[stop], chosen[stop] = total, span
            at += 1
    out: list[Choice] = []
    stop = size
    while stop > 0:
        span = int(chosen[stop])
        if span >= 0:
            out.append(Choice(span, int(best[span]), float(top[span])))
            stop = int(document.start[span])
        else:
            stop -= 1
    return out[::-1]

"""The best set of non-overlapping edits of an article, by dynamic programming over its tokens."""

from __future__ import annotations

from collections.abc import Sequence
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
    chosen = best_spans(document, usable.tolist(), gain.tolist(), [0.0] * len(document.tokens))
    return [Choice(span, int(best[span]), float(top[span])) for span in chosen]


def best_spans(document: Document, usable: Sequence[int], gain: Sequence[float], stay: Sequence[float]) -> list[int]:
    """Return the spans among ``usable`` (ascending) that do not overlap and gain most, in text order.

    Weighted interval scheduling: ``gain`` [S] of each span, ``stay`` [T] of each token that no span covers. Of equals, the tokens
    stay, or the span met first does.
    """
    size = len(document.tokens)
    start, stops = document.start.tolist(), (document.start + document.length).tolist()
    by_end: list[list[int]] = [[] for _ in range(size + 1)]
    for span in usable:
        by_end[stops[span]].append(span)
    value = [0.0] * (size + 1)
    chosen = [-1] * (size + 1)
    for stop in range(1, size + 1):
        value[stop] = value[stop - 1] + stay[stop - 1]
        for span in by_end[stop]:
            total = value[start[span]] + gain[span]
            if total > value[stop] + 1e-9:
                value[stop], chosen[stop] = total, span
    out: list[int] = []
    stop = size
    while stop > 0:
        span = chosen[stop]
        if span >= 0:
            out.append(span)
        stop = start[span] if span >= 0 else stop - 1
    return out[::-1]

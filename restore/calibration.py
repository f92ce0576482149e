"""Confidence: from a score to the probability that an edit is right (Platt scaling; Platt 1999)."""

from __future__ import annotations

import math
from collections.abc import Sequence

_EPS = 1e-4


def calibrated(probability: float, weights: Sequence[float]) -> float:
    """Return sigmoid(w0 + w1 · logit(probability)), rounded to four digits so that it prints the same everywhere."""
    p = min(max(probability, _EPS), 1 - _EPS)
    z = weights[0] + weights[1] * math.log(p / (1 - p))
    return round(1 / (1 + math.exp(-max(min(z, 30.0), -30.0))), 4)

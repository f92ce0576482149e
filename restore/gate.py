"""The document gate: the probability that a text was spun, from the ranker's span scores and the words that are missing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.errors import InputError

Floats = NDArray[np.float32]
GATE_FEATURES = 8
LONG_ENOUGH = 100
_EPS = 0.003
# Tokens a word in running prose: about 1.2, marks and clitics included; in code and tables of figures 2 and more.
_PROSE = 1.7


def word_damage(document: Document, log_p: Floats) -> tuple[NDArray[np.int32], Floats]:
    """Return (span indices of single words that were scored, P(damaged) of each)."""
    scored = np.isfinite(log_p[:, :2]).any(axis=1)
    single = np.flatnonzero((document.length == 1) & scored).astype(np.int32)
    return single, (1 - np.exp(log_p[single, 0])).astype(np.float32)


def is_prose(document: Document) -> bool:
    """Return whether a document has words, and not so many marks as code and tables have."""
    words = int((document.length == 1).sum())
    return 0 < words and len(document.tokens) <= _PROSE * words


def gate_features(document: Document, log_p: Floats) -> NDArray[np.float64]:
    """Return the features [GATE_FEATURES] of the gate's logistic regression; the first is the constant 1.

    Damage is that of the words that were scored, a sample perhaps (see restore.looks); the rest tells of the whole document. All
    are 0 for what is not prose, and where nothing was scored.
    """
    _, damage = word_damage(document, log_p)
    if not len(damage) or not is_prose(document):
        return np.zeros(GATE_FEATURES)
    words = int((document.length == 1).sum())
    length = math.log(words + 1)
    mean, half, sure = float(damage.mean()), float((damage > 0.5).mean()), float((damage > 0.9).mean())
    absence, distinct = document.span_features[0, 3:5].tolist()
    known = min(1.0, words / 300)
    damaged = [math.log(mean + _EPS), math.log(half + _EPS), math.log(sure + _EPS)]
    return np.array([1.0, *damaged, absence * known, distinct * known, length / 7, damaged[0] * length / 7])


def shortness(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what texts lack to ``LONG_ENOUGH`` words, as a share of it (0–1), from their features [..., GATE_FEATURES]."""
    return np.asarray(np.maximum(0.0, 1 - np.expm1(7 * features[..., 6]) / LONG_ENOUGH))


def probability(odds: float) -> float:
    """Return the probability in 0–1, to four digits, of log-odds; beyond 30 they say no more."""
    return round(1 / (1 + math.exp(-max(min(odds, 30.0), -30.0))), 4)


def spun_score(features: NDArray[np.float64], weights: Sequence[float], short: float = 0.0) -> float:
    """Return the probability in 0–1 that the text was spun; 0 for a text without words or a model without a gate.

    ``short``: log-odds that a text loses by being short: none from ``LONG_ENOUGH`` words on, and more the fewer it has. Chance
    makes many a clean sentence look spun, and few articles.

    Raises InputError when the model's gate has another number of weights.
    """
    if not weights or not features.any():
        return 0.0
    if len(weights) != len(features):
        raise InputError(f"the model's gate has {len(weights)} weights, not {len(features)}; reinstall the model")
    return probability(float(np.dot(features, np.array(weights)) - short * shortness(features)))

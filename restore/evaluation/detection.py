"""Measures of detection: damaged words, documents told apart, and whether confidences mean what they say."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

import numpy as np

from restore.evaluation.exact_edits import Counts
from restore.evaluation.wer import EvalTokens, is_word


class Span(Protocol):
    """A stretch of a text, in code points."""

    @property
    def start(self) -> int:
        """First code point."""
        ...

    @property
    def end(self) -> int:
        """Code point after the last."""
        ...


def words_in(tokens: EvalTokens, spans: Iterable[tuple[int, int]]) -> set[int]:
    """Return the indices of the words (marks left out) that share a character with one of the ``spans`` (code points)."""
    return {i for start, end in spans for i in tokens.covering(start, end) if is_word(tokens.texts[i])}


def count_words(predicted: Collection[int], damaged: Collection[int]) -> Counts:
    """Count predicted damaged words against the truly damaged ones."""
    predicted, damaged = set(predicted), set(damaged)
    return Counts(len(predicted & damaged), len(predicted), len(damaged))


def found_words(tokens: EvalTokens, reported: Iterable[Span], damaged: Iterable[Span]) -> Counts:
    """Count the words in ``reported`` spans against those in ``damaged`` ones."""
    return count_words(*(words_in(tokens, [(span.start, span.end) for span in spans]) for spans in (reported, damaged)))


def f1(counts: Counts) -> float:
    """Return F1 = 2 right / (made + gold); 1.0 where nothing is damaged and nothing was reported."""
    total = counts.made + counts.gold
    return 2 * counts.right / total if total else 1.0


def auroc(clean: Sequence[float], spun: Sequence[float]) -> float:
    """Return the chance that a spun document scores above a clean one, ties counting half (Mann-Whitney U).

    nan when either side is empty.
    """
    if not clean or not spun:
        return math.nan
    low = np.sort(np.asarray(clean, dtype=np.float64))
    below = np.searchsorted(low, spun, side="left")
    upto = np.searchsorted(low, spun, side="right")
    return float((below + upto).sum() / 2 / (len(clean) * len(spun)))


def recall_at_false_positive_rate(clean: Sequence[float], spun: Sequence[float], rate: float = 0.01) -> float:
    """Return the share of spun documents above the lowest threshold that at most ``rate`` of the clean ones exceed.

    With fewer than 1/rate clean documents none of them may exceed it. nan when either side is empty.
    """
    if not clean or not spun:
        return math.nan
    allowed = math.floor(rate * len(clean) + 1e-9)
    if allowed >= len(clean):
        return 1.0
    threshold = sorted(clean, reverse=True)[allowed]
    return sum(score > threshold for score in spun) / len(spun)


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Return the mean gap between confidence and share right over equal-width bins, weighted by bin size (Guo et al. 2017).

    0.0 for no items; a confidence of exactly 1 belongs to the last bin. Raises ValueError when the lengths differ or a
    confidence lies outside 0–1.
    """
    if len(confidences) != len(right):
        raise ValueError(f"{len(confidences)} confidences for {len(right)} outcomes")
    if any(not 0 <= c <= 1 for c in confidences):
        raise ValueError("confidences must lie between 0 and 1")
    gaps = [0.0] * bins
    for confidence, outcome in zip(confidences, right):
        gaps[min(bins - 1, int(confidence * bins))] += outcome - confidence
    return sum(map(abs, gaps)) / max(1, len(right))


def average_precision(scores: Sequence[float], damaged: Sequence[bool]) -> float:
    """Return the area under the precision–recall curve as a sum over thresholds, equal scores sharing one (no interpolation).

    nan where nothing is damaged. Raises ValueError when the lengths differ.
    """
    if len(scores) != len(damaged):
        raise ValueError(f"{len(scores)} scores for {len(damaged)} words")
    total = sum(damaged)
    if not total:
        return math.nan
    values, hits = np.asarray(scores, dtype=np.float64), np.asarray(damaged, dtype=np.float64)
    order = np.argsort(-values, kind="stable")
    values, right = values[order], np.cumsum(hits[order])
    last = np.append(np.flatnonzero(np.diff(values)), len(values) - 1)  # the last of each run of equal scores
    gained = np.diff(right[last], prepend=0.0)
    return float((gained / total * right[last] / (last + 1)).sum())

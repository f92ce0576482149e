"""95 % intervals by bootstrap over articles (Efron 1979), paired between systems (Koehn 2004), with a fixed seed.

Articles are drawn with replacement, all texts made from one article together: ten spins of an article are not ten articles. The
draws depend on the articles and the seed only, so every system is measured on the same draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

DRAWS = 1000
SEED = 20220
T = TypeVar("T")


@dataclass(frozen=True)
class Interval:
    """A value with the bounds of its 95 % interval (percentile method)."""

    value: float
    low: float
    high: float


def resamples(groups: Sequence[str], draws: int = DRAWS, seed: int = SEED) -> list[list[int]]:
    """Return ``draws`` lists of item indices, made by drawing groups with replacement; ``groups``: each item's article."""
    members: dict[str, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    names = list(members)
    picks = np.random.default_rng(seed).integers(0, max(1, len(names)), size=(draws, len(names)))
    return [[i for pick in row for i in members[names[pick]]] for row in picks]


def interval(
    items: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    groups: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Interval | None:
    """Return ``statistic(items)`` with its interval, or None with fewer than two articles, where there is none.

    ``groups``: the article of each item (None: each is its own). Raises ValueError when the lengths differ.
    """
    groups = list(groups) if groups is not None else [str(i) for i in range(len(items))]
    if len(groups) != len(items):
        raise ValueError(f"{len(groups)} groups for {len(items)} items")
    if len(set(groups)) < 2:
        return None
    values = [statistic([items[i] for i in indices]) for indices in resamples(groups, draws, seed)]
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(statistic(items), float(low), float(high))


def paired_difference(
    first: Sequence[T],
    second: Sequence[T],
    statistic: Callable[[Sequence[T]], float],
    groups: Sequence[str] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Interval | None:
    """Return statistic(first) - statistic(second) with its interval; item i of both is the same text.

    An interval without 0 tells the two systems apart. None and ValueError as in :func:`interval`.
    """
    if len(first) != len(second):
        raise ValueError(f"{len(first)} items against {len(second)}: a paired comparison needs the same texts")

    def difference(pairs: Sequence[tuple[T, T]]) -> float:
        return statistic([a for a, _ in pairs]) - statistic([b for _, b in pairs])

    return interval(list(zip(first, second)), difference, groups, draws, seed)

from __future__ import annotations

from collections.abc import Sequence

import pytest

from restore.evaluation.bootstrap import interval, paired_difference, resamples


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def test_two_articles() -> None:
    # means of two draws from {0, 1}: 0 and 1 a quarter of the time each
    found = interval([0.0, 1.0], mean)
    assert found is not None
    assert (found.value, found.low, found.high) == (0.5, 0.0, 1.0)


def test_same_seed_same_interval() -> None:
    values = [0.1, 0.5, 0.3, 0.9, 0.2]
    assert interval(values, mean) == interval(values, mean)
    assert interval(values, mean, draws=50, seed=1) != interval(values, mean, draws=50, seed=2)


def test_texts_of_one_article_are_drawn_together() -> None:
    for indices in resamples(["a", "a", "b"], draws=20):
        assert indices.count(0) == indices.count(1)
    assert {len(i) for i in resamples(["a", "a", "b"], draws=50)} == {2, 3, 4}


def test_a_single_article_has_no_interval() -> None:
    assert interval([0.1, 0.2], mean, ["a", "a"]) is None
    assert interval([], mean) is None


def test_pairing_removes_what_both_share() -> None:
    hard = [0.1, 0.9, 0.2, 0.8, 0.5]
    better = [v + 0.05 for v in hard]
    found = paired_difference(better, hard, mean)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.05, 0.05))


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="same texts"):
        paired_difference([1.0], [1.0, 2.0], mean)
    with pytest.raises(ValueError, match="1 groups for 2"):
        interval([1.0, 2.0], mean, ["a"])

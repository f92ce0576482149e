"""Confidence: monotone in the score, within 0–1, and worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.calibration import calibrated

chances = st.floats(0, 1)
weights = st.tuples(st.floats(-1e6, 1e6), st.floats(0, 1e6))


@given(chances, weights)
def test_bounded(p: float, w: tuple[float, float]) -> None:
    assert 0 <= calibrated(p, w) <= 1


@given(chances, chances, weights)
def test_monotone(p: float, q: float, w: tuple[float, float]) -> None:
    assert calibrated(min(p, q), w) <= calibrated(max(p, q), w)


@given(st.floats(0.001, 0.999))
def test_weights_zero_and_one_change_nothing(p: float) -> None:
    assert calibrated(p, (0.0, 1.0)) == pytest.approx(p, abs=5e-5)


@pytest.mark.parametrize(
    ("p", "w", "by_hand"),
    [
        (0.5, (0.0, 3.0), 0.5),
        (0.8, (0.0, 2.0), 0.9412),  # odds 4 squared: 16 / 17
        (0.8, (-1.0986122886681098, 1.0), 0.5714),  # odds 4 / 3
        (1.0, (0.0, 1.0), 0.9999),
        (0.0, (0.0, 1.0), 0.0001),
    ],
)
def test_by_hand(p: float, w: tuple[float, float], by_hand: float) -> None:
    assert calibrated(p, w) == by_hand

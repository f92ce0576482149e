"""Fitting the bounds of first looks."""

from __future__ import annotations

import numpy as np
from fit_looks import Looked, fit_bounds, windows_read


def spun(count: int) -> list[Looked]:
    rng = np.random.default_rng(0)
    return [Looked(9, tuple(np.clip(rng.normal((0.5, 0.6, 0.7, 0.8), 0.1), 0, 1).tolist()), 0.9) for _ in range(count)]


def clean(count: int) -> list[Looked]:
    rng = np.random.default_rng(1)
    return [Looked(9, tuple(np.clip(rng.normal((0.3, 0.2, 0.1, 0.1), 0.1), 0, 1).tolist()), 0.05) for _ in range(count)]


def read(texts: list[Looked], bounds: tuple[float, ...]) -> int:
    return sum(windows_read(found, bounds) for found in texts)


def test_bounds_lose_no_more_than_they_may_and_end_clean_texts_early() -> None:
    caught, others = spun(1000), clean(200)
    before = None
    for share in (0.0, 0.004, 0.05):
        bounds = fit_bounds(caught, others, share)
        lost = sum(windows_read(found, bounds) < found.windows for found in caught)
        assert lost == int(1000 * share)
        # what may be lost is spent on reading less
        assert before is None or read(others, bounds) < before
        before = read(others, bounds)
    assert windows_read(Looked(9, (0.0, 0.0, 0.0, 0.0), 0.0), fit_bounds(caught, others, 0.004)) == 1


def test_a_text_of_one_window_is_read_whole() -> None:
    assert windows_read(Looked(1, (), 0.0), (1.0, 1.0)) == 1
    assert fit_bounds([Looked(1, (), 0.9)], [], 0.1) == (0.0,) * 4

"""The held-out quarter: a quarter, and the same one for ever."""

from __future__ import annotations

from restore.holdout import is_held_out


def test_about_a_quarter() -> None:
    assert 0.23 < sum(is_held_out(f"word{i}") for i in range(4000)) / 4000 < 0.27


def test_the_split_never_moves() -> None:
    """The shipped evaluation twin was made with this split."""
    sources = ("war", "university", "research", "security", "street", "in the", "each other", "haven't any", "Chinese")
    assert [s for s in sources if is_held_out(s)] == ["war", "research", "street"]

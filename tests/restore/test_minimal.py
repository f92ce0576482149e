"""The smallest edit inside a substitution."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.minimal import minimal_edit, minimal_pair

WORDS = st.lists(
    st.sampled_from(["in", "the", "state", "within", "may", "very", "well", "be", "won't", "it's"]), min_size=1, max_size=5
)


@pytest.mark.parametrize(
    ("form", "source", "expected"),
    [
        ("within the state", "in the state", ("within", "in")),
        ("may very well be", "could be", ("may very well", "could")),
        ("a part of", "part of", ("a part", "part")),
        ("nation", "country", ("nation", "country")),
        ("the place", "where", ("the place", "where")),
        ("haven't any", "no", ("haven't any", "no")),
        ("isn't good", "isn't bad", ("good", "bad")),
        ("weren't there", "were there", ("weren't", "were")),
    ],
)
def test_worked_cases(form: str, source: str, expected: tuple[str, str]) -> None:
    assert minimal_pair(form, source) == expected


@given(WORDS, WORDS)
def test_the_edit_turns_old_into_new(one: list[str], two: list[str]) -> None:
    old, new = " ".join(one), " ".join(two)
    start, end, replacement = minimal_edit(old, new)
    assert old[:start] + replacement + old[end:] == new
    assert replacement and old[start:end]

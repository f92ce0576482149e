"""Weights of trusted pairs."""

from __future__ import annotations

from collections import Counter

import pytest
from table_weights import listed, parts, rank_weights, weigh


def test_ranks_fall_and_sum_to_one() -> None:
    weights = rank_weights(5)
    assert sum(weights) == pytest.approx(1) and weights == sorted(weights, reverse=True)


def test_common_sources_that_nobody_saw_replaced_are_doubted() -> None:
    assert listed(0, 1e-3) < 0.1 < listed(0, 1e-7) < 0.5
    assert listed(40, 1e-3) > 0.9
    assert listed(3, 1e-5) > listed(0, 1e-5)


def test_sightings_outweigh_the_order_of_the_lexicon() -> None:
    found = weigh("decision", ["determination", "choice"], Counter({"choice": 14, "call": 2}), 1e-4)
    assert found["choice"] > found["call"] > found["determination"] > 0
    assert sum(found.values()) < 1


KNOWN = {"different": {"other"}, "nations": {"countries"}, "have been": {"were"}, "instructed": {"told"}, "be part of": {"join"}}


@pytest.mark.parametrize(
    ("form", "source", "expected"),
    [
        ("different nations", "other countries", [("different", "other"), ("nations", "countries")]),
        ("have been instructed", "were told", [("have been", "were"), ("instructed", "told")]),
        ("different from nations", "other from countries", [("different", "other"), ("nations", "countries")]),
        ("be part of", "join", []),
        ("different nations", "other states", []),
        ("the nations", "the countries", []),
        ("in line with", "according to", []),
    ],
)
def test_substitutions_side_by_side_are_told_apart(form: str, source: str, expected: list[tuple[str, str]]) -> None:
    assert parts(form, source, KNOWN) == expected

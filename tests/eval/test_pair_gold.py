from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.evaluation.gold import Gold
from restore.evaluation.pair_gold import gold_of_pair
from restore.evaluation.wer import tokenise
from restore.table import PhraseTable
from tests.eval.conftest import make_table


def found(gold: Gold) -> list[tuple[str, str]]:
    return [(e.source, e.targets[0]) for e in gold.edits]


@pytest.mark.parametrize(
    ("spun", "original", "edits"),
    [
        ("a x y d", "a b c d", [("x", "b"), ("y", "c")]),
        ("we be part of them", "we join them", [("be part of", "join")]),
        ("a part of it", "part of it", [("a", "")]),
        ("as men", "such as men", [("as", "such as")]),
        ("so men", "so men left", [("men", "men left")]),
        ("same", "same", []),
        ("", "a b", [("", "a b")]),
        ("a b", "", [("a b", "")]),
    ],
)
def test_without_a_table(spun: str, original: str, edits: list[tuple[str, str]]) -> None:
    assert found(gold_of_pair(spun, original)) == edits


def test_the_table_parts_phrases_that_touch(table: PhraseTable) -> None:
    spun, original = "it is the place struggle begins", "it is where war begins"
    assert found(gold_of_pair(spun, original)) == [("the place struggle", "where war")]
    assert found(gold_of_pair(spun, original, table)) == [("the place", "where"), ("struggle", "war")]


def test_an_entry_may_keep_a_word() -> None:
    table = make_table({("might well be", "could be"): 1.0, ("extra", "more"): 1.0}, {})
    gold = gold_of_pair("he might well be extra so", "he could be more so", table)
    assert found(gold) == [("might well be", "could be"), ("extra", "more")]


words = st.lists(st.sampled_from(["struggle", "war", "the", "place", "where", "x", "y"]), max_size=10).map(" ".join)


@given(words, words)
def test_edits_lead_to_the_original(spun: str, original: str) -> None:
    table = make_table({("struggle", "war"): 1.0, ("the place", "where"): 1.0, ("x", "x y"): 1.0}, {})
    for gold in (gold_of_pair(spun, original), gold_of_pair(spun, original, table)):
        assert all(gold.text[e.start : e.end] == e.source for e in gold.edits)
        assert tokenise(gold.reference_for("")) == tokenise(original)

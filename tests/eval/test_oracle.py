from __future__ import annotations

import pytest

from restore.evaluation.gold import Gold, GoldEdit
from restore.evaluation.oracle import Oracle, candidate_recall
from restore.table import PhraseTable


def gold(text: str, *edits: tuple[str, str]) -> Gold:
    return Gold(text, tuple(GoldEdit(text.index(s), text.index(s) + len(s), s, (t,)) for s, t in edits))


@pytest.mark.parametrize(
    ("text", "edits", "restored"),
    [
        ("a struggle began", [("struggle", "war")], "a war began"),
        ("a struggle began", [("struggle", "fight")], "a fight began"),  # the second candidate
        ("a struggle began", [("struggle", "feud")], "a struggle began"),  # no candidate
        ("Struggle began", [("Struggle", "War")], "War began"),
        ("the place we met", [("the place", "where")], "where we met"),
        ("the place we met", [("place", "spot")], "the spot we met"),
        ("the place we met", [("place", "house")], "the place we met"),
        ("a round struggle", [("struggle", "war")], "a round war"),  # undamaged words are left alone
    ],
)
def test_oracle(table: PhraseTable, text: str, edits: list[tuple[str, str]], restored: str) -> None:
    assert Oracle(table, {text: gold(text, *edits)}).run(text) == restored


def test_oracle_looks_at_so_many_candidates(table: PhraseTable) -> None:
    known = gold("a struggle began", ("struggle", "fight"))
    assert Oracle(table, {known.text: known}, limit=1).run(known.text) == known.text


def test_oracle_takes_any_acceptable_target(table: PhraseTable) -> None:
    text = "a struggle began"
    known = Gold(text, (GoldEdit(2, 10, "struggle", ("feud", "fight")),))
    assert Oracle(table, {text: known}).run(text) == "a fight began"


def test_oracle_leaves_texts_without_gold(table: PhraseTable) -> None:
    assert Oracle(table, {}).run("a struggle") == "a struggle"


def test_candidate_recall(table: PhraseTable) -> None:
    golds = [gold("a struggle round here", ("struggle", "fight"), ("round", "around"), ("here", "there"))]
    assert candidate_recall(table, golds, (1, 2)) == {"recall@1": pytest.approx(1 / 3), "recall@2": pytest.approx(2 / 3)}

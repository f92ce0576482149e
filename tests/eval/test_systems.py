from __future__ import annotations

import pytest

from restore.evaluation.gold import Gold
from restore.evaluation.peers import Command
from restore.evaluation.systems import Bench, DoNothing, RestorerSystem, TablePrior
from restore.table import PhraseTable
from tests.eval.conftest import StubRestorer, make_table


class NoContext:
    order = 1

    def log_p(self, word: str, left: tuple[str, ...]) -> float:
        return -1.0


def test_do_nothing() -> None:
    assert DoNothing().run("a struggle\r\n") == "a struggle\r\n"


@pytest.mark.parametrize(
    ("text", "restored"),
    [
        ("the struggle began", "the war began"),  # "war" is the likelier original
        ("Struggle began", "War began"),
        ("the place they met", "where they met"),  # the longer form wins
        ("a place", "a place"),  # spinning seldom makes "place"
        ("round it", "round it"),
        ("", ""),
    ],
)
def test_table_prior(table: PhraseTable, text: str, restored: str) -> None:
    assert TablePrior(table).run(text) == restored


def test_the_threshold_decides(table: PhraseTable) -> None:
    # spinning makes "round" 0.5 × 1000 times for 900 in clean text: log(5/9) = -0.59
    assert TablePrior(table, -0.5).run("round it") == "round it"
    assert TablePrior(table, -0.7).run("round it") == "around it"


def test_a_form_that_is_not_likely_spun_blocks_no_shorter_one() -> None:
    table = make_table({("a struggle", "one war"): 0.001, ("struggle", "war"): 1.0}, {"a struggle": 900, "war": 1000})
    assert TablePrior(table).run("a struggle") == "a war"


def test_restorer_is_made_once_and_on_first_use() -> None:
    made: list[StubRestorer] = []

    def factory() -> StubRestorer:
        made.append(StubRestorer({"struggle": "war"}))
        return made[-1]

    system = RestorerSystem("stub", factory)
    assert not made
    assert system.run("a struggle") == "a struggle"  # one damaged word: looks clean
    assert system.run("struggle after struggle") == "war after war"
    assert len(made) == 1
    assert RestorerSystem("stub", factory, force=True).run("a struggle") == "a war"


def test_bench_shows_the_systems_side_by_side(table: PhraseTable, restorer: StubRestorer) -> None:
    golds = {"a": Gold("a", ())}
    without = [s.name for s in Bench(table, "stub", lambda: restorer).systems(golds)]
    network = ["detector + table, no reranker", "table + masked LM"]
    assert without == ["do nothing", "table, unigram prior", *network, "oracle over candidates"]
    bench = Bench(table, "stub", lambda: restorer, lambda: restorer, lambda: NoContext(), (Command("mine", ["cat"]),))
    assert [s.name for s in bench.systems(golds)] == [
        "do nothing",
        "table, unigram prior",
        "table + n-gram LM",
        "masked LM alone",
        "detector + table, no reranker",
        "table + masked LM",
        "oracle over candidates",
        "mine",
    ]
    assert "oracle over candidates" not in [s.name for s in Bench(table, "stub", lambda: restorer).systems({})]

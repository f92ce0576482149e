from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from restore.evaluation.noisy_channel import TableNgram, Trigrams
from restore.ngrams import NGrams, pair_hash, word_hash
from restore.table import PhraseTable
from tests.eval.conftest import make_table


class Likes:
    """Finds some sequences likely, all others not."""

    def __init__(self, order: int, *runs: str) -> None:
        self.order, self.runs = order, {tuple(run.split()) for run in runs}

    def log_p(self, runs: Sequence[tuple[str, ...]]) -> list[float]:
        assert all(1 <= len(run) <= self.order for run in runs)
        assert len(set(runs)) == len(runs)
        return [-1.0 if run in self.runs else -8.0 for run in runs]


@pytest.fixture
def table() -> PhraseTable:
    """ "struggle" may have been "war" or "fight", "the place" may have been "where"."""
    return make_table(
        {("struggle", "war"): 0.5, ("struggle", "fight"): 0.4, ("the place", "where"): 0.5},
        {"struggle": 100, "war": 1000, "fight": 900, "the place": 200, "where": 3000},
    )


@pytest.mark.parametrize(
    ("likely", "restored"),
    [
        (("civil war",), "A civil war began."),
        (("fist fight",), "A civil struggle began."),
        (("civil fight",), "A civil fight began."),
        (("civil struggle", "civil war"), "A civil struggle began."),  # as likely, and nothing need have happened
    ],
)
def test_the_company_decides(table: PhraseTable, likely: tuple[str, ...], restored: str) -> None:
    assert TableNgram(table, lambda: Likes(2, *likely)).run("A civil struggle began.") == restored


def test_a_form_of_two_words_and_its_case(table: PhraseTable) -> None:
    model = Likes(2, "where he", "town where")
    assert TableNgram(table, lambda: model).run("The place he was") == "Where he was"
    assert TableNgram(table, lambda: model).run("a town the place he was") == "a town where he was"


def test_a_model_of_three_words_is_told_both_before(table: PhraseTable) -> None:
    assert TableNgram(table, lambda: Likes(3, "a civil war")).run("in a civil struggle") == "in a civil war"


@pytest.mark.parametrize("text", ["", "\n", "nothing listed, here.\r\n", "…"])
def test_other_texts_stay(table: PhraseTable, text: str) -> None:
    assert TableNgram(table, lambda: Likes(2)).run(text) == text


def test_a_word_that_is_always_replaced_is_seldom_kept() -> None:
    always = make_table({("struggle", "war"): 1.0, ("war", "conflict"): 1.0}, {"struggle": 100, "war": 100, "conflict": 100})
    assert TableNgram(always, lambda: Likes(2)).run("war") == "conflict"  # a "war" would not have survived


def test_trigrams_take_up_to_two_words_before() -> None:
    war = np.array([word_hash("war")], dtype=np.uint32)
    civil = np.array([word_hash("civil")], dtype=np.uint32)
    model = Trigrams(NGrams.of_counts(pair_hash(civil, war), np.array([500]), 1e6))
    civil_war, a_civil_war, alone, unheard = model.log_p(
        [("civil", "war"), ("a", "civil", "war"), ("war",), ("unheard-of", "war")]
    )
    assert civil_war == a_civil_war > alone + 1
    assert unheard == pytest.approx(alone)


def test_what_was_asked_once_is_not_asked_again(table: PhraseTable) -> None:
    model = Likes(2, "civil war")
    system = TableNgram(table, lambda: model)
    first = system.run("A civil struggle began.")
    model.runs = set()  # an answer anew would be another
    assert system.run("A civil struggle began.") == first == "A civil war began."

from __future__ import annotations

import math

import numpy as np
import pytest

from restore.bigrams import Bigrams, pair_hash, word_hash
from restore.evaluation.noisy_channel import PairModel, TableNgram
from restore.table import PhraseTable
from tests.eval.conftest import make_table


def pairs(counts: dict[tuple[str, str], int]) -> Bigrams:
    hashes = [np.array([word_hash(pair[i]) for pair in counts], dtype=np.uint32) for i in (0, 1)]
    fingerprints = pair_hash(*hashes)
    order = np.argsort(fingerprints)
    return Bigrams.of_counts(fingerprints[order], np.array(list(counts.values()), dtype=np.int64)[order])


class Likes:
    """Finds some sequences likely, all others not."""

    def __init__(self, order: int, *runs: str) -> None:
        self.order, self.runs = order, {tuple(run.split()) for run in runs}

    def log_p(self, word: str, left: tuple[str, ...]) -> float:
        assert len(left) < self.order
        return -1.0 if (*left, word) in self.runs else -8.0


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


def test_pair_model_interpolates_pairs_and_words() -> None:
    table = make_table({("struggle", "war"): 1.0}, {"struggle": 100, "war": 10_000})  # of a million words
    model = PairModel(pairs({("war", "struggle"): 40, ("x", "y"): 60}), table)
    # "war" is one word in a hundred; of 100 pairs counted it should begin one, and began forty: all of them are this pair
    alone = 100 / 1e6
    assert model.log_p("struggle", ("war",)) == pytest.approx(math.log(0.7 * 1 + 0.3 * alone), abs=0.01)
    assert model.log_p("war", ("war",)) == pytest.approx(math.log(0.3 * 0.01), abs=0.01)
    assert model.log_p("war", ("unheard-of",)) == model.log_p("war", ()) == pytest.approx(math.log(0.01), abs=0.01)
    assert model.log_p("unheard-of", ()) == pytest.approx(math.log(1e-6), abs=0.01)

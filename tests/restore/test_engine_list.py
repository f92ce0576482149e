"""One engine's list, drawn from a table of what engines may list."""

from __future__ import annotations

import numpy as np
import pytest

from restore.engine_list import BREADTH, draw_list
from restore.table import BIT, PhraseTable

FORMS = [f"form{i}" for i in range(6)]


def table_of(weights: dict[tuple[str, str], float], origin: str = "lexicon") -> PhraseTable:
    return PhraseTable.from_pairs({pair: (w, BIT[origin]) for pair, w in weights.items()}, {"war": 5.0}, 10.0)


def pairs(table: PhraseTable) -> dict[tuple[str, str], float]:
    rows = zip(table.form.tolist(), table.source.tolist(), np.exp(table.log_channel).tolist(), strict=True)
    return {(table.phrases[f], table.phrases[s]): w for f, s, w in rows}


@pytest.mark.parametrize("seed", range(5))
def test_alternatives_share_evenly_and_are_as_many_as_allowed(seed: int) -> None:
    table = table_of({(f, "war"): 1 / 6 for f in FORMS})
    found = pairs(draw_list(table, seed, breadth=(0.0, 0.0, 1.0)))
    assert list(found.values()) == pytest.approx([1 / 3] * 3, rel=1e-3)
    assert draw_list(table, seed).digest == draw_list(table, seed).digest


def test_likelier_alternatives_are_drawn_more_often() -> None:
    table = table_of({("struggle", "war"): 0.9, ("battle", "war"): 0.1})
    drawn = [next(iter(pairs(draw_list(table, seed, breadth=(1.0,)))))[0] for seed in range(300)]
    assert 0.84 < drawn.count("struggle") / 300 < 0.96


def test_a_source_is_listed_as_often_as_the_table_says() -> None:
    table = table_of({("struggle", "war"): 0.3})
    assert 0.22 < sum(bool(pairs(draw_list(table, seed))) for seed in range(300)) / 300 < 0.38


def test_function_words_and_distrusted_pairs_are_left_out() -> None:
    assert not pairs(draw_list(table_of({("also", "and"): 1.0}), 1))
    assert not pairs(draw_list(table_of({("fight", "war"): 1.0}, "ppdb"), 1))


def test_breadth_is_a_distribution() -> None:
    assert sum(BREADTH) == pytest.approx(1)

"""The suite of a spinner's own table, with a real model."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.engine_list import draw_list
from restore.evaluation.oracle import Oracle
from restore.evaluation.prior import DetectorPrior, TablePrior
from restore.evaluation.suites import own_table
from restore.evaluation.systems import Bench
from restore.restorer import Restorer
from restore.table import PhraseTable
from tests.eval.conftest import make_table


def test_the_users_table_holds_what_the_spinner_swaps() -> None:
    own = own_table.as_user_has_it(make_table({("struggle", "war"): 0.7, ("battle", "war"): 0.3}, {}))
    assert [(p.original, p.spun, p.weight) for p in own.pairs] == [("war", "battle", None), ("war", "struggle", None)]
    assert own.directed


@pytest.mark.usefixtures("checkout")
def test_own_table(tiny_restorer: Restorer, tiny_model: Path) -> None:
    spinner = make_table({("struggle", "war"): 1.0, ("zigzag", "went"): 1.0, ("sleepwalked", "walked"): 1.0}, {})
    bench = Bench(tiny_restorer.table, "tiny", lambda: tiny_restorer)
    result = own_table.run(bench, spinner, tiny_model, draws=1)
    nothing, before, after = (result.systems[name] for name in ("do nothing", "model's own table", own_table.IMPORTED))
    assert nothing["recovery"] == 0 and nothing["damage"] == 0
    # two of the three words are in the imported table alone, and nothing but what it lists can be damage
    assert after["damage"] > before["damage"] and after["precision"] == 1
    # the other systems have the imported table too: its oracle reaches more than the model's own table would
    assert {TablePrior.name, DetectorPrior.name, Oracle.name} <= set(result.systems)
    assert result.systems[Oracle.name]["recall"] == 1
    assert (
        f"table:{tiny_restorer.table.digest}|" in result.signature
        and f"spin_table:{draw_list(spinner, own_table.SEED).digest}" in result.signature
    )


@pytest.mark.usefixtures("tiny_is_shipped")
def test_the_shipped_model_may_be_named(table: PhraseTable) -> None:
    assert set(own_table.restorer_with(table, "default").table.phrases) == set(table.phrases)

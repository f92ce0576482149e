from __future__ import annotations

import pytest

from restore.edits import apply_edits
from restore.evaluation.engines import keyed_engine, other_engines, sibling_table
from restore.simulator import ContextFreeSpinner, KeyedSpinner
from restore.table import BIT, PhraseTable

RANKS = {"war": ["struggle", "battle", "combat", "fight"], "road": ["street", "path"], "people": ["folks"]}
PAIRS = {(form, source): (0.5**rank, BIT["lexicon"]) for source, forms in RANKS.items() for rank, form in enumerate(forms)}
PAIRS |= {("warfare", "war"): (0.9, BIT["wordnet"]), ("street", "road"): (1.0, BIT["lexicon"] | BIT["ppdb"])}
TABLE = PhraseTable.from_pairs(PAIRS, {}, 10.0)
TEXT = "War on the road: people at war. No war, people of the Road, no war and no road. " * 5


def test_the_sibling_has_second_and_third_alternatives_only() -> None:
    table = sibling_table(TABLE)
    left = {(table.phrases[f], table.phrases[s]) for f, s in zip(table.form, table.source)}
    assert left == {("battle", "war"), ("combat", "war"), ("path", "road")}


@pytest.mark.parametrize("engine", [keyed_engine(TABLE), *other_engines(TABLE)], ids=lambda e: e.name)
def test_every_engine_leads_back_and_repeats_itself(engine) -> None:  # type: ignore[no-untyped-def]
    for seed in ("a", "b"):
        spun = engine.spin(TEXT, seed)
        assert apply_edits(spun.text, spun.edits) == TEXT
        assert spun == engine.spin(TEXT, seed)
    assert len({engine.spin(TEXT, str(n)).text for n in range(20)}) > 1


def test_each_engine_differs_as_it_says() -> None:
    by_name = {e.name: e for e in other_engines(TABLE)}
    assert set(by_name) == {"wordnet swap", "ppdb swap", "sibling dialect", "two passes", "light", "names kept"}
    spins = {name: [e.spin(TEXT, str(n)) for n in range(30)] for name, e in by_name.items()}
    sources = {name: {x.source.lower() for s in some for x in s.edits} for name, some in spins.items()}
    assert sources["wordnet swap"] == {"warfare"} and sources["ppdb swap"] == {"street"}
    assert sources["sibling dialect"] == {"battle", "combat", "path"}
    assert all(s.text.count("Road") == 5 and s.text.count("War ") == 5 for s in spins["names kept"])
    size = {name: sum(len(s.edits) for s in some) for name, some in spins.items()}
    assert 0 < size["light"] < 0.4 * size["names kept"]


def test_a_quarter_of_the_entries_is_one_that_the_engines_know_too() -> None:
    # the engines spin over the whole table: each has every source that its kind of entry lists
    assert len(KeyedSpinner(TABLE).entries) == 3
    assert ContextFreeSpinner(TABLE, BIT["wordnet"]).entries == {"war": ["warfare"]}

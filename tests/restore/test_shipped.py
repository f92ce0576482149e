"""The shipped model on texts it never saw: mechanisms, not memorised strings."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest

from restore.holdout import is_held_out
from restore.models import shipped
from restore.restorer import Restorer
from restore.sections import sections
from restore.settings import ModelFiles
from restore.table import TRUSTED, PhraseTable, origin_name

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "004_b2be8b432229fb92.txt"
# Names invented for this test: they stand in no training text and in no name list.
INVENTED = [
    (
        "She teaches historical past on the College of Zembla and can be a visiting professor on the College of Ruritania. "
        "Her analysis was funded by the federal government, which additionally paid for a brand new library in the course of "
        "the struggle. In response to the report, lots of her college students have been joyful.",
        "University of Zembla",
    ),
    (
        "The Zemblan Ministry of International Affairs mentioned that the assembly had been postponed. Nonetheless, a number "
        "of authorities officers instructed reporters that the choice was not ultimate, and that they might have to attend.",
        "Zemblan Ministry of Foreign Affairs",
    ),
    (
        "A spokesman for the Ruritanian Nationwide Safety Council mentioned the federal government would take a look at the "
        "difficulty, however it was unclear whether or not extra money could be made accessible for the nation's army this "
        "12 months.",
        "Ruritanian National Security Council",
    ),
]


@pytest.mark.parametrize(("text", "name"), INVENTED, ids=[name for _, name in INVENTED])
def test_invented_names_come_back(shipped_restorer: Restorer, text: str, name: str) -> None:
    restored = shipped_restorer.restore(text, force=True).text
    assert name not in text
    assert name in restored


@pytest.mark.parametrize(
    "name",
    json.loads((ROOT / "tests" / "cases" / "seed_names.json").read_text(encoding="utf-8")),
)
def test_names_of_the_spun_seed_come_back(shipped_restorer: Restorer, name: str) -> None:
    text = SEED.read_bytes().decode("utf-8")
    assert name not in text
    assert name in _restored(shipped_restorer, text)


_CACHE: dict[str, str] = {}


def _restored(restorer: Restorer, text: str) -> str:
    if text not in _CACHE:
        _CACHE[text] = restorer.restore(text).text
    return _CACHE[text]


def test_table_names_the_origin_of_every_pair(shipped_restorer: Restorer) -> None:
    table = shipped_restorer.table
    assert (table.origin > 0).all()
    assert {origin_name(bits) for bits in np.unique(table.origin).tolist()} >= {
        "lexicon",
        "observed",
        "ppdb",
        "wordnet",
        "tortured",
    }


def test_table_has_no_pair_twice_and_no_form_for_itself(shipped_restorer: Restorer) -> None:
    table = shipped_restorer.table
    pairs = set(zip(table.form.tolist(), table.source.tolist()))
    assert len(pairs) == len(table.form)
    assert (table.form != table.source).all()


def test_table_loads_quickly() -> None:
    path = ModelFiles.read(shipped()).table
    times = []
    for _ in range(3):
        began = time.perf_counter()
        PhraseTable.load(path)
        times.append(time.perf_counter() - began)
    assert min(times) < 0.3


def test_held_out_twin_lacks_what_evaluation_holds_out() -> None:
    """The split by source word: no held-out original is a trusted candidate of the twin's table."""
    table = PhraseTable.load(ModelFiles.read(shipped("heldout")).table)
    trusted = np.unique(table.source[(table.origin & TRUSTED) > 0]).tolist()
    assert len(trusted) > 5000
    assert not [table.phrases[i] for i in trusted if is_held_out(table.phrases[i].lower())]


def test_code_is_not_prose(shipped_restorer: Restorer) -> None:
    code = "def f(x):\n    return {x: 1}\n\nfor i in range(10): print(f(i))\n" * 12
    found = shipped_restorer.restore(code)
    assert (found.text, found.spun_score) == (code, 0.0)


def test_long_text_in_sections(shipped_restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    text = SEED.read_bytes().decode("utf-8")
    monkeypatch.setattr("restore.restorer.sections", lambda whole: sections(whole, 3000))
    found = shipped_restorer.restore(text)
    # apply_edits checked every offset; each section has its share of edits
    assert len(found.edits) > 150
    assert {e.start // 2500 for e in found.edits} == {0, 1, 2}
    assert {s.start // 2500 for s in shipped_restorer.detect(text).spans} == {0, 1, 2}

"""The shipped model on texts it never saw: mechanisms, not memorised strings."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from restore.restorer import Restorer

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "seeds" / "004_b2be8b432229fb92.txt"
# Names invented for this test: they stand in no training text and in no name list.
INVENTED = [
    (
        "She teaches historical past on the College of Zembla and can be a visiting professor on the College of "
        "Ruritania. Her "
        "analysis was funded by the federal government, which additionally paid for a brand new library in the course of the "
        "struggle. In response to the report, lots of her college students have been joyful.",
        "University of Zembla",
    ),
    (
        "The Zemblan Ministry of International Affairs mentioned that the assembly had been postponed. Nonetheless, a number of "
        "authorities officers instructed reporters that the choice was not ultimate, and that they might have to attend.",
        "Zemblan Ministry of Foreign Affairs",
    ),
    (
        "A spokesman for the Ruritanian Nationwide Safety Council mentioned the federal government would take a look at the "
        "difficulty, however it was unclear whether or not extra money could be made accessible for the nation's army this 12 months.",
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

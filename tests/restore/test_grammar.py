"""Grammar repairs on written cases: what must be repaired, what must be left alone, what is known to fail (strictly)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from restore.edits import Edit, apply_edits
from restore.grammar import repair
from restore.tokens import tokenize

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tests" / "cases" / "grammar").glob("*.json"))


def make_edits(text: str, specs: list[list[Any]], confidence: float = 0.6) -> list[Edit]:
    """Edits from [source, target] or [source, target, offset], found from left to right."""
    edits, at = [], 0
    for source, target, *offset in specs:
        start = offset[0] if offset else text.index(source, at)
        at = start + len(source)
        edits.append(Edit(start, at, source, target, confidence, "lexicon"))
    return edits


def run(text: str, edits: list[Edit]) -> list[Edit]:
    return repair(text, tokenize(text), edits)


def cases() -> list[Any]:
    found = []
    for path in FILES:
        for case in json.loads(path.read_text(encoding="utf-8")):
            marks = [pytest.mark.xfail(strict=True, reason=case["comment"])] if case["expect"] == "fail" else []
            found.append(pytest.param(case, id=f"{path.stem}: {case['label']}", marks=marks))
    return found


@pytest.mark.parametrize("case", cases())
def test_case(case: dict[str, Any]) -> None:
    text = case["text"]
    edits = make_edits(text, case.get("edits", []))
    fixed = apply_edits(text, run(text, edits))
    assert fixed == case.get("fixed", apply_edits(text, edits))
    assert run(fixed, []) == [], "repaired text asks for another repair"


def test_case_files_have_each_kind() -> None:
    assert {p.stem for p in FILES} == {
        "articles",
        "auxiliaries",
        "braces",
        "capitals",
        "contractions",
        "demonyms",
        "doubled",
        "mixed",
        "numbers",
    }
    for path in FILES:
        found = json.loads(path.read_text(encoding="utf-8"))
        labels = [case["label"] for case in found]
        assert len(labels) == len(set(labels)), f"{path.name}: a label stands twice"
        assert any("fixed" in case for case in found) and any("fixed" not in case for case in found)
        if path.stem != "mixed":
            assert any(case["expect"] == "fail" for case in found)


@pytest.mark.parametrize("name", ["000", "001", "002", "003"])
def test_clean_seeds_get_no_edit(name: str) -> None:
    (path,) = (ROOT / "seeds").glob(f"{name}_*.txt")
    text = path.read_bytes().decode()
    assert run(text, []) == []


def test_spun_seed_gets_the_repairs_it_needs() -> None:
    (path,) = (ROOT / "seeds").glob("004_*.txt")
    text = path.read_bytes().decode()
    edits = run(text, make_edits(text, [["gained", "received"], ["necessary", "important"]]))
    assert [(e.source, e.target) for e in edits] == [
        ("{", ""),
        ("}", ""),
        ("a", "an"),  # a interval
        ("an", "a"),  # an try
        ("gained", "won"),
        (" language", ""),  # the Chinese language ambassador
        ("an", "a"),  # an try
        (" language", ""),  # Chinese language investments
        ("necessary", "important"),
        ("seven", "7"),  # Programmes 6 and seven
    ]


@pytest.mark.parametrize(
    ("text", "confidence"), [("a {large hat}", 0.95), ("it gained't go", 0.9), ("the the hat", 0.9), ("a old hat", 0.4)]
)
def test_confidence_of_repairs_no_edit_caused(text: str, confidence: float) -> None:
    edits = run(text, [])
    assert edits
    assert {(e.confidence, e.origin) for e in edits} == {(confidence, "grammar")}


@pytest.mark.parametrize(
    ("text", "specs"),
    [
        ("a big hat", [["big", "old"]]),
        ("an extra particular hat", [["extra ", ""]]),
        ("an extra big particular hat", [["extra big ", ""]]),
        ("also additionally also", [["additionally ", ""]]),
        ("is can be", [["can be", "is"]]),
    ],
)
def test_repairs_are_as_sure_as_the_edit_that_caused_them(text: str, specs: list[list[Any]]) -> None:
    for confidence in (0.3, 0.99):
        edits = run(text, make_edits(text, specs, confidence))
        assert apply_edits(text, edits) != apply_edits(text, make_edits(text, specs))
        assert {e.confidence for e in edits} == {confidence}


def test_repair_of_a_repair_is_no_surer_than_the_first() -> None:
    (_, *grammar) = run("a big also hour", make_edits("a big also hour", [["big", "a"], ["also ", ""]], 0.4))
    assert all(e.confidence == 0.4 for e in grammar)


def test_braces_become_two_edits_of_one_character() -> None:
    edits = run("so {that a car}", make_edits("so {that a car}", [["car", "van"]]))
    assert [(e.start, e.end, e.source, e.target) for e in edits] == [(3, 4, "{", ""), (11, 14, "car", "van"), (14, 15, "}", "")]


def test_a_given_edit_keeps_its_origin_when_its_target_changes() -> None:
    text = "it gained't go"
    assert run(text, make_edits(text, [["gained", "received"]])) == [Edit(3, 9, "gained", "won", 0.6, "lexicon")]


def test_a_doubled_word_widens_its_edit_by_the_blank() -> None:
    text = "It also additionally fell."
    assert run(text, make_edits(text, [["additionally", "also"]])) == [Edit(7, 20, " additionally", "", 0.6, "lexicon")]


def test_edits_that_need_nothing_come_back_unchanged() -> None:
    text = "An necessary and big hat."
    edits = make_edits(text, [["necessary", "important"], ["big", "large"]])
    assert run(text, list(reversed(edits))) == edits


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        run("abc", [Edit(0, 2, "ab", "x", 1.0, "lexicon"), Edit(1, 3, "bc", "y", 1.0, "lexicon")])
    with pytest.raises(ValueError, match="another wording"):
        run("abc", [Edit(0, 2, "xy", "x", 1.0, "lexicon")])

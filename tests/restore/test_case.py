"""Case forms: named right for every kind of word, and carried over to replacements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.case import Case, capitalise, carry_case, case_of

words = st.lists(st.from_regex(r"[a-z]{2,8}(-[a-z]{2,5})?", fullmatch=True), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("phrase", "form"),
    [
        ("war", Case.LOWER),
        ("I", Case.LOWER),
        ("I have", Case.LOWER),
        ("90", Case.LOWER),
        ("6 and", Case.LOWER),
        ("–", Case.LOWER),
        ("", Case.LOWER),
        ("東京", Case.LOWER),
        ("War", Case.CAPITALISED),
        ("A", Case.CAPITALISED),
        ("In the", Case.CAPITALISED),
        ("Haven 't any", Case.CAPITALISED),
        ("Élan vital", Case.CAPITALISED),
        ("White House", Case.TITLE),
        ("Bank of England", Case.TITLE),
        ("the White House", Case.TITLE),
        ("NATO", Case.UPPER),
        ("THE WAR", Case.UPPER),
        ("DON 'T", Case.UPPER),
        ("3D", Case.UPPER),
        ("iPhone", Case.MIXED),
        ("McDonald", Case.MIXED),
        ("Post-War", Case.MIXED),
        ("of America", Case.MIXED),
        ("2 Men", Case.MIXED),
        ("The US", Case.MIXED),
    ],
)
def test_case_of(phrase: str, form: Case) -> None:
    assert case_of(phrase.split()) is form


@pytest.mark.parametrize(
    ("source", "target", "carried"),
    [
        ("struggle", "war", "war"),
        ("Struggle", "war", "War"),
        ("STRUGGLE", "war", "WAR"),
        ("struggle", "United States", "United States"),
        ("Struggle", "iPhone", "IPhone"),
        ("In the meantime", "meanwhile", "Meanwhile"),
        ("Meanwhile", "in the meantime", "In the meantime"),
        ("White Home", "white house", "White House"),
        ("the White Home", "the white house", "the White House"),
        ("The White Home", "the white house", "The White House"),
        ("the White Home", "white house", "White House"),
        ("Belt And Street", "belt and road", "Belt and Road"),
        ("Of Nice Power", "of great power", "Of Great Power"),
        ("IN THE MEANTIME", "meanwhile", "MEANWHILE"),
        ("HAVEN 'T ANY", "have no", "HAVE NO"),
        ("I have", "have I", "have I"),
        ("90", "ninety", "ninety"),
        ("Post-War", "after the war", "After the war"),
        ("iPhone", "telephone", "telephone"),
        ("Struggle", "", ""),
        ("", "war", "war"),
    ],
)
def test_carry_case(source: str, target: str, carried: str) -> None:
    assert carry_case(source.split(), target) == carried


def test_capitalise_touches_the_first_letter_alone() -> None:
    assert [capitalise(w) for w in ("war", "uK", "é", "7up", "")] == ["War", "UK", "É", "7up", ""]


@given(words, words)
def test_the_replacement_has_the_form_of_the_replaced(source: list[str], target: list[str]) -> None:
    lower, upper = " ".join(target), " ".join(target).upper()
    assert carry_case(source, lower) == lower
    assert carry_case([w.upper() for w in source], lower) == upper
    capitalised = carry_case([capitalise(source[0]), *source[1:]], lower)
    assert capitalised == capitalise(lower)
    assert case_of(capitalised.split()) is Case.CAPITALISED


@given(words)
def test_forms_do_not_overlap(phrase: list[str]) -> None:
    assert case_of(phrase) is Case.LOWER
    assert case_of([w.upper() for w in phrase]) is Case.UPPER
    assert case_of([capitalise(phrase[0]), *phrase[1:]]) is Case.CAPITALISED

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.compose import compose
from restore.edits import Edit, apply_edits
from restore.simulator import ContextFreeSpinner, KeyedSpinner, Spun
from restore.table import BIT, TRUSTED, PhraseTable

# Forms that are sources themselves, longer and shorter than what they replace, so that two passes overlap in every way.
ENTRIES = {
    "war": ["struggle", "armed conflict"],
    "struggle": ["battle", "war"],
    "armed conflict": ["fight"],
    "a number of": ["several"],
    "several": ["a number of", "many"],
    "number": ["figure"],
    "conflict in": ["quarrel within"],
    "men": ["number of people"],
}
TABLE = PhraseTable.from_pairs(
    {(form, source): (0.5, BIT["lexicon"]) for source, forms in ENTRIES.items() for form in forms}, {}, 10.0
)
KEYED = KeyedSpinner(TABLE)
FREE = ContextFreeSpinner(TABLE, TRUSTED)


def swap(text: str, old: str, new: str, origin: str = "") -> Spun:
    """Replace the first ``old`` of a text."""
    at = text.index(old)
    return Spun(text.replace(old, new, 1), (Edit(at, at + len(new), new, old, 1.0, origin or old),))


def test_edits_apart_stay_apart() -> None:
    first = swap("war and men", "war", "struggle")
    found = compose(first, swap(first.text, "men", "folks"))
    assert [(e.source, e.target, e.origin) for e in found.edits] == [("struggle", "war", "war"), ("folks", "men", "men")]


def test_the_second_spin_of_a_word_leads_back_to_the_first_wording() -> None:
    first = swap("the war", "war", "struggle")
    found = compose(first, swap(first.text, "struggle", "battle"))
    assert [(e.start, e.end, e.source, e.target, e.origin) for e in found.edits] == [(4, 10, "battle", "war", "war")]


def test_what_is_put_back_is_no_damage() -> None:
    first = swap("the war", "war", "struggle")
    assert compose(first, swap(first.text, "struggle", "war")).edits == ()


def test_edits_that_overlap_in_part_become_one() -> None:
    first = swap("a war in town", "war", "armed conflict")
    found = compose(first, swap(first.text, "conflict in", "quarrel within"))
    assert found.text == "a armed quarrel within town"
    assert [(e.source, e.target) for e in found.edits] == [("armed quarrel within", "war in")]


def test_another_text_is_refused() -> None:
    first = swap("the war", "war", "struggle")
    for other in (swap("no war", "war", "struggle"), Spun("the struggle, again", ())):
        with pytest.raises(ValueError, match="not made from"):
            compose(first, other)


words = st.lists(st.sampled_from("a number of war wars men , . The in conflict armed struggle several War".split()), max_size=25)


@given(words, st.integers(0, 50), st.booleans(), st.booleans())
def test_applying_the_edits_gives_the_original(tokens: list[str], seed: int, free: bool, blanks: bool) -> None:
    text = ("  " if blanks else " ").join(tokens)
    first = (FREE if free else KEYED).spin(text, seed)
    second = KEYED.spin(first.text, seed + 1)
    both = compose(first, second)
    assert both.text == second.text
    assert apply_edits(both.text, both.edits) == text
    assert all(e.source != e.target for e in both.edits)
    assert all(one.end <= two.start for one, two in zip(both.edits, both.edits[1:]))


@given(words, st.integers(0, 50))
def test_composed_with_nothing_a_spin_stays_what_it_is(tokens: list[str], seed: int) -> None:
    text = " ".join(tokens)
    spun = KEYED.spin(text, seed)
    assert compose(Spun(text, ()), spun) == spun
    assert compose(spun, Spun(spun.text, ())) == spun

"""The way back from changes of the edited text to edits of the original."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restore.edits import Edit, apply_edits
from restore.grammar.view import Change, View
from restore.tokens import tokenize

TEXT = "one two three four"
TWO = Edit(4, 7, "two", "zwei", 0.5, "lexicon")
THREE = Edit(8, 13, "three", "", 0.3, "observed")


def view(*edits: Edit, text: str = TEXT) -> View:
    return View.of(text, edits, tokenize(text))


def test_spans_and_text() -> None:
    seen = view(THREE, TWO)
    assert seen.text == "one zwei  four"
    assert seen.edits == (TWO, THREE)
    assert seen.spans == ((4, 8), (9, 9))
    assert seen.tokens.texts == ["one", "zwei", "four"]


def test_change_of_plain_text_becomes_an_edit_at_its_place_in_the_original() -> None:
    after = view(TWO, THREE).change([Change(10, 14, "vier", 0.9)])
    assert after.edits == (TWO, THREE, Edit(14, 18, "four", "vier", 0.9, "grammar"))


def test_change_inside_a_target_changes_the_target_only() -> None:
    assert view(TWO).change([Change(4, 5, "Z", 0.9)]).edits == (Edit(4, 7, "two", "Zwei", 0.5, "lexicon"),)


def test_changes_at_both_ends_of_a_target_make_one_edit() -> None:
    after = view(TWO).change([Change(3, 5, "-", 0.9), Change(7, 9, "+", 0.8)])
    assert after.edits == (Edit(3, 8, " two ", "-we+", 0.5, "lexicon"),)


def test_change_over_two_edits_takes_the_less_sure_one() -> None:
    after = view(TWO, THREE).change([Change(6, 10, "!", 0.9)])
    assert after.edits == (Edit(4, 14, "two three ", "zw!", 0.3, "observed"),)


def test_a_deletion_beside_a_change_stays_an_edit_of_its_own() -> None:
    assert view(THREE).change([Change(7, 8, "", 0.9)]).edits == (Edit(7, 8, " ", "", 0.9, "grammar"), THREE)
    assert view(THREE).change([Change(8, 9, "", 0.9)]).edits == (THREE, Edit(13, 14, " ", "", 0.9, "grammar"))


def test_an_edit_changed_back_to_the_original_falls_away() -> None:
    assert view(TWO).change([Change(4, 8, "two", 0.9)]).edits == ()


def test_blanks_that_both_sides_share_are_not_part_of_the_edit() -> None:
    assert view(TWO).change([Change(3, 9, " x ", 0.9)]).edits == (Edit(4, 7, "two", "x", 0.5, "lexicon"),)


def test_causes_are_the_edits_inside_not_those_beside() -> None:
    seen = view(TWO, THREE)
    assert seen.causes(0, 4) == []
    assert seen.causes(0, 5) == [TWO]
    assert seen.causes(8, 10) == [THREE]
    assert seen.causes(9, 14) == []
    assert seen.confidence(4, 10, 0.9) == 0.3
    assert seen.confidence(0, 4, 0.9) == 0.9


def test_repairs_are_no_cause_but_lower_the_confidence() -> None:
    seen = view(Edit(4, 7, "two", "zwei", 0.4, "grammar"))
    assert not seen.caused(4, 8)
    assert seen.confidence(4, 8, 0.9) == 0.4
    assert seen.confidence(4, 8, 0.2) == 0.2


@st.composite
def edited(draw: st.DrawFn) -> View:
    text = draw(st.text("ab \n", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    targets = st.text("ab ", max_size=4)
    pairs = enumerate(zip(cuts[::2], cuts[1::2]), 1)
    edits = [Edit(a, b, text[a:b], draw(targets), n / 8, "lexicon") for n, (a, b) in pairs]  # no two alike
    return view(*edits, text=text)


@given(edited(), st.data())
def test_change_rewrites_the_edited_text_and_touches_no_other_edit(seen: View, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(seen.text)), max_size=6)))
    changes = [Change(a, b, data.draw(st.sampled_from(("", "x", " y"))), 0.5) for a, b in zip(cuts[::2], cuts[1::2])]
    wanted = apply_edits(seen.text, [Edit(c.start, c.end, seen.text[c.start : c.end], c.new, 1.0, "") for c in changes])
    after = seen.change(changes)
    assert after.text == wanted == apply_edits(seen.original, after.edits)
    untouched = [e for e, (a, b) in zip(seen.edits, seen.spans) if not any(c.start < b and c.end > a for c in changes)]
    assert [e for e in after.edits if e in untouched] == untouched

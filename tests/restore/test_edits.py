"""The writer of changes: exact where it writes, silent everywhere else, and strict about what it is given."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.edits import Edit, apply_edits


def edit(start: int, source: str, target: str) -> Edit:
    return Edit(start, start + len(source), source, target, 0.9, "lexicon")


def test_writes_edits_in_any_order() -> None:
    text = "The struggle in the meantime\r\nended 🙂 in Belt and Street\t."
    edits = [edit(text.index("Street"), "Street", "Road"), edit(4, "struggle", "war"), edit(13, "in the meantime", "meanwhile")]
    assert apply_edits(text, edits) == "The war meanwhile\r\nended 🙂 in Belt and Road\t."


def test_neighbours_may_touch() -> None:
    assert apply_edits("abcd", [edit(0, "ab", "x"), edit(2, "cd", "y")]) == "xy"


def test_insertion_and_deletion() -> None:
    assert apply_edits("part the plan", [edit(5, "", "of ")]) == "part of the plan"
    assert apply_edits("video video games", [edit(0, "video ", "")]) == "video games"
    assert apply_edits("", [edit(0, "", "all")]) == "all"


def test_no_edits_no_change() -> None:
    assert apply_edits("a\u00a0b\r\n", []) == "a\u00a0b\r\n"


@pytest.mark.parametrize(
    "edits",
    [
        [edit(0, "abc", "x"), edit(2, "cd", "y")],
        [edit(0, "abc", "x"), edit(0, "abc", "x")],
        [edit(4, "ef", "x")],
        [Edit(-1, 1, "a", "x", 1.0, "user")],
        [Edit(3, 2, "", "x", 1.0, "user")],
        [edit(0, "abd", "x")],
        [Edit(0, 3, "ab", "x", 1.0, "user")],
        [edit(0, "ABC", "x")],
    ],
    ids=["overlap", "twice", "past the end", "before the start", "backwards", "other text", "other length", "other case"],
)
def test_refuses_edits_that_do_not_fit(edits: list[Edit]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply_edits("abcde", edits)


short = st.text(max_size=5)


@given(st.lists(st.tuples(short, st.text(min_size=1, max_size=5), short), max_size=6), short)
def test_only_the_edited_stretches_change(parts: list[tuple[str, str, str]], rest: str) -> None:
    text, wanted, edits = "", "", []
    for gap, source, target in parts:
        edits.append(edit(len(text) + len(gap), source, target))
        text, wanted = text + gap + source, wanted + gap + target
    assert apply_edits(text + rest, reversed(edits)) == wanted + rest


def test_as_dict_is_json() -> None:
    one = edit(4, "struggle", "war")
    assert Edit(**json.loads(json.dumps(one.as_dict()))) == one
    assert list(one.as_dict()) == ["start", "end", "source", "target", "confidence", "origin"]

"""Edits find their place in a source, or are left out."""

from __future__ import annotations

import pytest

from restore.edits import Edit
from restore.formats.layout import Builder, Layout
from restore.formats.placing import Change, folded, place, rewrite


def lay_out(source: str) -> Layout:
    """A format in which [brackets] hold what is not to be written, | ends a paragraph, and ^ lets what follows be text."""
    builder, at = Builder(source), 0
    while at < len(source):
        stop = min((i for i in (source.find(c, at) for c in "[|^") if i >= 0), default=len(source))
        builder.add(at, stop, source[at:stop])
        at = stop
        if source[at : at + 1] == "[":
            end = source.find("]", at)
            end = end if end >= 0 else len(source)
            builder.add(at + 1, end, source[at + 1 : end], writable=False)
            at = end + 1
        elif source[at : at + 1] == "^":
            builder.add(at, at + 2, source[at + 1 : at + 2])
            at += 2
        elif at < len(source):
            builder.wall()
            at += 1
    return builder.layout()


def edit(layout: Layout, old: str, new: str) -> Edit:
    """Replace the first ``old``."""
    at = layout.text.index(old)
    return Edit(at, at + len(old), old, new, 1.0, "lexicon")


def plain(text: str) -> str:
    """Spell text as it is."""
    return text


def test_only_edits_that_read_as_they_should_are_made() -> None:
    layout = lay_out("one two[ three] four|five six")
    assert layout.text == "one two three four\n\nfive six"
    wanted = [("one", "a|b"), ("two", "2"), ("three", "3"), ("four\n\nfive", "45"), ("six", "[6")]
    edits = [edit(layout, *w) for w in wanted]
    placed = place(layout, edits, lay_out, [plain])
    assert placed.source == "one 2[ three] four|five six"
    assert [e.source for e in placed.edits] == ["two"]


def test_another_spelling_is_tried() -> None:
    layout = lay_out("one two")
    placed = place(layout, [edit(layout, "two", "a|b")], lay_out, [plain, lambda text: text.replace("|", "^|")])
    assert placed.source == "one a^|b"


def test_insertions_and_ends() -> None:
    layout = lay_out("one[!]two")
    edits = [Edit(0, 0, "", "<", 1.0, ""), Edit(3, 3, "", "-", 1.0, ""), Edit(7, 7, "", ">", 1.0, "")]
    assert place(layout, edits, lay_out, [plain]).source == "<one-[!]two>"
    assert place(lay_out(""), [Edit(0, 0, "", "x", 1.0, "")], lay_out, [plain]).edits == ()


@pytest.mark.parametrize("bad", [Edit(0, 3, "two", "x", 1.0, ""), Edit(5, 99, "wo", "x", 1.0, "")])
def test_edits_of_another_text_are_a_mistake_of_the_caller(bad: Edit) -> None:
    with pytest.raises(ValueError):
        place(lay_out("one two"), [bad], lay_out, [plain])


def test_many_hopeless_edits_cost_no_more_than_a_fixed_number_of_readings() -> None:
    layout = lay_out(" ".join(["word"] * 600))
    readings = 0

    def read(source: str) -> Layout:
        nonlocal readings
        readings += 1
        return lay_out(source)

    edits = [Edit(i * 5, i * 5 + 4, "word", "a|b", 1.0, "") for i in range(600)]
    assert place(layout, edits, read, [plain]).edits == () and readings <= 256


def test_rewrite_refuses_what_overlaps_and_folding_forgets_blanks() -> None:
    assert rewrite("abc", [Change(1, 2, "x"), Change(2, 3, "y")]) == "axy"
    assert rewrite("abc", [Change(0, 2, "x"), Change(1, 3, "y")]) is None
    assert folded(" a \t b\r\n \n c ") == "a b\nc"

"""The word diff: exactly the edits, in git's notation."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.diff import wants_color, word_diff
from restore.edits import Edit, apply_edits

TEXT = "We'd like extra safety.\r\nThe end."
EDITS = (Edit(16, 22, "safety", "security", 0.8, "lexicon"), Edit(10, 15, "extra", "more", 0.9, "lexicon"))


def test_marks_the_edits_and_nothing_else() -> None:
    assert word_diff(TEXT, EDITS) == "We'd like [-extra-]{+more+} [-safety-]{+security+}.\r\nThe end."


def test_no_edits_leave_the_text() -> None:
    assert word_diff(TEXT, ()) == TEXT


def test_insertions_and_deletions_have_one_side() -> None:
    edits = (Edit(0, 0, "", "So ", 0.9, "model"), Edit(2, 4, "b ", "", 0.9, "model"))
    assert word_diff("a b c", edits) == "{+So +}a [-b -]c"


def test_colour_adds_red_and_green_to_the_same_marks() -> None:
    coloured = word_diff(TEXT, EDITS, color=True)
    assert "\x1b[31m[-extra-]\x1b[m\x1b[32m{+more+}\x1b[m" in coloured
    assert re.sub(r"\x1b\[\d*m", "", coloured) == word_diff(TEXT, EDITS)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "environment", "wanted"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
        (None, {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO | None, environment: dict[str, str], wanted: bool
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_color(stream) is wanted


@given(st.lists(st.tuples(st.text("ab \n", max_size=5), st.text("xy", max_size=3), st.text("uv", min_size=1, max_size=3))))
def test_both_sides_can_be_read_back(parts: list[tuple[str, str, str]]) -> None:
    text, edits = "", []
    for kept, old, new in parts:
        text += kept
        edits.append(Edit(len(text), len(text) + len(old), old, new, 1.0, "model"))
        text += old
    shown = word_diff(text, edits)
    assert re.sub(r"\{\+.*?\+\}", "", shown).replace("[-", "").replace("-]", "") == text
    assert re.sub(r"\[-.*?-\]", "", shown).replace("{+", "").replace("+}", "") == apply_edits(text, edits)


@pytest.mark.parametrize(
    ("variables", "terminal", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_who_decides_on_colour(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], terminal: bool, wanted: bool) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: terminal, raising=False)
    assert wants_color(stream) is wanted

"""Long texts in sections."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from restore.sections import sections


def test_short_text_is_one_section() -> None:
    assert list(sections("One. Two.", 100)) == [(0, "One. Two.")]
    assert list(sections("", 100)) == [(0, "")]


def test_cuts_between_sentences() -> None:
    text = "One two three. Four five six. Seven eight nine. Ten."
    parts = [part for _, part in sections(text, 32)]
    assert "".join(parts) == text
    assert all(part.rstrip().endswith(".") for part in parts) and len(parts) > 1


@given(st.text(st.sampled_from("aB. \n?"), max_size=200), st.integers(4, 60))
def test_parts_join_to_the_text(text: str, limit: int) -> None:
    parts = list(sections(text, limit))
    assert "".join(part for _, part in parts) == text
    assert all(text[at : at + len(part)] == part for at, part in parts)
    assert all(len(part) <= limit for _, part in parts[:-1])

from __future__ import annotations

import pytest

from restore.markup import element, join, number


def test_text_and_attributes_are_escaped_and_elements_are_not() -> None:
    made = element("p", "<b> & ", element("b", "bold"), class_="a", aria_label='"x"', hidden=None)
    assert made == '<p class="a" aria-label="&quot;x&quot;">&lt;b&gt; &amp; <b>bold</b></p>'


def test_empty_elements() -> None:
    assert element("rect", x=1.0, width=2.345) == '<rect x="1" width="2.35"/>'
    assert element("td") == "<td></td>"


def test_joined_text_is_escaped_too() -> None:
    assert join(["<", element("i")]) == "&lt;<i></i>"


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (100.0, "100"), (0.126, "0.13"), (-0.001, "0"), (-2.5, "-2.5"), (0, "0")]
)
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text

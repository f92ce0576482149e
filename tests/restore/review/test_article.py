"""A wording that a reader chooses has its a or an, on the page and in the decisions."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from restore.edits import Alternative, Edit
from restore.protect import Spans
from restore.reading import Input
from restore.review.article import article_before
from restore.review.payload import payload
from tests.restore.review.conftest import Review, made_up

WORDS = ("vital", "important", "“urgent", "hourly", "herbal", "")
TEXT = "It was an necessary step, a necessary one. A “necessary” end, and an\nnecessary void. Unnecessary: the necessary."


def proposals(confidence: float = 0.7) -> tuple[Edit, ...]:
    """Every "necessary", with other wordings."""
    others = tuple(Alternative(word, 0.1, "ppdb") for word in WORDS)
    out, at = [], TEXT.find("necessary")
    while at >= 0:
        out.append(Edit(at, at + 9, "necessary", "vital", confidence, "lexicon", others))
        at = TEXT.find("necessary", at + 9)
    return tuple(out)


def wanted(text: str, nth: int, target: str) -> str | None:
    """The article before the nth place as ``target`` asks for it."""
    found = article_before(text, proposals()[nth], target)
    assert found is None or text[found[0] : found[1]].lower() in ("a", "an")
    return found[2] if found else None


@pytest.mark.parametrize(
    ("nth", "forms"),
    [
        (0, ("a", "an", "an", "an", None, None)),
        (1, ("a", "an", "an", "an", None, None)),
        (2, ("A", "An", "An", "An", None, None)),
        (3, ("a", "an", None, "an", None, None)),
        (4, (None,) * 6),
        (5, (None,) * 6),
    ],
)
def test_each_wording_asks_for_its_article(nth: int, forms: tuple[str | None, ...]) -> None:
    assert tuple(wanted(TEXT, nth, word) for word in WORDS) == forms


def test_the_place_is_that_of_the_whole_text() -> None:
    text = "Words. " * 40 + TEXT
    edit = replace(proposals()[1], start=proposals()[1].start + 280, end=proposals()[1].end + 280)
    found = article_before(text, edit, "important")
    assert found is not None and found[2] == "an" and text[found[0] : edit.end] == "a necessary"


def test_a_protected_article_stays() -> None:
    restoration = replace(made_up(TEXT, proposals()), protected=Spans(((TEXT.index("an nec"), TEXT.index("an nec") + 2),)))
    found = json.loads(payload(restoration, Input(TEXT, "utf-8"), "a"))["proposals"]
    assert [a[3] for a in found[0]["alternatives"]] == [None] * 6
    assert found[1]["alternatives"][1][3] == [26, 27, "an"]


@pytest.mark.parametrize("least", [0.3, 0.5, 0.9])
def test_the_page_writes_what_the_restorer_would(review: Review, least: float) -> None:
    shown = made_up(TEXT, proposals(), least)
    review.open(shown)
    for nth in range(4):
        for place, word in enumerate(WORDS[:4]):
            review.edit("necessary", nth).focus()
            review.tab.keyboard.press(str(place + 1))
            # as if it had been proposed, and surely
            other = [replace(e, target=word, confidence=1.0) if i == nth else e for i, e in enumerate(proposals())]
            saved = review.download("text")
            assert saved.decode() == made_up(TEXT, tuple(other), least).text, (nth, word)
            assert review.applied(shown) == saved
            review.tab.locator("#undo").click()
            if word == "vital":
                assert review.download("text").decode() == shown.text


def test_the_article_can_be_left_as_it_was(review: Review) -> None:
    shown = made_up(TEXT, proposals())
    review.open(shown)
    review.edit("necessary", 1).focus()
    review.tab.keyboard.press("2")
    assert "an important one" in review.download("text").decode()
    review.tab.locator(".restored .edit", has_text="an").first.focus()
    before = review.download("text").decode()
    review.edit("necessary", 1).focus()
    review.tab.keyboard.press("p")
    review.tab.keyboard.press("r")
    after = review.download("text").decode()
    assert (before.count("an important one"), after.count("a important one")) == (1, 1)
    assert review.applied(shown).decode() == after

"""What a screen reader is told: names and roles of controls, what each edit is, and what has just happened.

No screen reader is driven; Chromium's accessibility tree, which they read, is.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.restore.review.conftest import Review, made_up

CONTROLS = frozenset("button radio slider checkbox link DisclosureTriangle".split())


def tree(review: Review) -> list[dict[str, Any]]:
    """Chromium's accessibility nodes that are not ignored."""
    session = review.tab.context.new_cdp_session(review.tab)
    found: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    return [node for node in found if not node["ignored"]]


def role(node: dict[str, Any]) -> str:
    return str(node["role"]["value"])


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def properties(node: dict[str, Any]) -> dict[str, Any]:
    return {p["name"]: p["value"].get("value") for p in node.get("properties", [])}


def said(review: Review, words: str) -> str:
    """What the live region says once it says ``words``."""
    review.tab.locator("#said", has_text=words).wait_for(state="attached")
    return str(review.tab.locator("#said").inner_text())


def test_every_control_has_a_name_and_a_role(review: Review) -> None:
    review.open(made_up(), name="article.docx")
    review.edit("nation").click()
    review.tab.locator("#save > summary").click()
    nodes = tree(review)
    focusable = [n for n in nodes if properties(n).get("focusable") and role(n) not in ("RootWebArea", "main")]
    assert len(focusable) > 25
    for node in focusable:
        assert role(node) in CONTROLS and name(node), node
    named = {(role(n), name(n)) for n in nodes}
    for wanted in (
        ("link", "Skip to the text"), ("radio", "Restored"), ("radio", "Original"), ("radio", "Side by side"),
        ("slider", "Least confidence"), ("button", "Previous edit"), ("button", "Next edit"), ("button", "Undo"),
        ("button", "Keyboard shortcuts"), ("DisclosureTriangle", "Save"), ("button", "Download text"),
        ("main", "The text with its edits"), ("dialog", "The edit"), ("button", "Accept"), ("button", "Reject"),
        ("button", "country 60 %"), ("button", "Copy decisions"), ("status", ""),
        ("heading", "article.docx"),
    ):  # fmt: skip
        assert wanted in named, wanted
    review.tab.keyboard.press("Escape")
    review.tab.locator("#keys").click()
    inside = {(role(n), name(n)) for n in tree(review)}
    assert {("dialog", "Keyboard shortcuts"), ("checkbox", "Single keys are shortcuts"), ("button", "Close")} <= inside


def test_an_edit_is_announced_with_source_target_certainty_and_state(review: Review) -> None:
    review.open(made_up())

    def announced(source: str) -> tuple[str, object, object]:
        wanted = review.edit(source).get_attribute("aria-label")
        (node,) = (n for n in tree(review) if role(n) == "button" and name(n) == wanted)
        return name(node), properties(node).get("pressed"), properties(node).get("hasPopup")

    assert announced("folks") == ("“people” for “folks”, 55 % sure, made", "true", "dialog")
    assert announced("street") == ("“street”, proposed “road”, 41.2 % sure, not made", "false", "dialog")
    assert announced("safety") == ("“safety”, proposed nothing, 45 % sure, not made", "false", "dialog")
    for key, state, pressed in (("r", "rejected by you", "false"), ("a", "accepted by you", "true")):
        review.edit("folks").focus()
        review.tab.keyboard.press(key)
        label, is_pressed, _ = announced("folks")
        assert label.endswith(state) and is_pressed == pressed and "people" in label and "folks" in label
    # the card tells the edit that has the focus where it comes from
    (node,) = (n for n in tree(review) if properties(n).get("focused") and role(n) == "button")
    assert node["description"]["value"] == "From the dialect of a known spinner."


def test_candidates_say_what_they_are_and_which_is_written(review: Review) -> None:
    review.open(made_up())
    review.edit("folks").focus()
    review.tab.keyboard.press("2")
    review.tab.keyboard.press("Enter")
    found = {name(n): n for n in tree(review) if role(n) == "button" and name(n).endswith("0 %")}
    assert list(found) == ["people 60 %", "people other 20 %", "folks 10 %"]
    assert [properties(n).get("pressed") for n in found.values()] == ["false", "true", "false"]
    described = [n["description"]["value"] for n in found.values()]
    assert described == ["the dialect of a known spinner", "an open thesaurus (PPDB)", "leave it as it is"]


def test_the_live_region_says_what_happened(review: Review) -> None:
    review.open(made_up())
    live = next(n for n in tree(review) if role(n) == "status" and properties(n).get("live") == "polite")
    assert name(live) == ""
    keys = review.tab.keyboard
    review.edit("folks").focus()
    keys.press("r")
    assert said(review, "rejected") == "“folks”: rejected. 18 edits made, 3 not, 1 decided by you"
    keys.press("2")
    assert said(review, "accepted").startswith("“folks”: accepted, now “people other”. 19 edits made")
    keys.press("u")
    assert said(review, "Undone") == "Undone. 18 edits made, 3 not, 1 decided by you"
    keys.press("v")
    assert said(review, "View") == "View: Original"
    review.slide(0.9)
    assert re.fullmatch(r"\d+ edits made, \d+ not, 1 decided by you", said(review, "edits made"))
    assert re.fullmatch(r"90 %, \d+ edits", review.tab.locator("#threshold").get_attribute("aria-valuetext"))
    review.download("decisions")
    assert said(review, "downloaded") == "article.decisions.json downloaded."


def test_one_thing_at_a_time_is_announced(review: Review) -> None:
    review.open(made_up())
    live = [n for n in tree(review) if properties(n).get("live") not in (None, "off")]
    assert [role(n) for n in live] == ["status"]


@pytest.mark.parametrize("view", ["restored", "original", "both"])
def test_the_article_reads_in_order(review: Review, view: str) -> None:
    restoration = made_up()
    review.open(restoration)
    review.tab.locator(f"input[value={view}]").check(force=True)
    words = review.tab.locator("main").aria_snapshot()
    labels = re.findall(r'button "((?:[^"\\]|\\.)*)"', words)
    assert len(labels) >= len(restoration.proposals)
    first = [words.index(f"“{source}”") for source in ("essential", "battle", "street", "necessary") if source in words]
    assert first[0] == min(first)

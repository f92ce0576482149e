"""Decisions on the page, in a real browser: the text that it saves is what the command line makes of the decisions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from restore.cli.app import app
from restore.review.timeline import timeline
from tests.restore.review.conftest import TEXT, Review, made_up, proposals_of


def test_every_threshold_writes_what_restore_file_does(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)
    thresholds = timeline(restoration).thresholds
    texts = set()
    for threshold in thresholds:
        review.slide(threshold)
        saved = review.download("text")
        assert saved == restoration.apply(threshold).text.encode(), threshold
        texts.add(saved)
        if threshold in (thresholds[0], 0.5, 0.8, 1.0):
            assert review.applied(restoration) == saved
    assert len(texts) > 8


def test_a_rejected_edit_keeps_its_wording_and_takes_its_repairs_along(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)
    assert restoration.text.startswith("A vital country")
    review.edit("essential").click()
    review.tab.get_by_role("button", name="Reject", exact=True).click()
    review.edit("folks").click()
    review.tab.keyboard.press("r")
    saved = review.download("text")
    expected = restoration.text.replace("A vital", "An essential", 1).replace("people", "folks")
    assert saved.decode() == expected
    assert review.applied(restoration) == saved
    assert "decided by you" in review.tab.locator("#counts").inner_text()


def test_decisions_outrank_the_slider_and_can_be_undone(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)
    review.edit("street").click()
    assert review.edit("street").get_attribute("aria-pressed") == "false"
    review.tab.keyboard.press("a")
    review.slide(1.0)
    assert review.edit("street").inner_text() == "road"
    assert review.edit("nation").inner_text() == "nation"
    assert review.download("text").decode() == restoration.apply(1.0).text.replace("street", "road")
    review.tab.locator("#undo").click()
    assert review.download("text").decode() == restoration.apply(1.0).text
    assert review.tab.locator("#undo").is_disabled()


def test_another_candidate_can_be_chosen(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)
    review.edit("folks").hover()
    card = review.tab.locator("#card")
    card.wait_for(state="visible")
    assert "55 % sure" in card.inner_text() and "known spinner" in card.inner_text() and "PPDB" in card.inner_text()
    card.get_by_role("button", name="people other").click()
    saved = review.download("text")
    assert saved.decode() == restoration.text.replace("people", "people other")
    decisions = review.download("decisions")
    assert review.applied(restoration, decisions=decisions) == saved
    (mine,) = (e for e in json.loads(decisions)["edits"] if e["by"] == "reader")
    assert (mine["source"], mine["target"], mine["origin"], mine["decision"]) == ("folks", "people other", "ppdb", "accept")
    review.edit("folks").click()
    review.tab.keyboard.press("3")
    assert review.download("text").decode() == restoration.text.replace("people", "folks")


def test_any_mixture_of_decisions_applies_to_the_same_bytes(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)
    count = review.tab.locator(".restored .edit").count()
    for round_, key in enumerate(["r", "a", " ", "2", "r", "3"]):
        for index in range(round_ % 3, count, 3):
            nodes = review.tab.locator(".restored .edit")
            if index < nodes.count():
                nodes.nth(index).focus()
                review.tab.keyboard.press(key)
        review.slide(timeline(restoration).thresholds[5 * round_])
        assert review.applied(restoration) == review.download("text")


def test_the_page_of_the_file_command(review: Review, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from restore import session

    class MadeUp:
        def restore(self, text: str, *, min_confidence: float | None = None, **options: Any) -> Any:
            return made_up(text, proposals_of(text), 0.5 if min_confidence is None else min_confidence)

    monkeypatch.setattr(session, "make_restorer", lambda *args: MadeUp())
    source, html = tmp_path / "a.txt", tmp_path / "a.html"
    source.write_bytes(TEXT.encode())
    run = CliRunner()
    result = run.invoke(app, ["file", str(source), "--html", str(html), "--force"])
    assert result.exit_code == 0 and result.stdout_bytes == made_up().text.encode()
    review.tab.goto(html.as_uri())
    for threshold in ("0.4", "0.66", "0.9"):
        review.slide(float(threshold))
        direct = run.invoke(app, ["file", str(source), "--min-confidence", threshold, "--force"])
        assert review.download("text") == direct.stdout_bytes

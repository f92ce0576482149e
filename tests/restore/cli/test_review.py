"""``restore file --html`` and ``restore apply`` of decisions, as a shell sees them."""

from __future__ import annotations

import codecs
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from restore import session
from restore.edits import Edit
from restore.restorer import Restoration

Run = Callable[..., Result]
TEXT = "We want extra safety.\r\nAnd extra \U0001f600 cake.\n"
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience."


class Fake:
    """Knows one word."""

    def restore(self, text: str, *, min_confidence: float | None = None, **options: Any) -> Restoration:
        at = text.find("extra")
        edits = (Edit(at, at + 5, "extra", "more", 0.9, "lexicon"),) if at >= 0 else ()
        return Restoration(text, text, (), edits, 0.97, bool(edits), "9.9", "fake").apply(min_confidence or 0.5)


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in in place of the model."""
    monkeypatch.setattr(session, "make_restorer", lambda *args: Fake())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A text with a byte-order mark."""
    path = tmp_path / "a.txt"
    path.write_bytes(codecs.BOM_UTF8 + TEXT.encode())
    return path


def decisions(path: Path, *edits: dict[str, Any], text: str = TEXT, **changes: Any) -> Path:
    """Write a file of decisions about ``text``."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    data = {"format": "restore-decisions", "version": 1, "sha256": sha256, "edits": list(edits), **changes}
    out = path.with_name("decisions.json")
    out.write_text(json.dumps(data))
    return out


def entry(start: int, end: int, source: str, target: str, decision: str = "accept") -> dict[str, Any]:
    return {"start": start, "end": end, "source": source, "target": target, "decision": decision}


def test_html_comes_beside_the_usual_output(run: Run, path: Path) -> None:
    html = path.with_name("review.html")
    result = run("file", path, "--html", html)
    assert (result.exit_code, result.stdout_bytes) == (0, codecs.BOM_UTF8 + TEXT.replace("extra", "more", 1).encode())
    first = html.read_bytes()
    assert first.startswith(b"<!DOCTYPE html>") and b"<h1>a.txt</h1>" in first
    out = path.with_name("out.txt")
    assert run("file", path, "--html", html, "-o", out, "--json").exit_code == 0
    assert html.read_bytes() == first and json.loads(out.read_bytes())["edits"][0]["target"] == "more"


def test_what_is_not_english_has_a_page_that_says_so(run: Run, path: Path) -> None:
    html = path.with_name("review.html")
    assert run("file", "-", "--html", html, input=FRENCH).stdout == FRENCH
    assert "Does not look English; left unchanged." in html.read_text()


@pytest.mark.parametrize("html", ["a.txt", "out.txt", "-", "no/such.html", ""])
def test_a_page_that_cannot_be_written_is_told_at_once(run: Run, path: Path, html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "make_restorer", lambda *args: pytest.fail("the model was loaded"))
    wanted = html if html == "-" else path.parent / html
    result = run("file", path, "--html", wanted, "-o", path.with_name("out.txt"))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert path.read_bytes() == codecs.BOM_UTF8 + TEXT.encode()


def test_apply_makes_what_is_accepted(run: Run, path: Path) -> None:
    decided = decisions(
        path, entry(27, 32, "extra", "more"), entry(8, 13, "extra", "more", "reject"), entry(33, 34, "\U0001f600", "")
    )
    expected = codecs.BOM_UTF8 + b"We want extra safety.\r\nAnd more  cake.\n"
    result = run("apply", path, decided)
    assert (result.exit_code, result.stdout_bytes, result.stderr) == (0, expected, "")
    out = path.with_name("out.txt")
    assert run("apply", path, decided, "-o", out).output == "" and out.read_bytes() == expected
    assert run("apply", "-", decided, "-o", "-", input=path.read_bytes()).stdout_bytes == expected
    assert run("apply", path, decided, "-o", path).exit_code == 0 and path.read_bytes() == expected


def test_decisions_are_not_replaced_by_the_text(run: Run, path: Path) -> None:
    decided = decisions(path)
    before = decided.read_bytes()
    result = run("apply", path, decided, "-o", decided)
    assert result.exit_code == 2 and "would replace the decisions" in result.stderr and decided.read_bytes() == before


@pytest.mark.parametrize(
    ("edits", "changes", "told"),
    [
        ([], {"sha256": "0" * 64}, "is not the text that"),
        ([], {"format": "other"}, "holds no decisions"),
        ([], {"version": 2}, "is of version 2, known is 1"),
        ([], {"sha256": None}, "is damaged (sha256 is not of type str)"),
        ([], {"edits": {}}, "is damaged (edits is not of type list)"),
        ([7], {}, "an edit is not an object"),
        ([{"decision": "accept"}], {}, "is damaged (start is missing)"),
        ([{}], {}, "is damaged (decision is missing)"),
        ([entry(8, 13, "extra", "more", "maybe")], {}, "neither accept nor reject"),
        ([entry(-1, 13, "extra", "more")], {}, "starts where no text is"),
        ([{**entry(8, 13, "extra", "more"), "start": True}], {}, "start is not of type int"),
        ([{**entry(8, 13, "extra", "more"), "confidence": "much"}], {}, "confidence is no number"),
        ([entry(8, 14, "extra", "more")], {}, "expects 'extra', the text has another wording"),
        ([entry(8, 13, "extra", "more"), entry(10, 13, "tra", "x")], {}, "overlaps another"),
        ([entry(90, 91, "x", "y")], {}, "lies outside the text"),
    ],
)
def test_decisions_that_do_not_fit_are_one_line(
    run: Run, path: Path, edits: list[Any], changes: dict[str, Any], told: str
) -> None:
    result = run("apply", path, decisions(path, *edits, **changes), "-o", path.with_name("out.txt"))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert told in result.stderr and not path.with_name("out.txt").exists()


@pytest.mark.parametrize(
    ("content", "told"), [(None, "no such file"), ("", "is empty"), ("{", "is no JSON"), ("[" * 9999, "is no JSON")]
)
def test_a_file_that_holds_no_decisions_is_one_line(run: Run, path: Path, content: str | None, told: str) -> None:
    decided = path.with_name("decisions.json")
    if content is not None:
        decided.write_text(content)
    result = run("apply", path, decided)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert told in result.stderr


def test_options_of_corpora_and_of_decisions_do_not_mix(run: Run, path: Path) -> None:
    decided = decisions(path)
    for arguments, told in (
        ((path, decided, "--min-confidence", "0.5"), "the decisions say"),
        ((path, path.with_name("out"), "-o", "x"), "goes with a .json of decisions"),
        ((path, path.with_name("out")), "is needed to apply the tags of a corpus"),
    ):
        result = run("apply", *arguments)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1) and told in result.stderr

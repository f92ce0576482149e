"""``restore file --html`` and ``restore apply`` on Markdown, HTML and Word files, and on extracted articles."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from restore import session
from restore.edits import Edit
from restore.restorer import Restoration
from tests.restore.formats.shared import docx, entry

Run = Callable[..., Result]
KEPT = ' xml:space="preserve"'


def words(*runs: str) -> str:
    """A paragraph of a Word document; a run that begins or ends with a blank keeps it."""
    return f"<w:p>{''.join(f'<w:r><w:t{KEPT * (run != run.strip())}>{run}</w:t></w:r>' for run in runs)}</w:p>"


# name → (file, what of it is there when the edits of at least 0.5 are made)
FILES: dict[str, tuple[bytes, bytes]] = {
    "a.md": (
        b"# The extra\n\nA *safe* `extra` [page](extra.md)\nof extra things.\n",
        b"# The extra\n\nA *sure* `extra` [page](extra.md)\nof more things.\n",
    ),
    "a b.html": (
        b"<meta charset=latin1><h1 id=extra>The extra</h1><p>A <b>safe</b> <code>extra</code> page of\n extra things &eacute;.",
        b"<meta charset=latin1><h1 id=extra>The extra</h1><p>A <b>sure</b> <code>extra</code> page of\n more things &eacute;.",
    ),
    "a.docx": (
        docx(words("The extra") + words("A safe ex", "tra thing.")),
        (words("The extra") + words("A sure more", " thing.")).encode(),
    ),
    "a.txt": (b"The extra safe extra thing.\r\n", b"The extra sure more thing.\r\n"),
}


class Fake:
    """Knows two words; the first "extra" is less certain."""

    def restore(self, text: str, *, min_confidence: float | None = None, **options: Any) -> Restoration:
        pairs = {"extra": ("more", 0.9), "safe": ("sure", 0.8)}
        found = [Edit(m.start(), m.end(), m[0], *pairs[m[0]], "lexicon") for m in re.finditer("extra|safe", text)]
        edits = tuple(replace(e, confidence=0.4) if i == 0 else e for i, e in enumerate(found))
        least = 0.5 if min_confidence is None else min_confidence
        return Restoration(text, text, (), edits, 0.97, False, "9.9", "fake").apply(least)


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stand-in in place of the model."""
    monkeypatch.setattr(session, "make_restorer", lambda *args: Fake())


def data_of(html: Path) -> dict[str, Any]:
    """The data of a review page."""
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html.read_text(), re.DOTALL)
    loaded: dict[str, Any] = json.loads(found)
    return loaded


def decide(html: Path, least: float) -> Path:
    """Save the decisions that a page makes at a threshold, as its script does."""
    data = data_of(html)
    edits = []
    for p in data["proposals"]:
        decision = "accept" if p["confidence"] >= least else "reject"
        source = data["text"][p["start"] : p["end"]]
        edits.append({"start": p["start"], "end": p["end"], "source": source, "target": p["target"], "decision": decision})
    out = html.with_name("saved.json")
    saved = {"format": "restore-decisions", "version": 1, "input": data["input"], "sha256": data["sha256"], "edits": edits}
    out.write_text(json.dumps(saved))
    return out


@pytest.mark.parametrize("name", FILES)
def test_decisions_give_the_bytes_of_restore_file(run: Run, tmp_path: Path, name: str) -> None:
    given, wanted = FILES[name]
    path, html, out = tmp_path / name, tmp_path / "review.htm", tmp_path / f"out{Path(name).suffix}"
    path.write_bytes(given)
    assert run("file", path, "--html", html, "-o", out, "--force").exit_code == 0
    made = out.read_bytes()
    assert wanted in (entry(made) if name.endswith("docx") else made)
    for least in (0.0, 0.5, 0.85, 1.0):
        direct = run("file", path, "--min-confidence", least, "--force")
        applied = run("apply", path, decide(html, least))
        assert (applied.exit_code, applied.stdout_bytes, applied.stderr) == (0, direct.stdout_bytes, direct.stderr)
        assert least < 1 or applied.stdout_bytes == given
    assert run("apply", path, decide(html, 0.5), "-o", path).exit_code == 0
    assert path.read_bytes() == made


@pytest.mark.parametrize("name", FILES)
def test_a_document_that_changed_since_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    path, html = tmp_path / name, tmp_path / "review.htm"
    path.write_bytes(FILES[name][0])
    assert run("file", path, "--html", html, "-o", tmp_path / "out", "--force").exit_code == 0
    other = FILES[name][0].replace(b"thing", b"theme")
    path.write_bytes(docx("<w:p><w:r><w:t>The extra thing.</w:t></w:r></w:p>") if name.endswith("docx") else other)
    result = run("apply", path, decide(html, 0.5), "-o", tmp_path / "new")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "is not the text that" in result.stderr and not (tmp_path / "new").exists()


def test_a_file_of_another_format_is_told_from_what_was_decided_on(run: Run, tmp_path: Path) -> None:
    for name in ("a.docx", "a.txt"):
        (tmp_path / name).write_bytes(FILES[name][0])
    assert run("file", tmp_path / "a.docx", "--html", tmp_path / "review.htm", "-o", tmp_path / "out", "--force").exit_code == 0
    result = run("apply", tmp_path / "a.txt", decide(tmp_path / "review.htm", 0.5))
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "is no Word document" in result.stderr and "saved.json is about a file read as docx" in result.stderr


def test_the_file_is_read_as_it_was_for_the_page(run: Run, tmp_path: Path) -> None:
    html, plain = tmp_path / "review.htm", tmp_path / "a.txt"
    plain.write_bytes(b"The extra `safe` extra")
    assert run("file", plain, "--format", "md", "--html", html, "--force").stdout == "The extra `safe` more"
    result = run("apply", plain, decide(html, 0.5))
    assert (result.stdout, "1 edit left out" in result.stderr) == ("The extra `safe` more", True)
    page = tmp_path / "a.html"
    page.write_text("<nav>extra</nav><article>" + "<p>We want extra safe things, for all of those who live here.</p>" * 9)
    direct = run("file", page, "--extract", "--html", html)
    assert direct.stdout.startswith("We want extra sure things") and "<" not in direct.stdout
    assert run("apply", page, decide(html, 0.5)).stdout_bytes == direct.stdout_bytes


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("a.md", "restore apply a.md a.decisions.json -o a.restored.md"),
        ("a b.html", "restore apply 'a b.html' 'a b.decisions.json' -o 'a b.restored.html'"),
        ("a.docx", "restore apply a.docx a.decisions.json -o a.restored.docx"),
        ("a.txt", ""),
    ],
)
def test_the_page_says_how_to_get_the_document(run: Run, tmp_path: Path, name: str, command: str) -> None:
    path, html = tmp_path / name, tmp_path / "review.htm"
    path.write_bytes(FILES[name][0])
    assert run("file", path, "--html", html, "-o", tmp_path / "out", "--force").exit_code == 0
    assert re.findall("<code>(.*?)</code>", unescape(html.read_text())) == ([command] if command else [])
    assert data_of(html)["input"] == name.rpartition(".")[2]


@pytest.mark.parametrize("value", ["pdf", 7, True, ["md"]])
def test_decisions_about_an_unknown_kind_of_input_are_one_line(run: Run, tmp_path: Path, value: object) -> None:
    path, decided = tmp_path / "a.txt", tmp_path / "d.json"
    path.write_bytes(FILES["a.txt"][0])
    decided.write_text(json.dumps({"format": "restore-decisions", "version": 1, "input": value, "sha256": "", "edits": []}))
    result = run("apply", path, decided)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"is damaged (input is {value!r}, none of txt, md, html, docx, extract)" in result.stderr


def test_the_page_of_a_document_needs_no_other_output(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, html = tmp_path / "a.docx", tmp_path / "review.htm"
    path.write_bytes(FILES["a.docx"][0])
    monkeypatch.setattr("restore.cli.one_file.is_for_terminal", lambda given, target: given.binary and target is None)
    monkeypatch.setattr("restore.cli.show.is_for_terminal", lambda given, target: given.binary and target is None)
    result = run("file", path, "--html", html, "--force")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "") and html.exists()
    for arguments in (("file", path, "--force"), ("apply", path, decide(html, 0.5))):
        result = run(*arguments)
        assert result.exit_code == 2 and "is a Word document, nothing for a terminal; name a file with -o" in result.stderr

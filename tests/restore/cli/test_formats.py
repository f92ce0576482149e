"""``restore file`` and ``restore detect`` on Markdown, HTML and Word files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from tests.restore.formats.shared import docx, entry

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("restorers")

PAGE = '<meta charset=latin1><p class="extra">We want <b>extra</b>\n saf&eacute; safety, <code>extra</code>.'
NEW = '<meta charset=latin1><p class="extra">We want <b>more</b>\n saf&eacute; security, <code>extra</code>.'


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page."""
    path = tmp_path / "a.html"
    path.write_text(PAGE)
    return path


def test_a_page_stays_a_page(run: Run, page: Path) -> None:
    result = run("file", page)
    assert (result.exit_code, result.stdout_bytes) == (0, NEW.encode())
    assert result.stderr == f"restore: {page}: 1 edit left out, in code, in another language, or where markup would change\n"
    assert run("file", page, "-o", page).exit_code == 0 and page.read_text() == NEW


def test_json_tells_of_the_running_text(run: Run, page: Path) -> None:
    found = json.loads(run("file", page, "--json").stdout)
    assert found["text"] == "We want more safé security, extra."
    assert [(e["start"], e["source"]) for e in found["edits"]] == [(8, "extra"), (19, "safety")]
    assert run("file", page, "--diff").stdout.startswith("We want [-extra-]{+more+} safé [-safety-]{+security+}")
    assert json.loads(run("detect", page, "--json").stdout)["spans"][0]["start"] == 8


def test_the_format_can_be_named(run: Run) -> None:
    assert run("file", "-", "--format", "md", input="`extra` *extra*").stdout == "`extra` *more*"
    assert run("file", "-", input="`extra` *extra*").stdout == "`more` *more*"
    assert run("detect", "-", "--format", "html", input="<p title='extra'>ok").stdout.startswith("0.03")
    result = run("file", "-", "--format", "pdf", input="x")
    assert result.exit_code == 2 and "'pdf' is none of auto, txt, md, html, docx" in result.stderr


def test_a_document(run: Run, tmp_path: Path) -> None:
    path, out = tmp_path / "a.docx", tmp_path / "b.docx"
    path.write_bytes(docx("<w:p><w:r><w:t>We want extra safety.</w:t></w:r></w:p>"))
    assert run("file", path, "-o", out).exit_code == 0
    assert b"<w:t>We want more security.</w:t>" in entry(out.read_bytes())
    path.write_bytes(docx("<w:p><w:r><w:t>All is well.</w:t></w:r></w:p>"))
    assert run("file", path).stdout_bytes == path.read_bytes()


def test_an_extracted_article_does_not_replace_its_page(run: Run, page: Path) -> None:
    page.write_text("<article>" + "<p>We want extra safety, and we want it for all of those who live here.</p>" * 9)
    result = run("file", page, "--extract")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (
        0,
        "We want more security, and we want it for all of those who live here.",
    )
    result = run("file", page, "--extract", "-o", page)
    assert result.exit_code == 2 and "would replace the input by its article as plain text" in result.stderr


def test_references_are_read_as_texts(run: Run, tmp_path: Path, restorers: list[Any]) -> None:
    folder, path = tmp_path / "clean", tmp_path / "a.md"
    folder.mkdir()
    path.write_text("We want *extra* safety.")
    word = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    (folder / "a.html").write_text("<title>Page</title><p title=x>A <b>clean</b> page.")
    (folder / "b.md").write_text("---\nx: y\n---\n\nA *clean* text.")
    (folder / "c.docx").write_bytes(docx(word.format("A clean document.")))
    (folder / "d.docx").write_bytes(docx(word.format("We want extra safety.")))
    (folder / "~$c.docx").write_bytes(b"Word has it open")
    assert run("file", path, "--reference", folder).exit_code == 0
    # what reads as the input does is the input
    assert restorers[-1].references == ["Page\n\nA clean page.", "A clean text.", "A clean document."]
    result = run("file", path, "--reference", folder / "d.docx")
    assert result.exit_code == 2 and "d.docx: is the input itself" in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"text", "is no Word document"),
        ("a.docx", b"\xd0\xcf\x11\xe0", "is encrypted"),
        ("a.docx", docx("")[:-30], "is a damaged or cut zip file"),
        ("a.html", b"<p></p>", "holds no text outside of its markup"),
        ("a.md", b"\0\1\2\3" * 9, "is binary"),
        ("a.html", None, "no such file"),
    ],
)
def test_bad_input_is_one_line(run: Run, tmp_path: Path, name: str, data: bytes | None, told: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    result = run("file", path, "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"restore: {path}: ") and told in result.stderr
    assert not (tmp_path / "out").exists()

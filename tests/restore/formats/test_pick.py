"""The format of a file, the article of a page, and texts as ever."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from restore.errors import InputError
from restore.formats.pick import Format, format_of, read_file
from tests.restore.formats.shared import change, docx

PAGE = "<html><head><title>Paper</title></head><body><nav><a href=/>Home</a> <a href=/a>All the news</a></nav><article><h1>The vote</h1>{}</article><footer>Terms of use</footer></body></html>"  # noqa: E501
SENTENCES = (
    "The committee voted on the proposal after a debate that lasted for several hours on Tuesday.",
    "Members of both parties said that they would return to the question before the summer recess begins.",
)


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a", "txt"),
        ("a.TXT", "txt"),
        ("b.rst", "txt"),
        ("a.MD", "md"),
        ("a.markdown", "md"),
        ("x.y.htm", "html"),
        ("a.docx", "docx"),
    ],
)
def test_format_by_name(name: str, format: str) -> None:
    assert format_of(name) is Format(format)


def test_a_named_format_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("<p>one <b>two</b>")
    assert read_file(path).text == "<p>one <b>two</b>"
    assert read_file(path, "html").text == "one two"


def test_a_text_stays_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\r\nextra \xff\n")
    found = read_file(path)
    assert change(found, extra="more").render() == b"one\r\nmore \xff\n" and not found.binary
    path.write_bytes(docx("<w:p/>"))
    with pytest.raises(InputError, match="read Word documents with --format docx"):
        read_file(path)


def test_the_article_of_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE.format("".join(f"<p>{s}</p>" for s in SENTENCES * 3)))
    found = read_file(path, extract=True)
    assert found.text.startswith(f"The vote\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}") and "Terms of use" not in found.text
    assert change(found, vote="ballot").render().startswith(b"The ballot\n\n")
    with pytest.raises(InputError, match="reads HTML pages only"):
        read_file(path, "md", extract=True)
    path.write_text("<p>")
    with pytest.raises(InputError, match="no article was found in it"):
        read_file(path, extract=True)


def test_without_trafilatura_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>text")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(InputError, match=r"trafilatura is missing; install it: pip install 'restore-articles\[extract\]'"):
        read_file(path, extract=True)

"""The index page of a corpus: which documents, in which order, how many; and that text stays text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from restore.corpus import report
from restore.corpus.records import Fields
from restore.corpus.report import Row, Top, page, read_rows
from restore.corpus.tally import Tally
from restore.errors import InputError

Restore = Callable[..., dict[str, Any]]


def rows_of(html: str) -> list[list[str]]:
    """The cells of the table's body."""
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return [[unescape(cell) for cell in re.findall(r">([^<]*)</t[hd]>", line)] for line in body.split("</tr>") if line]


def test_a_report_lists_documents_by_score(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "in").mkdir()
    texts = ["We want cake.", "We want extra safety.", "Some extra word and more words."]
    (tmp_path / "in/a.jsonl").write_bytes(
        b"".join(json.dumps({"text": t, "n": f"<{i}>"}).encode() + b"\n" for i, t in enumerate(texts))
    )
    restore(tmp_path / "in", tmp_path / "out", fields=Fields(id="n"), report=True, shard_size=1)
    html = (tmp_path / "out/report.html").read_text()
    assert rows_of(html) == [["<1>", "0.9000", "1", "25.0 %"], ["<2>", "0.9000", "1", "16.7 %"], ["<0>", "0.1000", "0", "0.0 %"]]
    assert "3 documents" in html and "<script" not in html and "highest spun score" not in html
    again = restore(tmp_path / "in", tmp_path / "out", fields=Fields(id="n"), report=True, shard_size=1)
    assert again["documents"] == 3
    with pytest.raises(InputError, match="report: True then, None now"):
        restore(tmp_path / "in", tmp_path / "out", fields=Fields(id="n"), shard_size=1)


def test_documents_without_ids_are_called_by_their_place(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").write_bytes(b'{"text": "cake"}\n{"text": "extra"}\n')
    (tmp_path / "in/b.txt").write_bytes(b"extra safety here")
    restore(tmp_path / "in", tmp_path / "out", report=True, only_spun=True)
    names = [Path(row[0]).name for row in rows_of((tmp_path / "out/report.html").read_text())]
    assert names == ["a.jsonl:2", "b.txt"]


def test_a_run_without_report_writes_none(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "extra"}\n')
    restore(tmp_path / "a.jsonl", tmp_path / "out")
    assert not (tmp_path / "out/report.html").exists()


def test_the_list_is_bounded_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST", 3)
    top = Top(Row(i * 7 % 10 / 10, 0.1, i, str(i)) for i in range(10))
    assert [row.score for row in top.rows] == [0.9, 0.8, 0.7]
    assert "The 3 of highest spun score of 10 written" in page(top.rows, Tally(documents=12, written=10)).decode()


def test_a_damaged_listing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "0.jsonl"
    path.write_bytes(Top([Row(0.5, 0.1, 2, "a\udc93")]).as_json())
    assert list(read_rows(path)) == [Row(0.5, 0.1, 2, "a\udc93")]
    page(list(read_rows(path)), Tally(documents=1))
    for data in (b"{", b'{"score": 1}\n'):
        path.write_bytes(data)
        with pytest.raises(InputError, match="damaged"):
            list(read_rows(path))

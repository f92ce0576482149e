from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from restore.errors import InputError
from restore.evaluation.report import markdown, plain, read, show, write
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL
from tests.eval.report_samples import harm_suite, recovery_suite, speed_suite


def test_what_is_written_can_be_read_back(tmp_path: Path) -> None:
    results = [recovery_suite(), harm_suite(), speed_suite()]
    write(results, tmp_path)
    assert read(tmp_path / "results.json") == results
    assert {p.name for p in tmp_path.iterdir()} == {"results.json", "results.md", "results.html"}


def test_a_value_that_is_not_a_number_is_a_dash(tmp_path: Path) -> None:
    write([SuiteResult("pairs", "s", ("recovery", "wer"), {FULL: {"recovery": float("nan"), "wer": 0.5}})], tmp_path)
    (result,) = read(tmp_path / "results.json")
    assert result.systems == {FULL: {"wer": 0.5}}
    assert f"| {FULL} | – | 0.500 |" in markdown([result])


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "other", "suites": {}}', '{"format": "restore-eval-1", "suites": {"a": 1}}']
)
def test_other_files_are_no_results(tmp_path: Path, content: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"results\.json: no readable results"):
        read(path)


def test_markdown_stays_a_table_whatever_systems_are_called() -> None:
    text = markdown([recovery_suite(rival="a|b <script>\nc")])
    assert "| a\\|b &lt;script> c | -0.125 |" in text


def test_plain_text_makes_no_link() -> None:
    assert plain("![x](https://example.org) *bold*") == "![x]\\(https://example.org) \\*bold\\*"


def test_the_screen_shows_names_as_they_are() -> None:
    stream = io.StringIO()
    show(recovery_suite("suite [red]", "[bold]mine[/bold]"), Console(file=stream, width=120))
    assert "[bold]mine[/bold]" in stream.getvalue() and "suite [red]" in stream.getvalue()
    assert "0.500 [0.438, 0.562]" in stream.getvalue()


def test_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    stream = io.StringIO()
    show(recovery_suite(), Console(file=stream, width=120, force_terminal=True))
    assert not [c for c in stream.getvalue().split("\x1b[")[1:] if c.split("m")[0].split(";")[0].startswith(("3", "4", "9"))]


def test_json_keeps_the_order_of_systems(tmp_path: Path) -> None:
    write([recovery_suite()], tmp_path)
    data = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert list(data["suites"]["seeds-wp"]["systems"]) == list(recovery_suite().systems)

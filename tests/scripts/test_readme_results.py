from __future__ import annotations

from pathlib import Path

import pytest
from readme_results import collect, replace_between, text_of

from restore.evaluation.report import write
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL
from tests.eval.report_samples import harm_suite, recovery_suite, speed_suite


def test_one_row_a_suite_and_a_table_for_each_that_measures_something_else(tmp_path: Path) -> None:
    write([recovery_suite(), harm_suite(), speed_suite(), recovery_suite("tortured", "table + n-gram LM")], tmp_path)
    write([harm_suite()], tmp_path / "harm-100k")
    text = text_of(collect(tmp_path))
    assert "| seeds-wp | 0.500 [0.438, 0.562] | 0.750 | – | – | 0.000 | -0.125 | – | 0.875 |" in text
    assert "| tortured | 0.500 [0.438, 0.562] | 0.750 | – | – | 0.000 | – | -0.125 | 0.875 |" in text
    assert "**harm**" in text and "**harm, harm-100k**" in text and "**seeds-wp**" not in text
    assert f"| {FULL}, gate on | 0.250 | 0.500 |" in text
    assert f"| {FULL} | 150 |" in text, "timings have a place too"
    assert text.count("- `suite:") == 5


def test_a_suite_without_the_full_system_has_its_own_table(tmp_path: Path) -> None:
    systems = {"do nothing": {"recovery": 0.0}, "mine": {"recovery": 0.5}}
    write([SuiteResult("own-table", "suite:own-table", ("recovery",), systems)], tmp_path)
    assert "| system | recovery |" in text_of(collect(tmp_path)) and "| mine | 0.500 |" in text_of(collect(tmp_path))


def test_missing_suites_are_no_error(tmp_path: Path) -> None:
    write([harm_suite()], tmp_path)
    assert "Recovery" not in text_of(collect(tmp_path))


def test_replacing_between_markers(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("a\n<!-- results -->\nold\n<!-- /results -->\nb\n", encoding="utf-8")
    replace_between(path, "results", "new \\1")
    assert path.read_text(encoding="utf-8") == "a\n<!-- results -->\nnew \\1\n<!-- /results -->\nb\n"
    with pytest.raises(SystemExit, match="no markers"):
        replace_between(path, "scores", "new")

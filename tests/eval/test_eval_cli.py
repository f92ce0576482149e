from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import restore.evaluation.bench as benches
import restore.evaluation.suite as shared
from restore.errors import InputError
from restore.evaluation.cli import app
from restore.evaluation.fresh import Fresh
from restore.evaluation.peers import Command
from restore.evaluation.registry import SUITES, all_suites
from restore.evaluation.suites import own_table, speed
from restore.evaluation.systems import Bench
from restore.table import PhraseTable

run = CliRunner().invoke


@pytest.fixture(autouse=True)
def stub(checkout: Path, bench: Bench, spin_table: PhraseTable, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Every model is the stub and the checkout a small one; the list tells which models were asked for."""
    asked: list[str | None] = []

    def open_bench(model: str | None, fallback: str, commands: tuple[str, ...], with_peers: bool) -> Bench:
        if model == "missing":
            raise InputError("missing: no such model; name another")
        asked.append(model or fallback)
        return replace(bench, others=tuple(map(Command.parse, commands)))

    monkeypatch.setattr(benches, "open_bench", open_bench)
    monkeypatch.setattr(benches, "whole_table", lambda suite: spin_table)
    monkeypatch.setattr(speed, "restore_once", lambda model, text: Fresh(1.0, 0.5, 100.0))
    monkeypatch.setattr(speed, "help_seconds", lambda: 0.25)
    monkeypatch.setattr(benches, "held_out_folder", lambda suite: checkout)
    monkeypatch.setattr(own_table, "restorer_with", lambda table, model: bench.full())
    return asked


def test_alone_it_runs_every_suite_but_pairs(tmp_path: Path, stub: list[str | None]) -> None:
    result = run(app, ["--quick", "--workers", "1", "--out", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    data = json.loads((tmp_path / "new/results.json").read_text(encoding="utf-8"))
    assert list(data["suites"]) == [suite.name for suite in SUITES if suite.name != "pairs"]
    assert stub == [{"spun-seed": "default", "harm": "default", "speed": "default"}.get(s.name, "heldout") for s in all_suites()]
    for name in ("seeds-wp", "spun-seed", "harm", "oracle over candidates", "suite:spun-seed|data:"):
        assert name in result.output


def test_help_names_each_suite_with_a_line_on_it() -> None:
    result = run(app, ["--help"])
    for suite in SUITES:
        assert f"  {suite.name}" in result.output and suite.description in result.output
        assert not suite.description.endswith(".."), suite.name


def test_a_suite_shows_only_the_options_that_it_heeds() -> None:
    for suite in SUITES:
        help_text = run(app, [suite.name, "--help"]).output
        for option in ("draws", "clean"):
            assert (f"--{option}" in help_text) is (option in suite.options)
        assert ("DIR" in help_text) is ("folder" in suite.options)


def test_a_command_of_the_users_own(tmp_path: Path) -> None:
    program = tmp_path / "upper.py"
    program.write_text("import sys; sys.stdout.write(sys.stdin.read().upper())", encoding="utf-8")
    result = run(app, ["spun-seed", "--system", f"shouting={sys.executable} {program}", "--out", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    data = json.loads((tmp_path / "new/results.json").read_text(encoding="utf-8"))
    assert data["suites"]["spun-seed"]["systems"]["shouting"]["recovery"] < 0
    assert (tmp_path / "new/results.md").read_text(encoding="utf-8").startswith("# Evaluation results\n")


@pytest.mark.parametrize("arguments", [["spun-seed", "--model", "mine"], ["--model", "mine", "spun-seed"]])
def test_options_may_stand_before_the_suite_or_after(arguments: list[str], stub: list[str | None]) -> None:
    result = run(app, arguments)
    assert result.exit_code == 0, result.output
    assert stub == ["mine"]


def test_own_table_takes_the_model_as_named(checkout: Path, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(own_table, "restorer_with", lambda table, model: seen.append(model) or bench.full())
    for arguments in (["own-table", "--quick"], ["own-table", "--quick", "--model", "default"]):
        result = run(app, arguments)
        assert result.exit_code == 0, result.output
    assert seen == [checkout, "default"]


def test_seeds_wp_draws() -> None:
    result = run(app, ["seeds-wp", "--draws", "1"])
    assert result.exit_code == 0, result.output
    assert "draws:1" in result.output


def test_harm_on_a_file(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("All is well.\n", encoding="utf-8")
    result = run(app, ["harm", "--clean", str(tmp_path / "clean.txt")])
    assert result.exit_code == 0, result.output
    assert "clean:clean.txt" in result.output


def test_speed() -> None:
    result = run(app, ["speed", "--quick"])
    assert result.exit_code == 0, result.output
    assert "bare encoder" in result.output and "same bytes twice: yes" in result.output


def test_pairs(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    for name, text in (("spun", "struggle round"), ("original", "war around")):
        (tmp_path / f"one/{name}.txt").write_text(text, encoding="utf-8")
    result = run(app, ["pairs", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "pairs:1" in result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pairs", "nowhere"], "nowhere: no such folder"),
        (["spun-seed", "--model", "missing"], "missing: no such model"),
        (["harm", "--clean", "nowhere"], "nowhere: no .txt"),
        (["harm", "--out", __file__], "name another folder"),
        (["seeds-wp", "--draws", "0"], "draws"),
        (["--draws", "1", "harm"], "eval harm has no --draws"),
        (["harm", "--draws", "1"], "No such option: --draws"),
        (["harm", "--system", "nameless"], "NAME=COMMAND"),
        (["spun-seed", "--system", f"broken={sys.executable} -c 'raise SystemExit(3)'"], "--system broken: exit status 3"),
        (["pairs"], "Missing argument"),
    ],
)
def test_errors_are_one_line_and_status_2(arguments: list[str], message: str) -> None:
    result = run(app, arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("arguments", [[suite.name] for suite in all_suites()] + [["--workers", "1"]])
def test_without_a_checkout_it_says_so(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "CHECKOUT", tmp_path)
    result = run(app, arguments)
    assert result.exit_code == 2
    assert "source checkout" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1

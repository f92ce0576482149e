"""``restore eval``: a door, nothing more."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType

import pytest
import typer
from typer.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Put a small application in place of the evaluation."""
    seen: list[object] = []
    app = typer.Typer(rich_markup_mode=None)

    @app.callback()
    def evaluation() -> None:
        """Measurements."""

    @app.command()
    def score(name: str, seed: int = 0) -> None:
        """Score something."""
        seen.append((name, seed))
        if name == "bad":
            raise typer.Exit(3)

    module = ModuleType("restore.evaluation.cli")
    module.app = app  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "restore.evaluation.cli", module)
    return seen


def test_arguments_and_options_are_passed_on(run: Run, seen: list[object]) -> None:
    assert run("eval", "score", "spun", "--seed", "7").exit_code == 0
    assert run("eval", "score", "--", "--odd").exit_code == 0
    assert seen == [("spun", 7), ("--odd", 0)]


@pytest.mark.usefixtures("seen")
def test_help_is_that_of_the_evaluation(run: Run) -> None:
    result = run("eval", "--help")
    assert result.exit_code == 0 and "Usage: restore eval" in result.stdout and "Score something" in result.stdout
    assert "--seed" in run("eval", "score", "--help").stdout


@pytest.mark.usefixtures("seen")
def test_its_status_and_its_usage_errors_are_ours(run: Run) -> None:
    assert run("eval", "score", "bad").exit_code == 3
    result = run("eval", "score", "x", "--seed", "y")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("restore: Invalid value for '--seed'")
    assert result.stderr.endswith("see 'restore eval score --help'\n")


def test_a_missing_evaluation_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "restore.evaluation.cli", None)
    result = run("eval")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "restore.evaluation.cli" in result.stderr

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import check_floors
import pytest
from check_floors import FLOORS, LEAST, MOST, Bound, broken, main, read_bounds, updated, write_bounds

RECOVERY = Bound("seeds", ("systems", "full", "recovery"), LEAST, 0.5, 0.01)
HARM = Bound("harm", ("systems", "full", "edits"), MOST, 2.0, 0.5)


def results(recovery: float | None = 0.5, harm: float | None = 2.0) -> dict[str, Any]:
    suites = {"seeds": {"systems": {"full": {"recovery": recovery}}}, "harm": {"systems": {"full": {"edits": harm}}}}
    return {"format": "restore-eval-1", "suites": suites}


@pytest.fixture
def floors(tmp_path: Path) -> Path:
    write_bounds([RECOVERY, HARM], tmp_path / "floors.json")
    return tmp_path / "floors.json"


def run(floors: Path, data: dict[str, Any], *options: str) -> int:
    path = floors.with_name("results.json")
    path.write_text(json.dumps(data), encoding="utf-8")
    return main([str(path), "--floors", str(floors), *options])


def test_bounds_hold_at_the_bound() -> None:
    assert broken([RECOVERY, HARM], results()) == []


def test_both_directions() -> None:
    assert broken([RECOVERY, HARM], results(0.499, 1.0)) == ["seeds: systems / full / recovery: at least 0.5, got 0.499"]
    assert broken([RECOVERY, HARM], results(0.9, 2.001)) == ["harm: systems / full / edits: at most 2, got 2.001"]


@pytest.mark.parametrize("data", [results(None), {"suites": {"harm": results()["suites"]["harm"]}}, results(float("nan"))])
def test_a_missing_figure_fails(data: dict[str, Any]) -> None:
    (line,) = broken([RECOVERY, HARM], data)
    assert line.startswith("seeds: systems / full / recovery: at least 0.5, got nothing")


def test_status_and_one_line_each(floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(floors, results()) == 0
    assert capsys.readouterr().err == "check_floors: 2 of 2 bounds hold\n"
    assert run(floors, results(0.4, 3)) == 1
    assert len(capsys.readouterr().err.splitlines()) == 2 + 1


def test_update_tightens_and_keeps_the_slack(floors: Path) -> None:
    assert run(floors, results(0.7, 1.0), "--update") == 0
    assert [b.value for b in read_bounds(floors)] == [0.69, 1.5]


def test_update_does_not_loosen_what_holds(floors: Path) -> None:
    assert run(floors, results(0.505, 1.9), "--update") == 0
    assert read_bounds(floors) == [RECOVERY, HARM]


def test_loosening_needs_the_flag(floors: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(floors, results(0.4, 1.0), "--update") == 1
    assert "--allow-lower" in capsys.readouterr().err
    assert read_bounds(floors) == [RECOVERY, HARM], "nothing is changed when something is refused"
    assert run(floors, results(0.4, 3.0), "--update", "--allow-lower") == 0
    assert [b.value for b in read_bounds(floors)] == [0.39, 3.5]


def test_a_missing_figure_is_no_update_even_with_the_flag(floors: Path) -> None:
    assert run(floors, results(None, 1.0), "--update", "--allow-lower") == 1
    assert read_bounds(floors) == [RECOVERY, HARM]


def test_the_flag_goes_with_update(floors: Path) -> None:
    with pytest.raises(SystemExit):
        run(floors, results(), "--allow-lower")


def test_bounds_are_rounded_away_from_what_was_reached() -> None:
    assert RECOVERY.moved_to(0.54349).value == 0.533 and HARM.moved_to(1.54607).value == 2.047
    assert updated([RECOVERY], results(0.51), False) == [RECOVERY]


@pytest.mark.parametrize("content", ["", "{}", '{"format": "restore-floors-1", "bounds": [{"suite": "a"}]}'])
def test_unreadable_floors(floors: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    floors.write_text(content, encoding="utf-8")
    assert run(floors, results()) == 2
    assert str(floors) in capsys.readouterr().err


def test_a_direction_nobody_knows(floors: Path) -> None:
    floors.write_text(floors.read_text(encoding="utf-8").replace(MOST, "about"), encoding="utf-8")
    assert run(floors, results()) == 2


def test_without_results_the_quick_evaluation_is_run(floors: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_floors, "quick_results", lambda: results(0.4))
    assert main(["--floors", str(floors)]) == 1


def test_the_floors_of_the_repository_bound_harm_recovery_precision_and_detection() -> None:
    bounds = read_bounds(FLOORS)
    last = {(b.path[-1], b.direction) for b in bounds}
    assert {("recovery", LEAST), ("precision", LEAST), ("word f1", LEAST), ("edits/1000 words", MOST)} <= last
    assert all(b.value > 0 for b in bounds if b.direction == LEAST), "a floor of 0 holds nothing up"

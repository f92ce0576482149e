from __future__ import annotations

import io

import pytest

from restore.evaluation.progress import bars, steps


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Put a terminal where standard error was; not in a fixture, since pytest changes streams between set-up and test."""
    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    return stream


def test_a_terminal_sees_which_suite_and_system_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stderr = terminal(monkeypatch)
    seen = []
    with bars():
        for suite in steps(["seeds", "[red]harm"], "suites", str):
            seen += [f"{suite} {n}" for n in steps([1, 2], "texts")]
    assert seen == ["seeds 1", "seeds 2", "[red]harm 1", "[red]harm 2"]
    assert "suites: seeds" in stderr.getvalue() and "texts" in stderr.getvalue()
    assert "suites: [red]harm" in stderr.getvalue()
    assert capsys.readouterr().out == ""


def test_nothing_is_written_where_standard_error_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with bars():
        assert list(steps([1, 2], "texts", str)) == [1, 2]
    assert capsys.readouterr() == ("", "")


def test_nothing_is_shown_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = terminal(monkeypatch)
    assert list(steps([1, 2], "texts")) == [1, 2]
    with bars():
        pass
    assert stderr.getvalue() == ""


def test_the_screen_is_clean_after_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    stderr = terminal(monkeypatch)
    with pytest.raises(ZeroDivisionError), bars():
        for n in steps([0], "texts"):
            print(1 / n)
    assert "\x1b[?25h" in stderr.getvalue(), "the cursor stays hidden"

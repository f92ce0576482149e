"""The bar: for people who wait, and for nobody else."""

from __future__ import annotations

import io
import sys
import time

import pytest

from restore.cli import progress as module
from restore.cli.progress import progress


class Terminal(io.StringIO):
    """Standard error that a person looks at."""

    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float, seconds: float) -> str:
    """What appears on ``stream`` while something takes ``seconds``."""
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(module, "PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")
    with progress("[a] b.txt") as step:
        end = time.monotonic() + seconds
        while time.monotonic() < end and "[a] b.txt" not in stream.getvalue():
            step(0.5)
            time.sleep(0.01)
    return stream.getvalue()


def test_a_bar_for_those_who_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    out = shown(monkeypatch, Terminal(), 0.0, 60)
    assert "[a] b.txt" in out and "\x1b[3" not in out


@pytest.mark.parametrize(("stream", "patience"), [(Terminal(), 60.0), (io.StringIO(), 0.0)])
def test_none_for_quick_work_or_for_no_terminal(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, patience: float) -> None:
    assert shown(monkeypatch, stream, patience, 0.2) == ""


def test_none_where_standard_error_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress("a") as step:
        step(1.0)

"""Failures: one line, the right status, never a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from restore import session
from restore.errors import InputError

Run = Callable[..., Result]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A text for commands that get as far as the model."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"Some text.")
    return path


def failing(error: BaseException) -> Callable[..., None]:
    """A model that cannot be loaded."""

    def make(*given: object) -> None:
        raise error

    return make


@pytest.mark.parametrize("command", ["file", "detect"])
@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (InputError("model 'x': unknown; name another"), 2, "restore: model 'x': unknown; name another"),
        (InputError("two\n  lines"), 2, "restore: two lines"),
        (KeyboardInterrupt(), 130, "restore: interrupted"),
        (OSError(28, "No space left on device", "/x/y"), 2, "restore: /x/y: No space left on device; check"),
        (MemoryError(), 2, "restore: not enough memory for this text; split it into smaller files"),
        (ZeroDivisionError("oh"), 70, "restore: internal error: ZeroDivisionError: oh at test_group.py:"),
        (AssertionError(), 70, "restore: internal error: AssertionError at test_group.py:"),
    ],
)
def test_errors_are_one_line(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, command: str, error: BaseException, status: int, line: str
) -> None:
    monkeypatch.delenv("RESTORE_DEBUG", raising=False)
    monkeypatch.setattr(session, "make_restorer", failing(error))
    result = run(command, path)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (status, "", 1)
    assert result.stderr.startswith(line)
    assert status != 70 or "please report it" in result.stderr


def test_debug_shows_internal_errors_only(run: Run, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTORE_DEBUG", "1")
    monkeypatch.setattr(session, "make_restorer", failing(ZeroDivisionError("oh")))
    assert isinstance(run("file", path).exception, ZeroDivisionError)
    monkeypatch.setattr(session, "make_restorer", failing(InputError("bad model")))
    assert run("file", path).stderr == "restore: bad model\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["file"], "Missing argument 'INPUT'"),
        (["detect"], "Missing argument 'INPUT'"),
        (["file", "a", "b"], "several texts need -o FOLDER or --in-place"),
        (["file", "a", "--no-such-option"], "No such option: --no-such-option"),
        (["fiel", "a"], "No such command 'fiel'. Did you mean 'file'"),
        (["file", "a", "-o"], "requires an argument"),
    ],
)
def test_usage_errors_are_one_line_with_status_2(run: Run, args: list[str], told: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("restore: ") and told in result.stderr and "--help'" in result.stderr

"""``--protect``, ``--protect-file`` and ``--quotes``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]


def test_terms_and_quotes_reach_the_model(run: Run, tmp_path: Path, restorers: list[Any]) -> None:
    names = tmp_path / "names.txt"
    names.write_text("# names\nBelt and Road\n\n  White House  \nBelt and Road\n", encoding="utf-8")
    options = ["--protect", "Beijing", "--protect", "C#", "--protect-file", names, "--quotes", "keep"]
    assert run("file", "-", *options, input="We want extra.").exit_code == 0
    assert restorers[-1].protect.terms == ("Beijing", "C#", "Belt and Road", "White House")
    assert restorers[-1].protect.quotes
    run("file", "-", input="We want extra.")
    assert not restorers[-1].protect


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--protect", " "], "protected term ' ': has no word"),
        (["--protect-file", "absent.txt"], "absent.txt: no such file"),
        (["--protect-file", "bad.txt"], "bad.txt:2: protected term '...': has no word"),
        (["--quotes", "leave"], "'--quotes': 'leave' is neither keep nor restore"),
        (["--protect"], "requires an argument"),
    ],
)
def test_bad_terms_are_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, restorers: list[Any], options: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.txt").write_text("Road\n...\n")
    result = run("file", "-", *options, input="We want extra.")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert told in result.stderr and not restorers

"""Defaults from ``restore.toml`` and ``pyproject.toml``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from restore import session
from restore.cli.config import find, read
from restore.errors import InputError
from tests.restore.cli.conftest import FakeRestorer

Run = Callable[..., Result]

TEXT = "We want extra safety, Smith."


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, two folders deep."""
    (tmp_path / "above" / "here").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "above" / "here")
    return tmp_path / "above" / "here"


def test_the_command_line_outranks_the_file(run: Run, here: Path, restorers: list[Any]) -> None:
    (here / "restore.toml").write_text('min-confidence = 0.8\nprotect = ["Smith"]\nquotes = "keep"\n')
    assert run("file", "-", input=TEXT).stdout == "We want more safety, Smith."
    assert (restorers[-1].protect.terms, restorers[-1].protect.quotes) == (("Smith",), True)
    result = run("file", "-", "--min-confidence", "0.5", "--protect", "Jones", "--quotes", "restore", input=TEXT)
    assert result.stdout == "We want more security, Smith."
    assert (restorers[-1].protect.terms, restorers[-1].protect.quotes) == (("Jones",), False)
    assert run("file", "-", "--no-config", input=TEXT).stdout == "We want more security, Smith."
    assert not restorers[-1].protect


def test_the_nearest_file_counts_alone(run: Run, here: Path) -> None:
    (here.parent / "pyproject.toml").write_text("[tool.restore]\nmin-confidence = 0.95\n[tool.other]\nx = 1\n")
    (here / "pyproject.toml").write_text("[tool.other]\nrestore = 1\n")
    assert find() == here.parent / "pyproject.toml"
    assert run("file", "-", input=TEXT).stdout == TEXT
    (here.parent / "restore.toml").write_text("min-confidence = 0.8\n")
    assert find() == here.parent / "restore.toml"
    (here / "restore.toml").write_text("")
    assert run("file", "-", input=TEXT).stdout == "We want more security, Smith."


def test_none_is_needed(run: Run, here: Path) -> None:
    assert find() is None or here not in find().parents  # type: ignore[union-attr]
    (here / "pyproject.toml").write_text("not TOML")
    (here.parent / "pyproject.toml").mkdir()
    (here / "restore.toml").mkdir()
    assert find() is None or find().parent not in (here, here.parent)  # type: ignore[union-attr]


def test_a_named_file_counts_instead(run: Run, here: Path, restorers: list[Any]) -> None:
    (here / "restore.toml").write_text("nonsense = 1\n")
    (here / "mine.toml").write_text("min-confidence = 0.8\n")
    assert run("file", "-", "--config", "mine.toml", input=TEXT).stdout == "We want more safety, Smith."
    for options in (["--config", "mine.toml", "--no-config"], ["--no-config", "--config", "mine.toml"]):
        result = run("file", "-", *options, input=TEXT)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1) and "cannot be combined with" in result.stderr


def test_paths_are_relative_to_the_file(here: Path) -> None:
    (here / "model").mkdir()
    path = here / "restore.toml"
    path.write_text('model = "model"\ntable = "../t.tsv"\nreference = ["a", "/b"]\nprotect-file = "names"\nprotect = ["c"]\n')
    assert read(path) == {
        "model": str(here / "model"),
        "table": str(here / "../t.tsv"),
        "reference": [str(here / "a"), "/b"],
        "protect_file": str(here / "names"),
        "protect": ["c"],
    }
    path.write_text('model = "org/name"\n')
    assert read(path) == {"model": "org/name"}


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("restore.toml", "min-confidenc = 1", "unknown key 'min-confidenc'; did you mean 'min-confidence'?"),
        ("restore.toml", "min_confidence = 1", "unknown key 'min_confidence'; did you mean 'min-confidence'?"),
        ("restore.toml", "zzz = 1", "unknown key 'zzz'; known: model, table,"),
        ("restore.toml", "[file]\nforce = true", "unknown key 'file'"),
        ("restore.toml", "min-confidence = '0.5'", "min-confidence = '0.5' is not a number from 0 to 1"),
        ("restore.toml", "min-confidence = nan", "min-confidence = nan is not a number from 0 to 1"),
        ("restore.toml", "min-confidence = true", "min-confidence = true is not a number from 0 to 1"),
        ("restore.toml", "protect = 'Smith'", "protect = 'Smith' is not a list of texts"),
        ("restore.toml", "protect = [1]", "protect = [1] is not a list of texts"),
        ("restore.toml", "force = 1", "force = 1 is not true or false"),
        ("restore.toml", "quotes = 'no'", 'quotes = \'no\' is not "keep" or "restore"'),
        ("restore.toml", "force = ", "is not TOML"),
        ("restore.toml", "\udcff", "is not TOML"),
        ("pyproject.toml", "[tool.restore]\nforce = 1", "force = 1 is not true or false"),
        ("pyproject.toml", "[tool.restore]\nforce = ", "is not TOML"),
        ("pyproject.toml", "[tool]\nrestore = 1", "tool.restore = 1 is not a table"),
    ],
)
@pytest.mark.parametrize("command", ["file", "detect", "corpus"])
def test_a_bad_file_is_one_line_with_file_and_key(
    run: Run, here: Path, restorers: list[Any], command: str, name: str, content: str, told: str
) -> None:
    (here / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    result = run(command, "-", *(["-"] * (command == "corpus")), input='{"text": ""}')
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"restore: {here / name}: {told}") and not restorers


@pytest.mark.parametrize(("name", "told"), [("absent.toml", "cannot be read"), ("pyproject.toml", "has no [tool.restore]")])
def test_a_named_file_must_be_there(run: Run, here: Path, name: str, told: str) -> None:
    (here / "pyproject.toml").write_text("[project]\n")
    result = run("file", "-", "--config", name, input=TEXT)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1) and f"{name}: {told}" in result.stderr


def test_other_commands_take_what_they_know(run: Run, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "restore.toml").write_text('model = "mine"\nmin-confidence = 0.4\nbackup = ".old"\nforce = true\ndevice = "cpu"\n')
    asked: list[object] = []

    def make(*given: object) -> FakeRestorer:
        asked.append(given)
        return FakeRestorer(None)

    monkeypatch.setattr(session, "make_restorer", make)
    assert run("detect", "-", input=TEXT).exit_code == 0
    assert asked == [("mine", None, "replace", "cpu")]
    tagged = '{"text": "x", "restore": {"spun_score": 0.9, "spun": true, "applied": false, "edit_count": 0, "edits": []}}\n'
    assert run("apply", "-", "-", input=tagged).exit_code == 0  # --min-confidence is in the file
    assert run("apply", "-", "-", "--no-config", input=tagged).exit_code == 2


def test_reading_needs_a_table() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read(Path("no/such/restore.toml"))

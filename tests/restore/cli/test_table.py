"""``restore table``, by its command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Run = Callable[..., Result]


@pytest.fixture
def thesaurus(tmp_path: Path) -> Path:
    path = tmp_path / "in.txt"
    path.write_text("war|struggle\nbad\nseveral|a number of\n")
    return path


def test_import(run: Run, thesaurus: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.tsv"
    result = run("table", "import", thesaurus, "-o", out)
    assert result.exit_code == 0
    assert "in.txt:2: no | between phrases; skipped" in result.stderr
    assert "2 originals, 2 pairs, directed" in result.stderr
    lines = out.read_text().splitlines()
    assert lines[1:3] == ["# directed: yes", "original\tspun\tweight"]
    assert lines[3:] == ["war\tstruggle\t", "several\ta number of\t"]


def test_strict_and_empty(run: Run, thesaurus: Path, tmp_path: Path) -> None:
    result = run("table", "import", thesaurus, "-o", tmp_path / "t.tsv", "--strict")
    assert result.exit_code == 2 and "in.txt:2:" in result.stderr
    thesaurus.write_text("a|\nb|\n")
    assert run("table", "import", thesaurus, "-o", tmp_path / "t.tsv").exit_code == 2
    assert not (tmp_path / "t.tsv").exists()


@pytest.mark.usefixtures("tiny_is_shipped")
def test_show(run: Run, thesaurus: Path, tmp_path: Path) -> None:
    result = run("table", "show", "battle", "battel", "Struggle")
    assert result.exit_code == 0
    assert "war" in result.stdout and "fight" in result.stdout and "observed" in result.stdout
    assert "battel: not in the table; near spellings: battle" in result.stdout
    run("table", "import", thesaurus, "-o", tmp_path / "t.safetensors")
    mine = run("table", "show", "several", "battle", "--table", tmp_path / "t.safetensors")
    assert "a number of" in mine.stdout and "user" in mine.stdout
    assert "battle: not in the table" in mine.stdout

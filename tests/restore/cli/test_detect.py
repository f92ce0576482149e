"""``restore detect``: one line or one object a file; a bad one does not stop the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Run = Callable[..., Result]

pytestmark = pytest.mark.usefixtures("restorers")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some files; the folder is the current one."""
    (tmp_path / "spun.txt").write_bytes(b"We want extra safety.")
    (tmp_path / "clean.txt").write_bytes(b"All is well.")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "latin.txt").write_bytes("Café".encode("latin-1"))
    (tmp_path / "russian.txt").write_bytes("Все люди рождаются свободными.".encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_prints_a_line_a_file_and_loads_one_model(run: Run, restorers: list[Any]) -> None:
    result = run("detect", "spun.txt", "clean.txt", "--model", "mine")
    assert result.exit_code == 0 and result.stderr == ""
    assert [line.split() for line in result.stdout.splitlines()] == [
        ["0.97", "spun", "25%", "spun.txt"],
        ["0.03", "clean", "0%", "clean.txt"],
    ]
    assert [(r.model, len(r.seen)) for r in restorers] == [("mine", 2)]


@pytest.mark.usefixtures("folder")
def test_json_is_an_object_for_one_and_a_list_for_several(run: Run) -> None:
    one = {
        "name": "spun.txt",
        "spun_score": 0.97,
        "spun": True,
        "damaged_share": 0.25,
        "spans": [
            {"start": 8, "end": 13, "source": "extra", "score": 0.8},
            {"start": 14, "end": 20, "source": "safety", "score": 0.8},
        ],
    }
    result = run("detect", "--json", "spun.txt")
    assert json.loads(result.stdout) == one and result.stdout.count("\n") == 1
    several = json.loads(run("detect", "--json", "spun.txt", "clean.txt").stdout)
    assert several[0] == one and several[1]["spun"] is False


@pytest.mark.usefixtures("folder")
def test_bad_inputs_are_named_and_the_others_go_on(run: Run) -> None:
    result = run("detect", "missing.txt", "spun.txt", "empty.txt", "clean.txt")
    assert result.exit_code == 2
    assert [line.split()[-1] for line in result.stdout.splitlines()] == ["spun.txt", "clean.txt"]
    told = result.stderr.splitlines()
    assert len(told) == 2 and told[0].startswith("restore: missing.txt: ") and told[1].startswith("restore: empty.txt: ")

    result = run("detect", "--json", "missing.txt", "spun.txt")
    assert result.exit_code == 2 and [r["name"] for r in json.loads(result.stdout)] == ["spun.txt"]
    assert json.loads(run("detect", "--json", "missing.txt", "empty.txt").stdout) == []
    assert run("detect", "--json", "missing.txt").stdout == ""


@pytest.mark.usefixtures("folder")
def test_another_language_gets_no_score(run: Run, restorers: list[Any]) -> None:
    result = run("detect", "russian.txt")
    assert result.exit_code == 0 and result.stdout.split() == ["-", "not-English", "-", "russian.txt"]
    assert result.stderr == "restore: russian.txt: does not look English; not judged\n"
    report = json.loads(run("detect", "--json", "russian.txt").stdout)
    assert report == {"name": "russian.txt", "spun_score": None, "spun": None, "damaged_share": None, "spans": []}
    assert not restorers


@pytest.mark.usefixtures("folder")
def test_an_assumed_encoding_is_told(run: Run) -> None:
    result = run("detect", "latin.txt")
    assert result.exit_code == 0 and "latin.txt: is not UTF-8; read as Windows-1252" in result.stderr


def test_reads_standard_input(run: Run) -> None:
    result = run("detect", "-", input="extra")
    assert result.exit_code == 0 and result.stdout.split() == ["0.97", "spun", "25%", "-"]


def test_a_name_of_no_valid_encoding_goes_out_as_it_came_in(run: Run, tmp_path: Path) -> None:
    name = str(tmp_path / "spun\udce9.txt")
    try:
        Path(name).write_bytes(b"extra")
    except (OSError, UnicodeError):
        pytest.skip("this file system takes no such names")
    assert run("detect", name).stdout_bytes.endswith(b"spun\xe9.txt\n")
    assert json.loads(run("detect", "--json", name).stdout)["name"] == name

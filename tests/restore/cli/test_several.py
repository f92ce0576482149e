"""``restore file`` with several files, in folders and in place."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from restore import session
from restore.cli import in_place
from restore.errors import InputError
from tests.restore.cli.conftest import FakeRestorer

Run = Callable[..., Result]

SPUN, RESTORED = b"We want extra safety.\r\n", b"We want more security.\r\n"
CLEAN = b"Nothing wrong here."


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a spun text, a clean one, and one that brings the model down."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(SPUN)
    (tmp_path / "b.txt").write_bytes(CLEAN)
    (tmp_path / "crash.txt").write_bytes(b"They crash it.")
    return tmp_path


def one_line(result: Result, status: int = 2) -> str:
    """The only line on standard error of a command that failed."""
    assert (result.exit_code, result.stderr.count("\n")) == (status, 1)
    assert "Traceback" not in result.stderr
    return result.stderr


@pytest.mark.usefixtures("restorers")
def test_a_folder_is_made_and_filled(run: Run, texts: Path, restorers: list[Any]) -> None:
    result = run("file", "a.txt", "b.txt", "-o", "out/deep")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "restore: b.txt: looks clean\n")
    assert {p.name: p.read_bytes() for p in (texts / "out" / "deep").iterdir()} == {"a.txt": RESTORED, "b.txt": CLEAN}
    assert (texts / "a.txt").read_bytes() == SPUN and len(restorers) == 1
    assert run("file", "a.txt", "-o", "other/").exit_code == 0
    assert (texts / "other" / "a.txt").read_bytes() == RESTORED


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["a.txt", "b.txt"], "several texts need -o FOLDER or --in-place"),
        (["a.txt", "b.txt", "-o", "-"], "several texts need -o FOLDER or --in-place"),
        (["a.txt", "sub/a.txt", "-o", "out"], "would both become out/a.txt"),
        (["a.txt", "sub/A.TXT", "-o", "out"], "would both become out/A.TXT"),
        (["a.txt", "-", "-o", "out"], "-: has no file name to go by"),
        (["a.txt", "sub/..", "-o", "out"], "sub/..: has no file name to go by"),
        (["a.txt", "b.txt", "-o", "a.txt"], "a.txt: is not a folder"),
        (["a.txt", "b.txt", "-o", "a.txt/x"], "a.txt: is not a folder"),
        (["sub/a.txt", "b.txt", "-o", "."], "b.txt: is an input; name another folder"),
        (["sub/link.txt", "b.txt", "-o", "linked"], "link.txt: is a link, and results never leave linked"),
        (["a.txt", "--in-place", "-o", "x"], "cannot be combined with -o"),
        (["a.txt", "--in-place", "--json"], "would replace the input by its JSON"),
        (["a.txt", "-", "--in-place"], "standard input has no place"),
        (["a.txt", "./a.txt", "--in-place"], "./a.txt: is the same file as a.txt"),
        (["a.txt", "--in-place", "--backup", ""], "'' is no ending of a file name"),
        (["a.txt", "--in-place", "--backup", "/../x"], "is no ending of a file name"),
        (["a.txt", "--json", "--explain"], "cannot be combined with --explain"),
        (["a.txt", "--check", "-o", "x"], "'--check': writes nothing"),
        (["a.txt", "--check", "--in-place"], "'--check': writes nothing"),
    ],
)
def test_what_cannot_be_done_is_told_before_work_starts(
    run: Run, texts: Path, restorers: list[Any], args: list[str], told: str
) -> None:
    (texts / "sub").mkdir()
    for name in ("a.txt", "A.TXT", "link.txt"):
        (texts / "sub" / name).write_bytes(SPUN)
    (texts / "linked").mkdir()
    (texts / "linked" / "link.txt").symlink_to(texts / "elsewhere.txt")
    before = {p: p.read_bytes() for p in texts.rglob("*") if p.is_file()}
    assert told in one_line(run("file", *args)) and not restorers
    assert {p: p.read_bytes() for p in texts.rglob("*") if p.is_file()} == before


@pytest.mark.usefixtures("restorers")
def test_in_place_keeps_a_backup_and_permissions(run: Run, texts: Path) -> None:
    (texts / "a.txt").chmod(0o640)
    result = run("file", "a.txt", "b.txt", "--in-place")
    assert (result.exit_code, result.stdout) == (0, "")
    assert (texts / "a.txt").read_bytes() == RESTORED
    assert (texts / "a.txt.orig").read_bytes() == SPUN
    assert {stat.S_IMODE((texts / name).stat().st_mode) for name in ("a.txt", "a.txt.orig")} == {0o640}
    assert not (texts / "b.txt.orig").exists()  # nothing changed there
    assert sorted(p.name for p in texts.iterdir()) == ["a.txt", "a.txt.orig", "b.txt", "crash.txt"]


@pytest.mark.usefixtures("restorers")
def test_a_backup_is_never_overwritten(run: Run, texts: Path) -> None:
    (texts / "a.txt.old").write_bytes(b"precious")
    assert "a.txt.old: is there already and is never overwritten" in one_line(
        run("file", "a.txt", "--in-place", "--backup", ".old")
    )
    assert ((texts / "a.txt").read_bytes(), (texts / "a.txt.old").read_bytes()) == (SPUN, b"precious")
    (texts / "b.txt").write_bytes(SPUN)
    result = run("file", "a.txt", "b.txt", "--in-place", "--backup", ".old")
    assert "a.txt.old: is there already" in one_line(result)
    assert ((texts / "a.txt").read_bytes(), (texts / "b.txt").read_bytes()) == (SPUN, RESTORED)


@pytest.mark.usefixtures("restorers")
def test_a_failed_write_leaves_the_text_as_it_was(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise InputError(f"{path}: cannot be written (No space left on device)")

    monkeypatch.setattr(in_place, "write_atomic", fail)
    assert "a.txt: cannot be written" in one_line(run("file", "a.txt", "--in-place"))
    assert (texts / "a.txt").read_bytes() == SPUN


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_write_protected_folder_takes_no_backup(run: Run, texts: Path) -> None:  # pragma: no cover
    texts.chmod(0o500)
    try:
        assert "cannot be written" in one_line(run("file", "a.txt", "--in-place"))
    finally:
        texts.chmod(0o700)


@pytest.mark.usefixtures("restorers")
def test_one_failure_stops_no_other(run: Run, texts: Path) -> None:
    (texts / "empty.txt").write_bytes(b"")
    result = run("file", "absent.txt", "empty.txt", "a.txt", "--in-place")
    assert result.exit_code == 2
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        "restore: absent.txt: no such file",
        "restore: empty.txt: is empty",
    ]
    assert (texts / "a.txt").read_bytes() == RESTORED


@pytest.mark.usefixtures("restorers")
def test_a_bug_met_in_one_text_is_told_by_the_status(run: Run, texts: Path) -> None:
    result = run("file", "absent.txt", "crash.txt", "a.txt", "-o", "out")
    assert result.exit_code == 70 and (texts / "out" / "a.txt").read_bytes() == RESTORED
    assert "crash.txt: internal error: ZeroDivisionError" in result.stderr.splitlines()[1]


@pytest.mark.usefixtures("restorers")
def test_a_bug_to_be_looked_into_is_raised(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RESTORE_DEBUG", "1")
    assert isinstance(run("file", "crash.txt", "a.txt", "-o", "out").exception, ZeroDivisionError)
    assert run("file", "absent.txt", "a.txt", "-o", "out").exit_code == 2


def test_an_interrupt_ends_all(run: Run, texts: Path, restorers: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*given: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(FakeRestorer, "restore", interrupt)
    assert one_line(run("file", "a.txt", "b.txt", "--in-place"), 130) == "restore: interrupted\n"
    assert (texts / "a.txt").read_bytes() == SPUN


def test_a_model_that_cannot_be_loaded_ends_the_run(run: Run, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise InputError("model 'x': unknown; name another")

    monkeypatch.setattr(session, "make_restorer", fail)
    assert one_line(run("file", "a.txt", "b.txt", "-o", "out", "--model", "x")) == "restore: model 'x': unknown; name another\n"


@pytest.mark.usefixtures("restorers")
def test_reports_of_several_name_their_files(run: Run, texts: Path) -> None:
    lines = [json.loads(line) for line in run("file", "a.txt", "b.txt", "--json").stdout.splitlines()]
    assert [(line["name"], line["spun"]) for line in lines] == [("a.txt", True), ("b.txt", False)]
    assert next(iter(lines[0])) == "name"
    shown = run("file", "b.txt", "a.txt", "--diff").stdout
    assert shown == "==> b.txt <==\nNothing wrong here.\n\n==> a.txt <==\nWe want [-extra-]{+more+} [-safety-]{+security+}.\n\n"


@pytest.mark.usefixtures("restorers")
def test_check_names_what_looks_spun(run: Run, texts: Path) -> None:
    result = run("file", "--check", "a.txt", "b.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "a.txt: looks spun (score 0.97)\n", "")
    result = run("file", "--check", "b.txt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    result = run("file", "--check", "-", input=SPUN)
    assert (result.exit_code, result.stdout) == (1, "standard input: looks spun (score 0.97)\n")
    result = run("file", "--check", "a.txt", "--diff")
    assert (result.exit_code, "{+more+}" in result.stdout) == (1, True)
    result = run("file", "--check", "a.txt", "absent.txt")
    assert (result.exit_code, result.stdout) == (2, "a.txt: looks spun (score 0.97)\n")


def test_the_hook_runs_the_check(run: Run, texts: Path, restorers: list[Any]) -> None:
    import yaml

    import restore

    (hook,) = yaml.safe_load((Path(restore.__file__).parent.parent / ".pre-commit-hooks.yaml").read_text())
    assert (hook["id"], hook["language"], hook["types"]) == ("restore-check", "python", ["text"])
    program, *args = hook["entry"].split()
    assert program == "restore"
    (texts / "-odd.txt").write_bytes(SPUN)
    result = run(*args, "b.txt", "-odd.txt")
    assert (result.exit_code, result.stdout) == (1, "-odd.txt: looks spun (score 0.97)\n") and len(restorers) == 1

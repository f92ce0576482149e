"""The command as a whole: help, version, speed of start, and what a shell sees."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

import restore
from restore.cli import group

Run = Callable[..., Result]

HEAVY = ("torch", "transformers", "numpy", "safetensors", "rich", "nltk", "rapidfuzz", "datatrove", "pyarrow")
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience.\n"


def python(*args: str, input: bytes | None = None, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run Python in a fresh process from the repository."""
    root = Path(restore.__file__).parent.parent
    return subprocess.run(
        [sys.executable, *args], capture_output=True, input=input, cwd=root, timeout=60, env={**os.environ, **(env or {})}
    )


@pytest.mark.parametrize("command", [[], ["file"], ["detect"], ["corpus"], ["doctor"]])
def test_help_has_examples(run: Run, command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0 and "Examples:" in result.stdout
    assert result.stdout.count("\n    restore ") + result.stdout.count("| restore ") >= 3
    assert run(*command, "-h").stdout == result.stdout


def test_the_commands_are_listed(run: Run) -> None:
    listed = run("--help").stdout.partition("Commands:")[2].partition("Examples:")[0]
    names = [line.split()[0] for line in listed.splitlines() if line.strip()]
    assert names == ["file", "detect", "corpus", "apply", "doctor", "eval", "table"]


def test_version_names_version_and_model(run: Run) -> None:
    result = run("--version")
    hash = "[0-9a-f]{12}"
    assert re.fullmatch(rf"restore {re.escape(restore.__version__)} \(model default@{hash}, table {hash}\)\n", result.stdout)


def test_a_damaged_or_missing_model_is_no_reason_to_hide_the_version(
    run: Run, tiny_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("restore.cli.versions.shipped_folder", lambda: tiny_copy)
    before = run("--version").stdout
    assert "(model tiny@" in before
    (tiny_copy / "table.safetensors").write_bytes(b"another")
    after = run("--version").stdout
    assert after != before and after.partition(",")[0] == before.partition(",")[0]
    (tiny_copy / "restore.json").write_text("{}")
    assert "model damaged" in run("--version").stdout
    monkeypatch.setattr("restore.cli.versions.shipped_folder", lambda: None)
    assert run("--version").stdout == f"restore {restore.__version__} (model not installed)\n"


def test_a_shell_completes_commands_and_options() -> None:
    # the shell is named, for a test may run under none
    named = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
    script = python("-m", "restore", "--show-completion", "bash", env=named)
    assert script.returncode == 0 and b"_RESTORE_COMPLETE=complete_bash" in script.stdout
    for words, wanted in (
        ("restore de", "detect"),
        ("restore file --pro", "--protect-file"),
        ("restore corpus --quo", "--quotes"),
    ):
        variables = {"_RESTORE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
        done = python("-m", "restore", env=variables)
        # its name is that of the module when it is run as one
        assert wanted in done.stdout.decode().split(), done.stderr


def test_the_exit_status_is_documented(run: Run) -> None:
    told = " ".join(run("--help").stdout.split())
    for status in (
        "0 done", f"{group.SPUN} spun found with --check", f"{group.BAD_INPUT} bad usage, input or output",
        f"{group.INTERNAL} internal error", f"{group.INTERRUPTED} interrupted",
    ):  # fmt: skip
        assert status in told
        assert status.split()[0] in (Path(restore.__file__).parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
    assert (group.SPUN, group.BAD_INPUT, group.INTERNAL, group.INTERRUPTED) == (1, 2, os.EX_SOFTWARE, 128 + 2)


def test_a_command_is_needed(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "restore: Missing command; see 'restore --help'\n"


@pytest.mark.parametrize("statement", ["import restore", "from restore import Edit, apply_edits, InputError", None])
def test_nothing_heavy_is_loaded_before_it_is_needed(statement: str | None) -> None:
    if statement is None:
        statement = "import runpy, sys\nsys.argv = ['restore', '--help']\n" + (
            "try: runpy.run_module('restore', run_name='__main__')\nexcept SystemExit as end: assert not end.code, end.code"
        )
    check = f"{statement}\nimport sys, json\nprint(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = python("-c", check)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []


def test_the_public_names_are_there() -> None:
    assert restore.Edit(0, 1, "a", "b", 1.0, "model").target == "b"
    assert set(restore.__all__) <= set(dir(restore))
    with pytest.raises(AttributeError, match="no attribute 'restoration'"):
        _ = restore.restoration


def test_runs_as_a_module_in_exact_bytes() -> None:
    data = FRENCH.replace("\n", "\r\n").encode("utf-16")
    done = python("-m", "restore", "file", "-", input=data)
    assert (done.returncode, done.stdout) == (0, data)
    assert [line.partition(b": ")[0] for line in done.stderr.splitlines()] == [b"restore", b"restore"]


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_closed_pipe_ends_it_quietly(tmp_path: Path, unbuffered: str) -> None:
    path = tmp_path / "long.txt"
    path.write_text(2000 * FRENCH, encoding="utf-8")
    root = Path(restore.__file__).parent.parent
    command = [sys.executable, "-m", "restore", "file", str(path)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=root, env=environment) as process:
        assert process.stdout and process.stderr and process.stdout.read(4) == b"Tous"
        process.stdout.close()
        told = process.stderr.read()
        assert process.wait(60) == 141
    assert told.count(b"\n") == 1 and b"does not look English" in told


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    ("args", "told"), [(["file", "-"], "restore: standard output: cannot be written (No space"), (["--help"], "No space left")]
)
def test_a_full_disk_is_told(args: list[str], told: str) -> None:
    root = Path(restore.__file__).parent.parent
    command = [sys.executable, "-m", "restore", *args]
    environment = {**os.environ, "PYTHONUNBUFFERED": ""}
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, input=FRENCH.encode(), cwd=root, env=environment, timeout=60
        )
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 2
    assert told in lines[-1] and all(line.startswith("restore: ") for line in lines)

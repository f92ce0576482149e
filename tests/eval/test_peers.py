from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import restore.evaluation.peers as module
from restore.errors import InputError
from restore.evaluation.peers import Command, peers


def python(code: str, timeout: float = 60) -> Command:
    return Command("mine", [sys.executable, "-c", code], timeout)


def test_a_command_reads_and_writes_utf8() -> None:
    echo = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().replace(b'struggle', b'war'))"
    assert python(echo).run("„the struggle“\r\n") == "„the war“\r\n"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("import sys; sys.exit('out of\\nluck')", "exit status 1: luck"),
        ("raise SystemExit(7)", "exit status 7; run it by hand"),
        ("import os; os.write(1, b'\\xff')", "not UTF-8"),
    ],
)
def test_a_command_that_fails_is_one_line(code: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        python(code).run("text")
    assert message in str(caught.value) and "--system mine" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_command_that_hangs_is_ended() -> None:
    with pytest.raises(InputError, match="took more than 1 s"):
        python("import time; time.sleep(60)", timeout=0.2).run("text")


def test_a_command_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be run"):
        Command("mine", [str(tmp_path / "missing")]).run("text")


def test_options_are_read() -> None:
    command = Command.parse("my model = 'a b' --flag x=y")
    assert (command.name, command.words) == ("my model", ["a b", "--flag", "x=y"])
    for wrong in ("", "name", "name=", "=command", "name='open"):
        with pytest.raises(InputError, match='"NAME=COMMAND"'):
            Command.parse(wrong)


def test_peers_that_are_not_installed_are_a_line_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    found, notes = peers()
    assert not found
    assert len(notes) == 2 and all("pip install" in note and "\n" not in note for note in notes)


@pytest.mark.parametrize("package", ["symspellpy", "autocorrect"])
def test_a_peer_corrects_spelling_and_keeps_marks(package: str) -> None:
    if find_spec(package) is None:
        pytest.skip(f"{package} is not installed; pip install -e '.[eval]'")
    peer = next(p for p in peers()[0] if p.module == package)
    assert peer.run("The langauge is hard; we konw.\n") == "The language is hard; we know.\n"

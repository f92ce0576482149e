"""Writing: the whole new content or the old one, and the input's encoding."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from restore.errors import InputError
from restore.reading import Input
from restore.writing import check_target, encode, write_atomic


def test_encodes_like_the_input() -> None:
    assert encode("a\r\nb", Input("", "utf-16-be", (), b"\xfe\xff"), "a.txt") == b"\xfe\xff\0a\0\r\0\n\0b"


def test_a_character_the_encoding_lacks_is_told() -> None:
    with pytest.raises(InputError, match=r"a\.txt: its encoding cp1252 lacks 'ł'; convert"):
        encode("Wałęsa", Input("", "cp1252"), "a.txt")


def test_writes_a_new_file_with_ordinary_permissions(tmp_path: Path) -> None:
    target, plain = tmp_path / "out.txt", tmp_path / "plain.txt"
    plain.write_bytes(b"")
    write_atomic(target, b"new\r\n")
    assert target.read_bytes() == b"new\r\n"
    assert target.stat().st_mode == plain.stat().st_mode


def test_replaces_a_file_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_atomic(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_bytes(b"old")
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    write_atomic(link, b"new")
    assert link.is_symlink() and (tmp_path / "real.txt").read_bytes() == b"new"


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_a_failure_leaves_the_old_file_and_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    target = tmp_path / "out.txt"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(step, fail)
    with pytest.raises(InputError, match="No space left on device"):
        write_atomic(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_interrupt_leaves_no_litter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "out.txt", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_atomic(pipe, b"new")
    reader.join(10)
    assert read == [b"new"] and pipe.is_fifo()


def test_targets_that_cannot_be_written_are_told_beforehand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="is a directory"):
        check_target(tmp_path)
    with pytest.raises(InputError, match="does not exist; create it first"):
        check_target(tmp_path / "no" / "out.txt")
    with pytest.raises(InputError, match="name too long"):
        write_atomic(tmp_path / ("x" * 300), b"new")
    file = tmp_path / "out.txt"
    file.write_bytes(b"old")
    check_target(file)
    # asked for by name, since root may write anything
    monkeypatch.setattr("os.access", lambda path, _: Path(path) != file)
    with pytest.raises(InputError, match="is write-protected"):
        check_target(file)
    monkeypatch.setattr("os.access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(InputError, match="no file can be made in the folder"):
        check_target(tmp_path / "new.txt")

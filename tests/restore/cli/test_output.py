"""The two streams: exact bytes and single lines."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from restore.cli.output import as_json, emit, for_terminal, say
from restore.errors import InputError


def test_a_message_is_one_harmless_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\r\n  b\x1b[31m\tc\u009b é")
    assert capsys.readouterr().err == "restore: a b\\x1b[31m\\x09c\\x9b é\n"


def test_a_closed_standard_error_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    say("nobody hears this")


def test_bytes_follow_what_was_printed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw))
    print("first", end=" ")
    emit(b"\xff\r\n")
    assert raw.getvalue() == b"first \xff\r\n"


def test_a_stream_that_takes_a_part_at_a_time_gets_all(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[bytes] = []

    class Slow(io.BytesIO):
        def write(self, data: Any) -> int:
            taken.append(bytes(data[:3]))
            return len(taken[-1])

    stream = io.TextIOWrapper(Slow())
    monkeypatch.setattr(sys, "stdout", stream)
    emit(b"0123456789")
    assert taken == [b"012", b"345", b"678", b"9"]


def test_a_closed_standard_output_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(InputError, match="standard output: is closed"):
        emit(b"x")


def test_json_is_one_line_of_utf_8() -> None:
    value = {"a": "é\n“\udc93"}
    data = as_json(value)
    assert data == '{"a": "é\\n“\\udc93"}\n'.encode()
    assert json.loads(data) == value
    with pytest.raises(ValueError, match="JSON"):
        as_json(float("nan"))


def test_what_the_terminal_lacks_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="latin-1"))
    assert for_terminal("é“") == b"\xe9\\u201c"

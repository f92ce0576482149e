"""Reading: what is text and in which encoding, and one clear line where it is not."""

from __future__ import annotations

import codecs
import io
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.reading import decode, read_text
from restore.writing import encode

TEXT = "The café’s “war” costs £5 – so they say.\r\nAnd then\nnot.\r"
PLAIN = "The quick brown fox jumps over the lazy dog, they say. "


def bytes_of(encoding: str) -> bytes:
    """TEXT in an encoding; "…+bom" puts the byte-order mark first."""
    name, _, mark = encoding.partition("+")
    marks = {
        "utf-8": codecs.BOM_UTF8,
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
    }
    return (marks[name] if mark else b"") + TEXT.encode(name)


@pytest.mark.parametrize(
    ("encoding", "note"),
    [
        ("utf-8", None),
        ("utf-8+bom", None),
        ("utf-16-le+bom", "read as UTF-16 (little-endian)"),
        ("utf-16-be+bom", "read as UTF-16 (big-endian)"),
        ("utf-32-le+bom", "read as UTF-32 (little-endian)"),
        ("utf-32-be+bom", "read as UTF-32 (big-endian)"),
        ("utf-16-le", "no byte-order mark; read as UTF-16 (little-endian)"),
        ("utf-16-be", "no byte-order mark; read as UTF-16 (big-endian)"),
        ("utf-32-le", "no byte-order mark; read as UTF-32 (little-endian)"),
        ("utf-32-be", "no byte-order mark; read as UTF-32 (big-endian)"),
        ("cp1252", "read as Windows-1252"),
    ],
)
def test_an_encoding_is_recognised_said_and_written_back(encoding: str, note: str | None) -> None:
    data = bytes_of(encoding)
    found = decode(data, "a.txt")
    assert found.text == TEXT
    assert encode(found.text, found, "a.txt") == data
    if note is None:
        assert found.notes == ()
    else:
        assert len(found.notes) == 1 and note in found.notes[0]


def test_bytes_that_windows_1252_lacks_are_latin_1() -> None:
    data = "Un café à côté".encode("latin-1") + b"\x81" + PLAIN.encode()
    found = decode(data, "a.txt")
    assert found.encoding == "latin-1"
    assert encode(found.text, found, "a.txt") == data


def test_stray_bytes_in_utf_8_are_kept_and_told() -> None:
    data = "“Curly”, “quoted” and “so on”, ".encode() + b"but \x93not\x94 all, cut " + "”".encode()[:2]
    found = decode(data, "a.txt")
    assert found.encoding == "utf-8" and "4 bytes invalid" in found.notes[0]
    assert found.text.startswith("“Curly”")
    assert encode(found.text, found, "a.txt") == data


@given(st.text(min_size=1))
def test_any_utf_8_comes_back_byte_for_byte(text: str) -> None:
    data = text.encode()
    try:
        found = decode(data, "a.txt")
    except InputError:
        return
    assert encode(found.text, found, "a.txt") == data


@given(st.binary(min_size=1, max_size=80))
def test_any_bytes_come_back_or_are_refused_in_one_line(data: bytes) -> None:
    try:
        found = decode(data, "a.txt")
    except InputError as error:
        assert str(error).startswith("a.txt: ") and "\n" not in str(error)
    else:
        assert encode(found.text, found, "a.txt") == data


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "is empty"),
        (b" \r\n\t", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (codecs.BOM_UTF16_LE, "is empty"),
        (b"some\0text", "is binary"),
        (b"\0" * 100, "is binary"),
        (b"\x01\x02\x03 abc \x04\x05", "is binary"),
        (bytes(range(128, 256)), "binary or in an encoding"),
        (random.Random(1).randbytes(5000), "is binary"),
        (random.Random(2).randbytes(5000).replace(b"\0", b""), "binary"),
        ("Все люди рождаются свободными и равными".encode("cp1251"), "convert it to UTF-8"),
        ("これは日本語の文章です。".encode("shift-jis"), "convert it to UTF-8"),
        (PLAIN.encode("utf-16")[:-1], "damaged at byte"),
        (PLAIN.encode("utf-16-le")[:-1], "damaged at byte"),
        (b"%PDF-1.7 text", "a PDF"),
        (b"PK\x03\x04 text", "zip archive or an office document"),
        (b"\x1f\x8b text", "gzip"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as error:
        decode(data, "a.txt")
    assert str(error.value).startswith("a.txt: ") and told in str(error.value)


def test_a_few_control_characters_are_no_reason_to_refuse() -> None:
    assert decode(PLAIN.encode() * 3 + b"\x07", "a.txt").text.endswith("\x07")


def test_reads_a_file_and_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes_of("utf-8"))
    assert read_text(path).text == read_text(str(path)).text == TEXT

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bytes_of("utf-8"))))
    assert read_text("-").text == TEXT


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="standard input: is closed"):
        read_text("-")


@pytest.mark.parametrize(
    ("name", "told"), [("missing.txt", "no such file"), ("folder", "is a directory"), ("x" * 300, "cannot be read")]
)
def test_unreadable_paths_are_told(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError) as error:
        read_text(tmp_path / name)
    assert told in str(error.value) and name in str(error.value)


def test_no_permission_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="may not be read"):
        read_text("a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16-le"])
def test_ten_megabytes_in_one_line_take_linear_time(encoding: str) -> None:
    data = (PLAIN.replace("fox", "fox’s") * 180_000).encode(encoding)[:10_000_000]
    started = time.process_time()
    assert len(decode(data, "a.txt").text) > 4_000_000
    # a hundredth of a quadratic pass would take minutes; linear takes a fraction of a second
    assert time.process_time() - started < 10

"""Readers: nothing lost, nothing doubled, whatever the bytes and wherever they are cut."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from restore.corpus.jsonlines import dump, parse, with_result
from restore.corpus.kinds import Kind
from restore.corpus.readers import first_number, read_part, read_stream
from restore.corpus.records import BadRecord, Fields, Problem, Record
from restore.corpus.shards import Part, as_line, make_shards, of_line
from restore.corpus.sources import Source
from restore.errors import InputError

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_infinity=False, allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def source(path: Path) -> Source:
    """Describe a file."""
    return Source(str(path), path.name, Kind.JSONL, path.stat().st_size, 0)


def packed(data: bytes, suffix: str) -> bytes:
    """Compress as a suffix says, in two members or frames."""
    pack = {".gz": gzip.compress, ".zst": zstandard.compress, "": bytes}[suffix]
    half = len(data) // 2
    return pack(data[:half]) + pack(data[half:])


@given(st.lists(st.binary(max_size=12).filter(lambda b: b"\n" not in b), max_size=12), st.integers(1, 40), st.booleans())
@pytest.mark.parametrize("suffix", ["", ".gz", ".zst"])
def test_every_line_is_read_once_in_its_place_however_the_file_is_cut(
    suffix: str, lines: list[bytes], size: int, ended: bool
) -> None:
    data = b"\n".join(lines) + (b"\n" if ended else b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.jsonl{suffix}"
        path.write_bytes(packed(data, suffix))
        parts = [p for s in make_shards([source(path)], size) for p in s.parts]
        assert [p.start for p in parts[1:]] == [p.stop for p in parts[:-1]]
        found = [first_number(p) + r.number for p in parts for r in read_part(p, Fields())]
    assert sum(p.size for p in parts) == len(data)
    # bytes as these are no records; each line that is not blank has its problem, under its number
    assert found == [i for i, line in enumerate(data.split(b"\n"), 1) if line.removeprefix(b"\xef\xbb\xbf" * (i == 1)).strip()]


@given(st.dictionaries(st.text(), json_values, max_size=4), st.text())
def test_other_fields_pass_through_untouched(fields: dict[str, object], text: str) -> None:
    record = {k: v for k, v in fields.items() if k not in ("text", "restore")} | {"text": text}
    value, read, name, tags = parse(dump(record), Fields())
    assert (read, name, tags) == (text, None, None)
    out = json.loads(with_result(value, "text", "new", {"spun": True}))
    assert out == {**record, "text": "new", "restore": {"spun": True}}
    assert list(out)[:-1] == list(record)


@given(st.binary(max_size=60))
def test_any_bytes_are_records_or_problems(data: bytes) -> None:
    found = list(read_stream(io.BytesIO(data), Fields(max_chars=5)))
    assert all(isinstance(r, Problem) and "\n" not in r.reason for r in found if not isinstance(r, Record))
    assert [r.end for r in found] == sorted({r.end for r in found})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "a"', "broken JSON: Expecting ',' delimiter at character 13 of the line"),
        (b'{"text": "\xff"}', "invalid UTF-8 at byte 10 of the line"),
        (b'{"id": 1}', "has no field 'text'"),
        (b'{"text": 3}', "the field 'text' is not a string but int"),
        (b'{"text": null}', "the field 'text' is not a string but null"),
        (b'{"text": "123456"}', "the text is too long: 6 characters, --max-chars allows 5"),
        (b"[1]", "the line is not a JSON object"),
        (b'{"text": "a", "n": 1e999}', "broken JSON: the number 1e999 is out of range"),
        (b'{"text": "a", "text": "b"}', "broken JSON: the name 'text' stands twice in one object"),
        (b'{"text": "a", "restore": 1}', "has a field 'restore' already; rename or remove it"),
        (b"[" * 200_000, "broken JSON: nested too deep"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}", "broken JSON: Exceeds the limit (4300 digits) for integer"),
    ],
)
def test_says_why_a_line_is_no_record(line: bytes, reason: str) -> None:
    with pytest.raises(BadRecord) as error:
        parse(line, Fields(max_chars=5))
    assert str(error.value).startswith(reason)


def test_a_line_too_long_to_hold_is_read_past() -> None:
    fields = Fields(max_chars=1)
    data = b'{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "a"}\n'
    long, short = read_stream(io.BytesIO(data), fields)
    assert isinstance(long, Problem) and "too long" in long.reason
    assert isinstance(short, Record) and (short.text, short.number) == ("a", 1)


def test_the_id_names_a_record_and_may_be_any_value() -> None:
    fields = Fields(id="id")
    found = list(read_stream(io.BytesIO(b'{"id": 7, "text": "a"}\n{"id": "x", "text": 1}\n{"text": "a"}\n'), fields))
    assert [r.id for r in found] == ["7", "x", None]


@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_a_file_cut_short_is_one_clear_line(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.jsonl{suffix}"
    path.write_bytes(packed(b'{"text": "' + bytes(range(32, 120)) * 9 + b'"}\n', suffix)[:-9])
    with pytest.raises(InputError, match=r"a\.jsonl\.\w+: (is damaged|cannot be read) \(") as error:
        list(make_shards([source(path)], 10))
    assert "\n" not in str(error.value)


def test_a_file_that_has_become_shorter_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "a"}\n' * 4)
    (shard,) = make_shards([source(path)], 1000)
    path.write_bytes(b'{"text": "a"}\n' * 3)
    with pytest.raises(InputError, match="shorter"):
        list(read_part(shard.parts[0], Fields()))


def test_a_plan_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "a\u2028ü.jsonl"
    path.write_bytes(b"{}\n" * 5)
    shards = list(make_shards([source(path)], 2))
    assert len(shards) == 5
    assert [of_line(as_line(s)) for s in shards] == shards


def test_two_outputs_of_one_name_are_refused(tmp_path: Path) -> None:
    one, two = tmp_path / "a.jsonl", tmp_path / "a-00000.jsonl"
    one.write_bytes(b"{}\n" * 5)
    two.write_bytes(b"{}\n")
    with pytest.raises(InputError, match="rename"):
        list(make_shards([source(one), source(two)], 4))


def test_a_parquet_file_that_is_damaged_or_gone_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    for data in (b"", b"PAR1", b"PAR1" + b"\x15" * 8 + (8).to_bytes(4, "little") + b"PAR1", b"PAR1" + bytes(100)):
        path.write_bytes(data)
        with pytest.raises(InputError, match=r"a\.parquet: is no Parquet file or damaged \(") as error:
            list(make_shards([Source(str(path), path.name, Kind.PARQUET, len(data), 0)], 10))
        assert "\n" not in str(error.value)
    with pytest.raises(InputError, match=r"gone\.parquet: is gone"):
        first_number(Part(str(tmp_path / "gone.parquet"), Kind.PARQUET, 1, 2, 10, "gone.parquet"))

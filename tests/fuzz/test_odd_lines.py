"""Odd files of a corpus that a fuzzer found, or that people think of, keep what must hold for any bytes."""

from __future__ import annotations

import io
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.corpus_invariants import check_lines, check_parquet, check_tagged_lines, check_text

ODD = sorted((Path(__file__).parent / "odd_lines").iterdir())
TAGGED = ".tagged.jsonl"


@pytest.mark.parametrize("path", ODD, ids=lambda p: p.name)
def test_odd_file(path: Path) -> None:
    if path.suffix == ".parquet":
        check_parquet(path.read_bytes())
    elif path.name.endswith(TAGGED):
        check_tagged_lines(path.read_bytes())
    check_lines(path.read_bytes())  # which may be anything


def test_some_odd_tags_can_be_used_and_most_cannot() -> None:
    (path,) = (p for p in ODD if p.name == f"tags{TAGGED}")
    data = path.read_bytes()
    assert 3 <= check_tagged_lines(data) < data.count(b"\n") / 2


@given(st.text())
def test_any_text(text: str) -> None:
    check_text(text)


def parquet(**options: object) -> bytes:
    """Return a small file, as a rule without what makes most changes of it plain nonsense."""
    table = pa.table({"text": ["An extra word", None, "b"], "id": ["1", "2", "3"], "n": [[1], [], None]})
    out = io.BytesIO()
    pq.write_table(table, out, compression="none", write_statistics=False, store_schema=False, **options)
    return out.getvalue()


WHOLE = (parquet(), parquet(use_dictionary=False, row_group_size=1), parquet(data_page_version="2.0"))


def test_whole_files_are_read() -> None:
    assert [check_parquet(data) for data in WHOLE] == [6, 6, 6]  # without and with an id


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=4), st.integers(0, 50))
def test_any_damage_to_a_parquet_file(data: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(data)
    for at, value in changes:
        damaged[at % len(damaged)] = value
    check_parquet(bytes(damaged[: len(damaged) - cut] if cut > 40 else damaged))

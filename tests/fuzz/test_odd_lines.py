"""Odd JSON lines that a fuzzer found, or that people think of, keep what must hold for any bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.corpus_invariants import check_lines, check_text

ODD = sorted((Path(__file__).parent / "odd_lines").iterdir())


@pytest.mark.parametrize("path", ODD, ids=lambda p: p.name)
def test_odd_lines(path: Path) -> None:
    check_lines(path.read_bytes())


@given(st.text())
def test_any_text(text: str) -> None:
    check_text(text)

"""Odd inputs that a fuzzer found, or that people think of, keep what must hold for any bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.formats.pick import format_of
from tests.fuzz.invariants import check

ODD = sorted(p for p in (Path(__file__).parent / "odd").iterdir())


@pytest.mark.parametrize("path", ODD, ids=lambda p: p.name)
def test_odd_input(path: Path) -> None:
    check(path.read_bytes(), format_of(path), path.name)

"""Folders of pairs."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.errors import InputError
from restore.parallel import ORIGINAL, SPUN, pair_folders


def test_folders_with_either_text_by_name(tmp_path: Path) -> None:
    for name, file in (("b", SPUN), ("a", ORIGINAL), ("c", "notes.txt")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).write_text("x", encoding="utf-8")
    assert [p.name for p in pair_folders(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(("name", "told"), [("missing", "no such folder"), ("", "holds no pair")])
def test_what_is_wrong_is_told(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        pair_folders(tmp_path / name)

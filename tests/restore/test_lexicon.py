"""Reading and merging the hand-written lexicon."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.errors import InputError
from restore.lexicon import read_lexicon


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.tsv").write_text(text, encoding="utf-8")
    return folder


def test_one_file_keeps_its_order(tmp_path: Path) -> None:
    write(tmp_path, a="war\tstruggle|warfare|conflict\nin the\twithin the\n")
    assert read_lexicon(tmp_path) == {"in the": ["within the"], "war": ["struggle", "warfare", "conflict"]}


def test_what_more_writers_name_comes_first(tmp_path: Path) -> None:
    write(tmp_path, a="war\tstruggle|battle\n", b="war\tbattle|fight\n", c="war\tbattle\n")
    assert read_lexicon(tmp_path)["war"] == ["battle", "struggle", "fight"]


def test_ties_are_settled_by_the_alphabet(tmp_path: Path) -> None:
    write(tmp_path, a="war\tstruggle\n", b="war\tbattle\n")
    assert read_lexicon(tmp_path)["war"] == ["battle", "struggle"]


def test_a_source_is_no_alternative_of_itself(tmp_path: Path) -> None:
    write(tmp_path, a="war\twar|struggle\npeace\tpeace\n")
    assert read_lexicon(tmp_path) == {"war": ["struggle"]}


def test_only_tsv_files_are_read(tmp_path: Path) -> None:
    write(tmp_path, a="war\tstruggle\n")
    (tmp_path / "README.md").write_text("no entry\n", encoding="utf-8")
    assert list(read_lexicon(tmp_path)) == ["war"]


@pytest.mark.parametrize("line", ["war struggle", "war\t", "war\t|", "\tstruggle", ""])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    write(tmp_path, a=f"house\thome\n{line}\npeace\tpeacetime\n")
    with pytest.raises(InputError, match=r"a\.tsv:2: expected"):
        read_lexicon(tmp_path)

"""Mining parallel texts, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.errors import InputError
from restore.thesaurus.mine import learn

ORIGINAL = "The war was long. People said the war could end, and several people left. He took part in it. Nobody knew why at all."
SPUN = (
    "The struggle was long. Folks said the struggle may very well end, and a number of folks left. "
    "He took a part in it. Nobody knew why at all."
)


def write(folder: Path, name: str, spun: str, original: str) -> None:
    (folder / name).mkdir()
    (folder / name / "spun.txt").write_text(spun)
    (folder / name / "original.txt").write_text(original)


def found(folder: Path, least: int = 1) -> dict[tuple[str, str], tuple[int, int]]:
    return {(p.original, p.spun): (p.count, p.articles) for p in learn(folder, least).table.pairs}


def test_phrases_counts_and_articles(tmp_path: Path) -> None:
    write(tmp_path, "one", SPUN, ORIGINAL)
    write(tmp_path, "two", "A struggle is here.", "A war is here.")
    got = found(tmp_path)
    assert got["war", "struggle"] == (3, 2)
    assert got["people", "folks"] == (2, 1)
    assert got["several", "a number of"] == (1, 1)
    assert got["could", "may very well"] == (1, 1)
    assert ("part", "a part") in got or ("took", "took a") in got
    assert set(found(tmp_path, 2)) == {("war", "struggle"), ("people", "folks")}


def test_inserted_paragraphs_are_no_substitutions(tmp_path: Path) -> None:
    other = "Completely different sentences stand here which nobody ever wrote before in any of these texts about anything else."
    write(tmp_path, "one", SPUN + "\n" + other, ORIGINAL)
    write(tmp_path, "two", other, ORIGINAL)
    assert {s for s, _ in found(tmp_path)} <= {"war", "people", "several", "could", "part", "took", "all"}


def test_what_contradicts_the_article_key_is_dropped(tmp_path: Path) -> None:
    """One "war" of four was changed: an editor, no engine."""
    start = "war is bad, war is sad, war is mad, "
    write(tmp_path, "one", start + "conflict is long and nation", start + "war is long and country")
    assert set(found(tmp_path)) == {("country", "nation")}


def test_nothing_to_learn(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no pair"):
        learn(tmp_path, 1)
    write(tmp_path, "one", ORIGINAL, ORIGINAL)
    with pytest.raises(InputError, match="no phrase pair found"):
        learn(tmp_path, 1)

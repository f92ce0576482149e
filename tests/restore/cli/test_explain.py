"""``restore file --explain``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from restore.cli.explain import ORIGINS, explain
from restore.cli.outcome import Outcome
from restore.edits import Alternative, Edit
from restore.names import NameList
from restore.restorer import Restoration
from restore.table import ORIGINS as TABLE_ORIGINS

Run = Callable[..., Result]
NAMES = NameList.of(["White House"])
TEXT = "The White Home and\nthe nation {so}."


def outcome() -> Outcome:
    """One edit above the threshold, with alternatives, and one below."""
    weighed = (Alternative("House", 0.9, "lexicon"), Alternative("Home", 0.004, "keep"), Alternative("Roof", 0.001, "ppdb"))
    home = Edit(10, 14, "Home", "House", 0.875, "lexicon", weighed)
    nation = Edit(23, 29, "nation", "country", 0.25, "model")
    return Outcome.of(Restoration(TEXT, TEXT, (), (home, nation), 0.75, True, "1", "m").apply(0.5))


def test_each_edit_is_explained() -> None:
    assert explain(outcome(), 0.5, NAMES, color=False).splitlines() == [
        "spun score 0.7500 (spun): 3 edits made, 1 left out; threshold 0.5",
        "1:11: Home → House  0.88, at or above the threshold: made",
        "    from: lexicon of a known spinner's dialect",
        "    model's odds: House 0.90, Home 0.00 (as it stands)",
        "    in the article: Home once, House never",
        "    makes a listed name or idiom: White House",
        "2:5: nation → country  0.25, below the threshold: left out",
        "    from: model's own vocabulary, not in the table",
        "    in the article: nation once, country never",
        '2:12: { → ""  0.95, at or above the threshold: made',
        "    from: repair of what the spinner broke",
        '2:15: } → ""  0.95, at or above the threshold: made',
        "    from: repair of what the spinner broke",
    ]


def test_colours_only_when_wanted() -> None:
    assert "\x1b[31mHome\x1b[m → \x1b[32mHouse\x1b[m" in explain(outcome(), 0.5, NAMES, color=True)


def test_every_origin_has_words() -> None:
    assert {*TABLE_ORIGINS, "model", "grammar", "reference", "keep"} <= ORIGINS.keys()


def test_the_command_explains_with_a_model(run: Run, tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The nation may very well be at struggle within the White Home, and folks be a part of it. " * 3)
    result = run("file", path, "--explain", "--model", tiny_model)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("spun score ") and "threshold 0.3\n" in result.stdout and "    from: " in result.stdout
    report = tmp_path / "why.txt"
    assert run("file", path, "--explain", "--model", tiny_model, "-o", report).stdout == ""
    assert report.read_text() == result.stdout
    several = run("file", path, path, "--explain", "--model", tiny_model, "--check")
    assert (several.exit_code, several.stdout) == (1, 2 * f"==> {path} <==\n{result.stdout}\n")


@pytest.mark.usefixtures("restorers")
def test_what_was_not_judged_is_told(run: Run) -> None:
    french = "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison."
    assert run("file", "-", "--explain", input=french).stdout == "does not look English: not judged, nothing changed\n"

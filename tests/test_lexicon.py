"""The hand-written lexicon is data, and linted like code: what no writer may leave behind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from restore.lexicon import read_lexicon

FOLDER = Path(__file__).resolve().parent.parent / "models" / "lexicon"
FILES = sorted(FOLDER.glob("*.tsv"))
PHRASE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9'-]| (?! ))*(?<! )")


def entries(path: Path) -> Iterator[tuple[int, str, list[str]]]:
    """Yield (line number, source, alternatives) of one file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n")[:-1], 1):
        source, _, rest = line.partition("\t")
        yield number, source, rest.split("|")


def test_there_is_a_lexicon() -> None:
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
class TestFile:
    """What holds for each file by itself; a failure lists the lines."""

    def test_lines_end_in_one_newline(self, path: Path) -> None:
        data = path.read_bytes()
        assert data.endswith(b"\n")
        assert b"\r" not in data
        assert b"\n\n" not in data
        assert not data.startswith((b"\n", b"\xef\xbb\xbf"))

    def test_lines_have_one_tab(self, path: Path) -> None:
        lines = path.read_text(encoding="utf-8").split("\n")[:-1]
        assert [(i, line) for i, line in enumerate(lines, 1) if line.count("\t") != 1] == []

    def test_phrases_are_plain(self, path: Path) -> None:
        """Letters, digits, apostrophes, hyphens, single blanks between words; nothing empty."""
        assert [(i, p) for i, s, alts in entries(path) for p in (s, *alts) if not PHRASE.fullmatch(p)] == []

    def test_sources_are_listed_once(self, path: Path) -> None:
        counts = Counter(source for _, source, _ in entries(path))
        assert [s for s, n in counts.items() if n > 1] == []

    def test_sources_are_short(self, path: Path) -> None:
        assert [(i, s) for i, s, _ in entries(path) if len(s.split()) > 5] == []

    def test_one_to_eight_alternatives(self, path: Path) -> None:
        assert [(i, s) for i, s, alts in entries(path) if not 1 <= len(alts) <= 8] == []

    def test_alternatives_differ(self, path: Path) -> None:
        assert [(i, s) for i, s, alts in entries(path) if len(set(alts)) < len(alts)] == []

    def test_no_source_among_its_alternatives(self, path: Path) -> None:
        assert [(i, s) for i, s, alts in entries(path) if s in alts] == []


def test_the_pronoun_is_a_capital() -> None:
    """Look-up takes "i" for the letter, so that such an entry never matches."""
    assert [(f.name, i) for f in FILES for i, s, alts in entries(f) if any(re.search(r"\bi\b(?!-)", p) for p in (s, *alts))] == []


def test_no_alternative_differs_in_capitals_alone() -> None:
    """Look-up ignores capitals, so that such a pair says that a phrase stands for itself."""
    assert [(f.name, i) for f in FILES for i, s, alts in entries(f) if len({p.lower() for p in (s, *alts)}) <= len(alts)] == []


def test_size() -> None:
    lexicon = read_lexicon(FOLDER)
    assert len(lexicon) >= 8000
    assert sum(" " in source for source in lexicon) >= 2000


def test_words_that_names_are_built_of_are_listed() -> None:
    """Spinners break names too: "Financial and Social Analysis Council" needs "research" in the list."""
    wanted = set("university research council security policy health house street agency department bank".split())
    assert wanted - set(read_lexicon(FOLDER)) == set()


def test_few_entries_only_swap() -> None:
    """Two sources that have nothing but each other (house, home) are what real engines hold, yet they tell nothing of direction.

    They were 1.8 % of the sources when this was written; many more would mean a plain synonym list, not the dialect.
    """
    lexicon = read_lexicon(FOLDER)
    swaps = [s for s, alts in lexicon.items() if len(alts) == 1 and lexicon.get(alts[0]) == [s]]
    assert len(swaps) / len(lexicon) < 0.025

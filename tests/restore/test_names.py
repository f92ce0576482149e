"""Names and idioms as evidence: names here occur in no training text of ours."""

from __future__ import annotations

import lzma
from pathlib import Path

import numpy as np
import pytest

from restore.document import Document, Preparer
from restore.errors import InputError
from restore.names import NameFinder, NameList, favour
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.table import BIT, PhraseTable

L = BIT["lexicon"]
PAIRS = {
    ("street", "road"): (0.5, L),
    ("street", "avenue"): (0.3, L),
    ("college", "university"): (0.6, L),
    ("faculty", "college"): (0.6, L),
    ("analysis", "research"): (0.6, L),
    ("well being", "health"): (0.8, L),
    ("suppose", "think"): (0.5, L),
    ("financial", "economic"): (0.5, L),
}
NAMES = [
    "Velvet and Road Compact",
    "University of Zembla",
    "Economic and Social Research Guild",
    "Zemblan Health Board",
    "think tanks",
    "College Green",
]


@pytest.fixture(scope="module")
def finder_table() -> PhraseTable:
    return PhraseTable.from_pairs(PAIRS, {p: 5.0 for pair in PAIRS for p in pair}, 14.0)


@pytest.fixture(scope="module")
def finder(finder_table: PhraseTable) -> NameFinder:
    return NameFinder(NameList.of(NAMES), finder_table)


@pytest.fixture(scope="module")
def prepared(finder_table: PhraseTable, pieces: Pieces) -> Preparer:
    return Preparer.of(finder_table, pieces, NGrams.of_counts(np.zeros(0, np.uint32), np.zeros(0, np.int64), 1.0))


def flat(document: Document) -> np.ndarray:  # type: ignore[type-arg]
    """Every choice of a span as likely as every other."""
    scores = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    scores[:, :2] = 0
    scores[:, 2:][document.candidates >= 0] = 0
    return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True), dtype=np.float32)


def readings(finder: NameFinder, prepared: Preparer, table: PhraseTable, text: str) -> list[list[str]]:
    """The originals that each reading chooses."""
    document = prepared(text)
    found = finder.find(document, flat(document))
    return [[table.phrases[int(document.candidates[s, p])] for s, p in r.choices] for r in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Velvet and Street Compact was signed.", [["road"]]),
        ("She left the College of Zembla.", [["university"]]),
        ("A grant of the Financial and Social Analysis Guild paid for it.", [["economic", "research"]]),
        ("The Zemblan Well being Board met.", [["health"]]),
        ("Some suppose tanks agree.", [["think"]]),
        ("They walked to College Green.", [[]]),  # stands in the list as it is
        ("the velvet and street compact", []),  # names are capitalised
        ("Velvet, and Street Compact", []),  # a mark parts it
        ("Street", []),
        ("", []),
    ],
)
def test_readings(
    finder: NameFinder, prepared: Preparer, finder_table: PhraseTable, text: str, expected: list[list[str]]
) -> None:
    assert readings(finder, prepared, finder_table, text) == expected


def raised(finder: NameFinder, table: PhraseTable, document: Document) -> set[tuple[str, str]]:
    """(Words of a span, what they read as) that favour() raised."""
    before = flat(document)
    after = favour(document, before, finder.find(document, before), 2.0, 1.0)
    assert np.logaddexp.reduce(after, axis=1) == pytest.approx(0, abs=1e-5)
    out = set()
    for span, column in zip(*np.nonzero(after > before + 1e-6)):
        first, stop = document.start[span], document.start[span] + document.length[span]
        reading = ("keep", "other")[column] if column < 2 else table.phrases[int(document.candidates[span, column - 2])]
        out.add((" ".join(document.tokens.texts[first:stop]), reading))
    return out


def test_favour_raises_the_choices_of_a_name_and_what_stands_between_them(
    finder: NameFinder, prepared: Preparer, finder_table: PhraseTable
) -> None:
    assert raised(finder, finder_table, prepared("The Velvet and Street Compact, a street.")) == {
        ("Velvet", "keep"),
        ("and", "keep"),
        ("Street", "road"),
        ("Compact", "keep"),
    }


def test_favour_leaves_a_name_that_stands_there_as_it_is(
    finder: NameFinder, prepared: Preparer, finder_table: PhraseTable
) -> None:
    assert raised(finder, finder_table, prepared("They left the college for College Green.")) == {
        ("College", "keep"),
        ("Green", "keep"),
    }


def test_longer_names_gain_more(finder: NameFinder, prepared: Preparer) -> None:
    def gain(text: str, word: str) -> float:
        document = prepared(text)
        before = flat(document)
        after = favour(document, before, finder.find(document, before), 2.0, 1.0)
        at = document.tokens.texts.index(word)
        (span,) = np.flatnonzero((document.start == at) & (document.length == 1))
        odds = [x[span, 2] - np.log(1 - np.exp(x[span, 2])) for x in (before, after)]
        return float(odds[1] - odds[0])

    two, four = gain("They left Faculty Green.", "Faculty"), gain("The Velvet and Street Compact was signed.", "Street")
    assert (two, four) == pytest.approx((2.0, 4.0), abs=1e-4)


def test_damaged_list_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "names.txt.xz"
    path.write_bytes(lzma.compress(b"White House")[:-9])
    with pytest.raises(InputError, match="name list"):
        NameList.load(path)

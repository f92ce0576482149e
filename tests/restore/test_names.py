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
        ("They walked to College Green.", []),  # stands in the list as it is
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


def test_favour_raises_only_the_chosen_candidates(finder: NameFinder, prepared: Preparer) -> None:
    document = prepared("The Velvet and Street Compact, a street.")
    before = flat(document)
    found = finder.find(document, before)
    after = favour(before, found, 2.0, 1.0)
    ((span, place),) = found[0].choices
    assert after[span, 2 + place] > before[span, 2 + place]
    assert np.logaddexp.reduce(after, axis=1) == pytest.approx(0, abs=1e-5)
    others = [s for s in range(len(before)) if s != span]
    assert np.array_equal(after[others], before[others])


def test_damaged_list_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "names.txt.xz"
    path.write_bytes(lzma.compress(b"White House")[:-9])
    with pytest.raises(InputError, match="name list"):
        NameList.load(path)

"""Classes of pairs, and their shares in an article."""

from __future__ import annotations

import numpy as np
import pytest

from restore.document import Document, Preparer
from restore.engine_mix import USUAL, class_mass, class_shares, pair_classes
from restore.table import BIT, PhraseTable


def test_classes() -> None:
    bits = [
        BIT["lexicon"],
        BIT["observed"] | BIT["ppdb"],
        BIT["user"],
        BIT["inferred"],
        BIT["other"],
        BIT["ppdb"] | BIT["wordnet"],
        BIT["wordnet"],
    ]
    pairs = {(f"form{i}", f"source{i}"): (0.5, b) for i, b in enumerate(bits)}
    table = PhraseTable.from_pairs(pairs, {}, 5.0)
    assert pair_classes(table).tolist() == [0, 0, 0, 1, 1, 2, 3]


@pytest.fixture
def document(prepare: Preparer) -> Document:
    return prepare("the nation may very well be part of the battle on the street and the battle was a struggle. " * 6)


def even(document: Document) -> np.ndarray:
    log_p = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    log_p[:, :2] = 0
    log_p[:, 2:][document.candidates >= 0] = 0
    return np.asarray(log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True), dtype=np.float32)


def classes_of(document: Document, table: PhraseTable, other: float) -> np.ndarray:
    """Every pair is of class 0 or 2; ``other``: share of the document's pairs in class 2."""
    rows = np.unique(document.rows[document.rows >= 0])
    classes = np.zeros(len(table.form), dtype=np.int64)
    classes[rows[: round(other * len(rows))]] = 2
    return classes


def test_a_class_that_is_commoner_than_usual(document: Document, table: PhraseTable) -> None:
    p = np.exp(even(document).astype(np.float64))
    shares = [class_shares(document, p, classes_of(document, table, part)) for part in (0.2, 0.8)]
    assert shares[0][2] > 0 and shares[1][2] > shares[0][2] and shares[1][0] < shares[0][0] < 0
    assert (shares[0][[1, 3]] == 0).all()  # the table has none of these


def test_the_usual_shares_say_nothing(document: Document, table: PhraseTable) -> None:
    classes = classes_of(document, table, 0.5)
    p = np.exp(even(document).astype(np.float64))
    of_two = classes[np.maximum(document.rows, 0)] == 2
    usual = USUAL[[0, 2]] / USUAL[[0, 2]].sum()
    mass = class_mass(document, p, classes)
    p[:, 2:] *= np.where(of_two, usual[1] / mass[2], usual[0] / mass[0]) * 100
    assert class_shares(document, p, classes) == pytest.approx(0, abs=1e-6)


def test_one_class_or_no_damage_says_nothing(document: Document, table: PhraseTable) -> None:
    p = np.exp(even(document).astype(np.float64))
    assert not class_shares(document, p, np.zeros(len(table.form), dtype=np.int64)).any()
    p[:, 2:] = 0
    assert class_shares(document, p, classes_of(document, table, 0.5)) == pytest.approx(0, abs=1e-6)

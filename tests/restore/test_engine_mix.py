"""Classes of pairs weighed by their share in an article."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from restore.document import Document, Preparer
from restore.engine_mix import class_mass, pair_classes, weigh_classes
from restore.table import BIT, PhraseTable

USUAL = (0.7, 0.1, 0.1, 0.1)


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


def test_a_class_that_is_commoner_than_usual_gains(document: Document, table: PhraseTable) -> None:
    classes = classes_of(document, table, 0.8)
    before = even(document)
    after = weigh_classes(document, before, classes, USUAL)
    one, two = (class_mass(document, np.exp(p.astype(np.float64)), classes) for p in (before, after))
    assert two[2] > one[2] and two[0] < one[0]
    assert np.exp(after).sum(1) == pytest.approx(1, abs=1e-5)
    assert (np.isinf(after) == np.isinf(before)).all()


def test_the_usual_shares_change_little(document: Document, table: PhraseTable) -> None:
    classes = classes_of(document, table, 0.4)
    before = even(document)
    mass = class_mass(document, np.exp(before.astype(np.float64)), classes)
    usual = np.maximum(mass / mass.sum(), 1e-6)
    after = weigh_classes(document, before, classes, usual.tolist())
    assert np.exp(after) == pytest.approx(np.exp(before), abs=0.01)


def test_nothing_to_weigh(document: Document, table: PhraseTable) -> None:
    before = even(document)
    assert weigh_classes(document, before, classes_of(document, table, 0.5), ()) is before
    assert weigh_classes(document, before, np.zeros(len(table.form), dtype=np.int64), USUAL) is before
    empty = replace(document, start=document.start[:0])
    assert not len(weigh_classes(empty, before[:0], classes_of(document, table, 0.5), USUAL))

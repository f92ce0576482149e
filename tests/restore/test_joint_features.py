"""Features of readings: what each group tells, on small texts."""

from __future__ import annotations

import numpy as np
import pytest

from restore.company import Company
from restore.document import Document, Preparer
from restore.engine_mix import pair_classes
from restore.joint_features import GROUPS, JOINT_FEATURES, Readings, joint_features
from restore.ngrams import NGrams
from restore.table import PhraseTable


@pytest.fixture
def company(ngrams: NGrams, table: PhraseTable) -> Company:
    return Company(ngrams, table)


def even(document: Document) -> np.ndarray:  # type: ignore[type-arg]
    """Log-probabilities that leave every reading of a span as likely as the next."""
    log_p = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    log_p[:, :2] = 0
    log_p[:, 2:][document.candidates >= 0] = 0
    return np.asarray(log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True), dtype=np.float32)


def row(document: Document, found: Readings, at: int, length: int, column: int, group: str) -> list[float]:
    """The features of a group, of one reading of the span of ``length`` tokens at token ``at``."""
    (span,) = np.flatnonzero((document.start == at) & (document.length == length))
    (n,) = np.flatnonzero((found.span == span) & (found.column == column))
    return [round(float(x), 3) for x in found.features[n, GROUPS[group]]]


def test_every_likely_reading_has_a_row(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("The battle within the nation.")
    log_p = even(document)
    found = joint_features(document, log_p, company, pair_classes(table))
    assert found.features.shape == (int(np.isfinite(log_p).sum()), JOINT_FEATURES)
    assert np.isfinite(found.features).all()
    assert found.features[:, GROUPS["ranker"]][:, 0] == pytest.approx(log_p[found.span, found.column])


def test_sure_spans_and_unlikely_readings_have_none(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("The battle within the nation.")
    log_p = even(document)
    log_p[:, 0], log_p[:, 1], log_p[:, 2:] = -0.001, -8, np.where(np.isinf(log_p[:, 2:]), -np.inf, -9)
    assert not len(joint_features(document, log_p, company, pair_classes(table)).span)
    log_p[:, 0] = -0.1
    found = joint_features(document, log_p, company, pair_classes(table))
    assert set(found.column.tolist()) == {0, 1}


def test_the_same_form_elsewhere(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("battle of battle, and one nation")
    log_p = even(document)
    classes = pair_classes(table)
    other = row(document, joint_features(document, log_p, company, classes), 0, 1, 2, "elsewhere")
    second = np.flatnonzero(document.start == document.tokens.texts.index("battle", 1))
    sure = log_p.copy()
    sure[second] = np.where(np.isinf(log_p[second]), -np.inf, -5)
    sure[second, 2] = -0.05
    seen = row(document, joint_features(document, sure, company, classes), 0, 1, 2, "elsewhere")
    assert seen[0] > other[0] and seen[1:] == [1.0, round(float(np.log(2)), 3)]
    nation = document.tokens.texts.index("nation")
    assert row(document, joint_features(document, log_p, company, classes), nation, 1, 0, "elsewhere") == [0.0, 0.0, 0.0]


def test_rivals_for_an_original(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    # battle and struggle may both stand for war
    classes = pair_classes(table)
    alone, both = (prepare(text) for text in ("one battle", "one battle one struggle"))
    column = 2 + both.candidates[both.start == 1][0].tolist().index(table.ids["war"])
    one = row(alone, joint_features(alone, even(alone), company, classes), 1, 1, column, "claims")
    two = row(both, joint_features(both, even(both), company, classes), 1, 1, column, "claims")
    assert one == [0.0, 0.0] and two[0] < -0.3 and two[1] > 0.1


def test_the_words_around(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("a battle one nation")
    log_p = even(document)
    spans = np.flatnonzero(document.start == 1)
    log_p[spans] = np.where(np.isinf(log_p[spans]), -np.inf, -4)
    log_p[spans, 2] = -0.1
    found = joint_features(document, log_p, company, pair_classes(table))
    left, right, farther, beyond, inside, overlapping = row(document, found, 2, 1, 0, "around")
    assert left == pytest.approx(1 - np.exp(-4), abs=1e-3) and overlapping == 0
    assert 0 < farther < left and 0 < inside < left and right > 0 and beyond == 0


def test_spans_that_overlap(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("they may very well be a part of it")
    at = document.tokens.texts.index("may")
    (length,) = {int(n) for n in document.length[document.start == at]} - {1}
    log_p = even(document)
    found = joint_features(document, log_p, company, pair_classes(table))
    (span,) = np.flatnonzero((document.start == at) & (document.length == length))
    best = round(float(np.exp(log_p[span, 2:].max())), 3)
    assert row(document, found, at + 1, 1, 0, "around")[5] == best


@pytest.mark.parametrize("text", ["", "...", "Battle"])
def test_short_texts(company: Company, prepare: Preparer, table: PhraseTable, text: str) -> None:
    document = prepare(text)
    found = joint_features(document, even(document), company, pair_classes(table))
    assert np.isfinite(found.features).all() and found.features.shape[1] == JOINT_FEATURES

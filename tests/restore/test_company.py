"""Readings judged by their neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from restore.company import Company
from restore.document import Document, Preparer
from restore.ngrams import NGrams, pair_hash, single_hash, word_hash
from restore.table import PhraseTable


def even(document: Document) -> np.ndarray:  # type: ignore[type-arg]
    """Log-probabilities that leave every reading of a span as likely as the next."""
    listed = document.candidates >= 0
    log_p = np.full((len(document.start), 2 + listed.shape[1]), -np.inf, dtype=np.float32)
    log_p[:, :2] = 0
    log_p[:, 2:][listed] = 0
    return log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True)


@pytest.fixture
def company(table: PhraseTable) -> Company:
    seen = {("the", "war"): 400, ("war", "in"): 300, ("the", "nation"): 20}
    rows = [(pair_hash(*(np.array([word_hash(w)], np.uint32) for w in pair)), n) for pair, n in seen.items()]
    rows += [(single_hash(np.array([word_hash(w)], np.uint32)), 1000) for w in ("the", "war", "in", "battle")]
    keys = np.concatenate([k for k, _ in rows])
    order = np.argsort(keys)
    return Company(NGrams.of_counts(keys[order], np.array([n for _, n in rows])[order], 1e5), table)


def test_a_reading_that_its_neighbours_know_gains(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("They saw the battle in spring.")
    log_p = even(document)
    beside, stands = company.beside(document, log_p)
    span = next(i for i, s in enumerate(document.start) if document.tokens.texts[s] == "battle" and document.length[i] == 1)
    place = 2 + document.candidates[span].tolist().index(table.ids["war"])
    left, right, inside, size = beside[span, place]
    assert left > 1 and left + right > 1 and (inside, size) == (0, 0)
    assert not beside[:, :2].any()  # what stands is compared with itself; "other" has no words
    assert (stands < 0).all() and stands.shape == (len(log_p), 2)


def test_what_the_ranker_rules_out_is_not_told_from_what_stands(company: Company, prepare: Preparer) -> None:
    document = prepare("The battle within the nation. A large number of battles, and the place\nthey would be part of it.")
    log_p = even(document)
    log_p[:, 0], log_p[:, 2:] = 0, np.where(np.isinf(log_p[:, 2:]), -np.inf, -30)
    assert not company.beside(document, log_p)[0].any()
    assert np.isfinite(company.beside(document, even(document))[0]).all()


@pytest.mark.parametrize("text", ["", "...", "Battle", "battle battle"])
def test_short_texts(company: Company, prepare: Preparer, text: str) -> None:
    document = prepare(text)
    assert company.beside(document, even(document))[0].shape == (*even(document).shape, 4)

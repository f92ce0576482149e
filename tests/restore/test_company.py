"""Readings judged by their neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from restore.company import Company
from restore.document import Document, Preparer
from restore.ngrams import NGrams, pair_hash, single_hash, word_hash
from restore.settings import COMPANY_FEATURES
from restore.table import PhraseTable

NETWORK = (1.0, *[0.0] * (COMPANY_FEATURES - 1))
NEIGHBOURS = (1.0, 0.5, 0.5, 0.5, *[0.0] * (COMPANY_FEATURES - 4))


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


def test_no_weights_change_nothing(company: Company, prepare: Preparer) -> None:
    document = prepare("The battle in the nation.")
    log_p = even(document)
    assert company(document, log_p, ()) is log_p


def test_the_networks_weight_alone_gives_its_own_scores(company: Company, prepare: Preparer) -> None:
    document = prepare("They saw the battle in the nation, the place it began.")
    log_p = even(document)
    assert company(document, log_p, NETWORK) == pytest.approx(log_p, abs=1e-5)


def test_a_reading_that_its_neighbours_know_gains(company: Company, prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("They saw the battle in spring.")
    log_p = even(document)
    after = company(document, log_p, NEIGHBOURS)
    span = next(i for i, s in enumerate(document.start) if document.tokens.texts[s] == "battle" and document.length[i] == 1)
    place = 2 + document.candidates[span].tolist().index(table.ids["war"])
    assert after[span, place] > log_p[span, place] + 0.3
    assert after[span, 0] < log_p[span, 0]


def test_rows_stay_distributions_and_padding_stays_out(company: Company, prepare: Preparer) -> None:
    document = prepare("The battle within the nation. A large number of battles, and the place\nthey would be part of it.")
    log_p = even(document)
    after = company(document, log_p, NEIGHBOURS)
    assert np.exp(after).sum(1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(np.isinf(after), np.isinf(log_p))


@pytest.mark.parametrize("text", ["", "...", "Battle", "battle battle"])
def test_short_texts(company: Company, prepare: Preparer, text: str) -> None:
    document = prepare(text)
    assert company(document, even(document), NEIGHBOURS).shape == even(document).shape

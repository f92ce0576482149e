"""Fitting the weights of restore.company."""

from __future__ import annotations

import numpy as np
import pytest
from dev_cases import Case, cut, partial_table
from fit_company import fit_company

from restore.company import Company
from restore.document import Document, Preparer
from restore.ngrams import NGrams
from restore.ranker import Scores
from restore.settings import COMPANY_FEATURES
from restore.simulator import Spun
from restore.table import BIT, PhraseTable

TEXT = "The battle within the nation. A large number of battles, and the place they would be part of it."


def case(document: Document, overconfident: float) -> Case:
    """A case whose network is sure of "keep" everywhere, where every listed first candidate is right."""
    listed = document.candidates >= 0
    log_p = np.full((len(document.start), 2 + listed.shape[1]), -np.inf, dtype=np.float32)
    log_p[:, 0], log_p[:, 1] = overconfident, -3
    log_p[:, 2:][listed] = 0
    log_p -= np.logaddexp.reduce(log_p, axis=1, keepdims=True)
    label = np.where(listed[:, 0], 2, 0).astype(np.int64)
    scores = Scores(log_p, np.zeros((len(log_p), 4), np.float32), np.ones(len(document.windows.pieces), np.bool_))
    return Case(TEXT, Spun(TEXT, ()), document, scores, label)


def loss(company: Company, cases: list[Case], weights: tuple[float, ...]) -> float:
    parts = [-company(c.document, c.scores.log_p, weights)[np.arange(len(c.label)), c.label] for c in cases]
    return float(np.concatenate(parts).mean())


def test_the_fit_is_better_than_the_network_alone(prepare: Preparer, table: PhraseTable, ngrams: NGrams) -> None:
    cases = [case(prepare(TEXT), 2.0), case(prepare("Meanwhile the struggle within the nation went on."), 2.0)]
    company = Company(ngrams, table)
    weights = fit_company(company, cases)
    assert len(weights) == COMPANY_FEATURES
    assert loss(company, cases, weights) < loss(company, cases, (1.0, *[0.0] * (COMPANY_FEATURES - 1))) - 0.1


def test_a_partial_table_lacks_sources_and_infers_anew() -> None:
    pairs = {(f"form{i}", f"source{i}"): (0.9, BIT["lexicon"]) for i in range(200)}
    table = PhraseTable.from_pairs(pairs | {("source1", "form1"): (0.1, BIT["inferred"])}, {}, 10.0)
    part = partial_table(table, 0.5)
    trusted = {part.phrases[s] for s in part.source[(part.origin & BIT["lexicon"]) > 0]}
    assert 60 < len(trusted) < 140
    inferred = {part.phrases[s] for s in part.source[(part.origin & BIT["inferred"]) > 0]}
    assert inferred == {s.replace("source", "form") for s in trusted}
    assert partial_table(table, 0.0) is table


@pytest.mark.parametrize(("words", "expected"), [(2, "one two"), (3, "one two three"), (9, "one two three")])
def test_texts_are_cut_at_a_blank(words: int, expected: str) -> None:
    assert cut("one two three", words) == expected

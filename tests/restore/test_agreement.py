"""The article before a damaged word as a witness."""

from __future__ import annotations

import numpy as np
import pytest

from restore.agreement import weigh_articles
from restore.document import Preparer
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.table import BIT, PhraseTable

PAIRS = {
    ("necessary", "important"): (0.5, BIT["lexicon"]),
    ("necessary", "vital"): (0.4, BIT["lexicon"]),
}


@pytest.mark.parametrize(
    ("text", "gains", "loses"), [("an necessary ally", "important", "vital"), ("a necessary ally", "vital", "important")]
)
def test_candidates_must_fit_the_article(pieces: Pieces, text: str, gains: str, loses: str) -> None:
    table = PhraseTable.from_pairs(PAIRS, {"important": 5.0, "vital": 5.0, "necessary": 5.0}, 14.0)
    prepare = Preparer.of(table, pieces, NGrams.of_counts(np.zeros(0, np.uint32), np.zeros(0, np.int64), 1.0))
    document = prepare(text)
    scores = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    scores[:, :2] = np.log(0.25)
    span = 1
    scores[span, 2:4] = np.log(0.25)
    revised = weigh_articles(document, scores, table, 2.0)
    place = {table.phrases[int(p)]: i for i, p in enumerate(document.candidates[span, :2])}
    assert revised[span, 2 + place[gains]] > revised[span, 2 + place[loses]]
    # the wording as it stands is a reading like any other
    assert (revised[span, 0] < revised[span, 1]) == text.startswith("an ")
    assert np.exp(revised[span][np.isfinite(revised[span])]).sum() == pytest.approx(1, abs=1e-5)


def test_no_article_no_change(pieces: Pieces) -> None:
    table = PhraseTable.from_pairs(PAIRS, {}, 14.0)
    prepare = Preparer.of(table, pieces, NGrams.of_counts(np.zeros(0, np.uint32), np.zeros(0, np.int64), 1.0))
    document = prepare("the necessary ally")
    scores = np.zeros((len(document.start), 2 + document.candidates.shape[1]), dtype=np.float32)
    assert weigh_articles(document, scores, table, 2.0) is scores

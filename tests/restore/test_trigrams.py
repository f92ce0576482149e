"""The trigram model."""

from __future__ import annotations

import numpy as np
import pytest

from restore.ngrams import Hashes, NGrams, pair_hash, single_hash, triple_hash, word_hash
from restore.trigrams import TrigramModel


def h(*words: str) -> Hashes:
    return np.array([word_hash(w) for w in words], dtype=np.uint32)


@pytest.fixture
def model() -> TrigramModel:
    rows = [
        (single_hash(h("belt")), 100), (single_hash(h("road")), 500), (pair_hash(h("and"), h("road")), 90),
        (single_hash(h("and")), 9000), (triple_hash(h("belt"), h("and"), h("road")), 80), (pair_hash(h("belt"), h("and")), 90),
    ]  # fmt: skip
    keys = np.concatenate([k for k, _ in rows])
    order = np.argsort(keys)
    return TrigramModel(NGrams.of_counts(keys[order], np.array([c for _, c in rows])[order], 1e5))


def test_longer_histories_sharpen(model: TrigramModel) -> None:
    one, two, three = model.one(h("road")), model.two(h("and"), h("road")), model.three(h("belt"), h("and"), h("road"))
    assert 0 < one[0] < two[0] < three[0] < 1


def test_unseen_histories_back_off(model: TrigramModel) -> None:
    assert model.two(h("zebra"), h("road")) == pytest.approx(model.one(h("road")))
    assert model.three(h("zebra"), h("and"), h("road")) == pytest.approx(model.two(h("and"), h("road")))


def test_unseen_words_keep_some_probability(model: TrigramModel) -> None:
    assert 0 < model.three(h("belt"), h("and"), h("zebra"))[0] < 1e-3

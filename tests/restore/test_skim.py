"""The first judgement of a text, before the network reads it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.document import Preparer
from restore.errors import InputError
from restore.gate import LONG_ENOUGH
from restore.skim import SKIM_FEATURES, skim_features, skim_score

CLEAN = "It may well be a part of the battle within the nation, as the people of the old town could say of it. "
SPUN = "It may very well be an element of the combat throughout the nation, as the folks of the previous city might say of it. "
EVEN = [0.0] * SKIM_FEATURES


def test_features_are_means_over_words(prepare: Preparer) -> None:
    document = prepare(SPUN * 8)
    single = document.length == 1
    words = int(single.sum())
    features = skim_features(document)
    absence, distinct = document.span_features[0, 3:5] * min(1.0, words / 300)
    assert features[:4] == pytest.approx([1.0, absence, distinct, np.log(words + 1) / 7])
    assert features[5] == pytest.approx((document.span_features[single, 16] == 0).mean())
    best = [
        max((p[8] for p, c in zip(pairs, ids) if c >= 0), default=0.0)
        for pairs, ids in zip(document.pair_features[single], document.candidates[single])
    ]
    assert features[6] == pytest.approx(np.mean(best), abs=1e-6)
    assert 0 <= features[9] <= features[8] <= 1
    assert features[10:] == pytest.approx(features[4:10] * (np.log(words + 1) - 6.3))


def test_length_counts_up_to_two_thousand_words(prepare: Preparer) -> None:
    long, longer = skim_features(prepare(SPUN * 100)), skim_features(prepare(SPUN * 200))
    assert long[3] == longer[3] == pytest.approx(7.6 / 7)
    assert long[4:] == pytest.approx(longer[4:], rel=0.2, abs=0.01)


def test_forms_that_spinners_write_count(prepare: Preparer) -> None:
    assert skim_features(prepare(SPUN * 8))[8] > skim_features(prepare(CLEAN * 8))[8]


@pytest.mark.parametrize("text", ["", "…", CLEAN * 2, "x = 1; y = [2]; // --- " * 60])
def test_what_tells_too_little_has_no_score(prepare: Preparer, text: str) -> None:
    document = prepare(text)
    assert skim_features(document).shape == (SKIM_FEATURES,) and not skim_features(document).any()
    assert skim_score(document, EVEN) is None


def test_a_model_without_weights_has_no_score(prepare: Preparer) -> None:
    assert skim_score(prepare(CLEAN * 8), ()) is None
    assert skim_score(prepare(CLEAN * 8), EVEN) == 0.5


def test_by_hand(prepare: Preparer) -> None:
    document = prepare(CLEAN * 8)
    length = skim_features(document)[3]
    assert skim_score(document, (-3.0, 0.0, 0.0, 1.0, *[0.0] * 12)) == round(1 / (1 + np.exp(3 - length)), 4)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from([*CLEAN.split(), *SPUN.split(), "Zembla", "42"]), min_size=LONG_ENOUGH, max_size=200))
def test_bounded(prepare: Preparer, words: list[str]) -> None:
    document = prepare(" ".join(words))
    assert np.isfinite(skim_features(document)).all()
    assert 0 <= (skim_score(document, [1e6] * SKIM_FEATURES) or 0) <= 1


@pytest.mark.parametrize("count", [1, SKIM_FEATURES - 1, SKIM_FEATURES + 1])
def test_weights_of_another_version(prepare: Preparer, count: int) -> None:
    with pytest.raises(InputError, match=f"{count} weights"):
        skim_score(prepare(CLEAN * 8), [1.0] * count)

"""The document gate: features of the span scores, a score in 0–1."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from restore.document import Document, Preparer
from restore.errors import InputError
from restore.gate import GATE_FEATURES, gate_features, spun_score, word_damage

Floats = NDArray[np.float32]
TEXT = "It may very well be a battle within the nation. People could fight."


def damaged(document: Document, chance: float | list[float]) -> Floats:
    """Scores of a document whose spans are damaged with the given probability."""
    p = np.zeros((len(document.start), 2 + document.candidates.shape[1]), dtype=np.float32)
    p[:, 1] = chance
    p[:, 0] = 1 - p[:, 1]
    with np.errstate(divide="ignore"):
        return np.log(p)


def test_damage_is_that_of_single_words(prepare: Preparer) -> None:
    document = prepare(TEXT)
    chances = np.linspace(0.05, 0.95, len(document.start)).tolist()
    single, damage = word_damage(document, damaged(document, chances))
    assert [document.tokens.texts[document.start[s]] for s in single] == [t for t in document.tokens.texts if t != "."]
    assert damage == pytest.approx([chances[s] for s in single.tolist()], abs=1e-6)


@pytest.mark.parametrize("text", ["", " \n", "… — {}"])
def test_no_words_is_not_spun(prepare: Preparer, text: str) -> None:
    document = prepare(text)
    features = gate_features(document, damaged(document, 0.0))
    assert features.shape == (GATE_FEATURES,)
    assert spun_score(features, [5.0] * GATE_FEATURES) == 0.0


def test_model_without_gate(prepare: Preparer) -> None:
    document = prepare(TEXT)
    assert spun_score(gate_features(document, damaged(document, 1.0)), ()) == 0.0


def test_features(prepare: Preparer) -> None:
    document = prepare(TEXT)
    features = gate_features(document, damaged(document, 0.8))
    words = sum(document.tokens.words)
    assert features[0] == 1.0
    assert features[1:4] == pytest.approx([np.log(0.803), np.log(1.003), np.log(0.003)], abs=1e-4)
    assert features[4:6] == pytest.approx(document.span_features[0, 3:5] * words / 300, abs=1e-6)
    assert features[6] == pytest.approx(np.log(words + 1) / 7)
    assert features[7] == pytest.approx(features[1] * features[6])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=1), st.lists(st.floats(-100, 100), min_size=8, max_size=8))
def test_bounded(prepare: Preparer, chance: list[float], weights: list[float]) -> None:
    document = prepare(TEXT)
    features = gate_features(document, damaged(document, chance[0]))
    assert np.isfinite(features).all()
    assert 0 <= spun_score(features, weights) <= 1


def test_more_damage_scores_higher(prepare: Preparer) -> None:
    document = prepare(TEXT)
    weights = [4.0, 1.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.2]
    found = [spun_score(gate_features(document, damaged(document, c)), weights) for c in (0.0, 0.1, 0.3, 0.6, 0.95)]
    assert found == sorted(set(found))


def test_by_hand() -> None:
    features = np.array([1.0, 2.0, 0, 0, 0, 0, 0, 0])
    assert spun_score(features, (0.5, -1.0, 0, 0, 0, 0, 0, 0)) == round(1 / (1 + np.exp(1.5)), 4)


@pytest.mark.parametrize("count", [1, GATE_FEATURES - 1, GATE_FEATURES + 1])
def test_gate_of_another_version(count: int) -> None:
    with pytest.raises(InputError, match=f"{count} weights"):
        spun_score(np.ones(GATE_FEATURES), [1.0] * count)

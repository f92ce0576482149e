"""The article's key, worked by hand on small articles."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from restore.document import Document, Preparer
from restore.key import _FLOOR, infer_key
from restore.settings import Settings

Floats = NDArray[np.float32]
OFF = Settings(pool=0.0, pool_keep=0.0, claim=0.0, rounds=3)


def judged(prepare: Preparer, document: Document, p: dict[tuple[int, str], float]) -> Floats:
    """log P of a document's spans: those given as (word number, "keep" | original), the rest of each word's mass on "other"."""
    log_p = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    log_p[:, 1] = 0.0
    for (span, name), value in p.items():
        log_p[span, column(prepare, document, span, name)] = np.log(value)
        rest = 1 - sum(v for (s, _), v in p.items() if s == span)
        log_p[span, 1] = np.log(rest) if rest > 1e-9 else -np.inf
    return log_p


def column(prepare: Preparer, document: Document, span: int, name: str) -> int:
    if name == "keep":
        return 0
    place: int = document.candidates[span].tolist().index(prepare.table.ids[name])
    return 2 + place


def normal(*weights: float) -> list[float]:
    return [w / sum(weights) for w in weights]


def test_two_places_of_one_form(prepare: Preparer) -> None:
    # keep, other, war, fight at the first place and at the second
    document = prepare("battle x battle")
    war, fight = (column(prepare, document, 0, name) for name in ("war", "fight"))
    log_p = judged(
        prepare,
        document,
        {(0, "keep"): 0.2, (0, "war"): 0.4, (0, "fight"): 0.3, (2, "keep"): 0.1, (2, "fight"): 0.8, (2, "war"): 0.1},
    )
    out = np.exp(infer_key(document, log_p, Settings(pool=1.0, pool_keep=0.0, claim=0.0, rounds=1)))
    first = normal(0.2, 0.1, 0.4 * (0.1 + _FLOOR) / (1 + _FLOOR), 0.3 * (0.8 + _FLOOR) / (1 + _FLOOR))
    second = normal(0.1, 0.8 * (0.3 + _FLOOR) / (1 + _FLOOR), 0.1 * (0.4 + _FLOOR) / (1 + _FLOOR))
    assert out[0, [0, 1, war, fight]] == pytest.approx(first, abs=1e-6)
    assert out[2, [0, fight, war]] == pytest.approx(second, abs=1e-6)
    # the places now agree, and the word between them is not touched
    assert out[0, fight] > out[0, war]
    assert (infer_key(document, log_p, Settings())[1] == log_p[1]).all()


def test_half_the_weight_is_the_root(prepare: Preparer) -> None:
    document = prepare("nation x nation")
    country = column(prepare, document, 0, "country")
    log_p = judged(prepare, document, {(0, "keep"): 0.6, (0, "country"): 0.4, (2, "keep"): 0.1, (2, "country"): 0.9})
    out = np.exp(infer_key(document, log_p, Settings(pool=0.5, pool_keep=1.0, claim=0.0, rounds=1)))
    by_hand = normal(0.6 * (0.1 + _FLOOR) / (1 + _FLOOR), 0.4 * ((0.9 + _FLOOR) / (1 + _FLOOR)) ** 0.5)
    assert out[0, [0, country]] == pytest.approx(by_hand, abs=1e-6)


def test_two_forms_claim_one_original(prepare: Preparer) -> None:
    document = prepare("struggle x combat")
    struggle, combat, fight = (column(prepare, document, *at) for at in ((0, "war"), (2, "war"), (2, "fight")))
    log_p = judged(prepare, document, {(0, "keep"): 0.2, (0, "war"): 0.8, (2, "keep"): 0.3, (2, "war"): 0.4, (2, "fight"): 0.3})
    out = np.exp(infer_key(document, log_p, Settings(pool=0.0, pool_keep=0.0, claim=1.0, rounds=1)))
    all_claims = 0.8 + 0.4 + _FLOOR
    assert out[0, [0, struggle]] == pytest.approx(normal(0.2, 0.8 * (0.8 + _FLOOR) / all_claims), abs=1e-6)
    # "fight" has no rival: its factor is 1
    assert out[2, [0, combat, fight]] == pytest.approx(normal(0.3, 0.4 * (0.4 + _FLOOR) / all_claims, 0.3), abs=1e-6)
    assert out[2, fight] > out[2, combat]


def test_claims_of_a_form_add_up_over_its_places(prepare: Preparer) -> None:
    document = prepare("struggle combat combat")
    war = column(prepare, document, 0, "war")
    log_p = judged(
        prepare,
        document,
        {(0, "keep"): 0.5, (0, "war"): 0.5, (1, "keep"): 0.4, (1, "war"): 0.6, (2, "keep"): 0.4, (2, "war"): 0.6},
    )
    out = np.exp(infer_key(document, log_p, Settings(pool=0.0, pool_keep=0.0, claim=1.0, rounds=1)))
    assert out[0, [0, war]] == pytest.approx(normal(0.5, 0.5 * (0.5 + _FLOOR) / (0.5 + 1.2 + _FLOOR)), abs=1e-6)


def test_case_forms_have_keys_of_their_own(prepare: Preparer) -> None:
    document = prepare("Battle x battle Struggle")
    log_p = judged(
        prepare,
        document,
        {(0, "keep"): 0.5, (0, "fight"): 0.5, (2, "keep"): 0.5, (2, "war"): 0.5, (3, "keep"): 0.5, (3, "war"): 0.5},
    )
    out = infer_key(document, log_p, Settings(pool=1.0, pool_keep=1.0, claim=1.0, rounds=2))
    assert out == pytest.approx(log_p, abs=1e-6)


def test_rounds_go_on_from_the_round_before(prepare: Preparer) -> None:
    document = prepare("battle x battle")
    log_p = judged(prepare, document, {(0, "war"): 0.6, (0, "fight"): 0.4, (2, "war"): 0.9, (2, "fight"): 0.1})
    war = column(prepare, document, 0, "war")
    found = [float(np.exp(infer_key(document, log_p, Settings(pool=0.5, claim=0.0, rounds=r))[0, war])) for r in range(4)]
    assert found[0] == pytest.approx(0.6)
    assert found == sorted(found) and found[1] < found[2]


weights = st.floats(0, 2)
ARTICLE = (
    "The battle and the combat. Battle of the nation, combat within the nation; struggle, struggle. White Home may very well be."
)


def random_scores(document: Document, seed: int) -> Floats:
    draw = np.random.default_rng(seed)
    valid = np.concatenate([np.ones((len(document.start), 2), dtype=bool), document.candidates >= 0], axis=1)
    with np.errstate(divide="ignore"):
        raw = np.where(valid, np.exp(3 * draw.standard_normal(valid.shape)), 0)
        return np.asarray(np.log(raw / raw.sum(1, keepdims=True)), dtype=np.float32)


@given(st.integers(0, 2**32), weights, weights, weights, st.integers(0, 4))
def test_probabilities_sum_to_one(prepare: Preparer, seed: int, pool: float, pool_keep: float, claim: float, rounds: int) -> None:
    document = prepare(ARTICLE)
    log_p = random_scores(document, seed)
    out = infer_key(document, log_p, Settings(pool=pool, pool_keep=pool_keep, claim=claim, rounds=rounds))
    assert np.exp(out).sum(1) == pytest.approx(np.ones(len(out)), abs=1e-4)
    assert (np.isneginf(out) == np.isneginf(log_p)).all()
    listed = document.candidates[:, 0] >= 0
    assert (out[~listed] == log_p[~listed]).all()


@given(st.integers(0, 2**32))
def test_nothing_changes_without_weights(prepare: Preparer, seed: int) -> None:
    document = prepare(ARTICLE)
    log_p = random_scores(document, seed)
    assert infer_key(document, log_p, OFF) == pytest.approx(log_p, abs=1e-5)


@pytest.mark.parametrize("text", ["", "…", "no listed word"])
def test_nothing_listed(prepare: Preparer, text: str) -> None:
    document = prepare(text)
    log_p = judged(prepare, document, {})
    assert (infer_key(document, log_p, Settings()) == log_p).all()


def test_input_stays_as_it_was(prepare: Preparer) -> None:
    document = prepare(ARTICLE)
    log_p = random_scores(document, 1)
    before = log_p.copy()
    infer_key(document, log_p, Settings())
    assert (log_p == before).all()

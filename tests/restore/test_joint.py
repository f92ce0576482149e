"""The second stage: what its scores make of the ranker's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from restore.company import Company
from restore.document import Document, Preparer
from restore.engine_mix import pair_classes
from restore.errors import InputError
from restore.joint import Joint, JointWeights
from restore.joint_features import GROUPS, JOINT_FEATURES
from restore.ngrams import NGrams
from restore.table import PhraseTable

TEXT = "They may very well be part of the battle within the nation, and the battle was a struggle. " * 3


@pytest.fixture
def joint(ranker_alone: JointWeights, ngrams: NGrams, table: PhraseTable) -> Joint:
    return Joint((ranker_alone,), Company(ngrams, table), pair_classes(table))


@pytest.fixture
def document(prepare: Preparer) -> Document:
    return prepare(TEXT)


def drawn(document: Document, seed: int = 0) -> np.ndarray:  # type: ignore[type-arg]
    """Log-probabilities drawn at random."""
    log_p = np.random.default_rng(seed).normal(0, 3, (len(document.start), 2 + document.candidates.shape[1])).astype(np.float32)
    log_p[:, 2:][document.candidates < 0] = -np.inf
    return np.asarray(log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True), dtype=np.float32)


def random_weights(seed: int = 1) -> JointWeights:
    draw = np.random.default_rng(seed)
    shapes = ((JOINT_FEATURES,), (JOINT_FEATURES,), (8, JOINT_FEATURES), (8,), (8, 8), (8,), (8,), (JOINT_FEATURES,))
    mean, _, *others = (torch.from_numpy(draw.normal(0, 0.3, shape).astype(np.float32)) for shape in shapes)
    return JointWeights(mean, torch.ones(JOINT_FEATURES), *others)


def test_without_weights_nothing_changes(joint: Joint, document: Document) -> None:
    log_p = drawn(document)
    assert replace(joint, rounds=())(document, log_p) is log_p


def test_scores_of_the_ranker_give_its_probabilities(joint: Joint, document: Document) -> None:
    log_p = drawn(document)
    assert np.exp(joint(document, log_p)) == pytest.approx(np.exp(log_p), abs=1e-5)


def test_rows_stay_distributions_and_unlikely_readings_stay_unlikely(joint: Joint, document: Document) -> None:
    log_p = drawn(document)
    after = replace(joint, rounds=(random_weights(),))(document, log_p)
    assert np.exp(after).sum(1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(np.isinf(after), np.isinf(log_p))
    assert np.abs(after[log_p > -6] - log_p[log_p > -6]).max() > 0.5
    unlikely = np.isfinite(log_p) & (log_p < -6.001)
    unlikely[:, :2] = False
    assert unlikely.any()
    assert after[unlikely] == pytest.approx(log_p[unlikely], abs=1e-3)


def test_the_same_scores_whatever_comes_after() -> None:
    weights, features = random_weights(), np.random.default_rng(2).normal(size=(5000, JOINT_FEATURES)).astype(np.float32)
    whole = weights.scores(features)
    assert np.array_equal(whole[:10], weights.scores(features[:10]))
    assert whole[4990:] == pytest.approx(weights.scores(features[4990:]), abs=1e-4)


def test_groups_left_out_do_not_count() -> None:
    weights, features = random_weights().without("company", "around"), np.zeros((2, JOINT_FEATURES), np.float32)
    features[1, GROUPS["company"]], features[1, GROUPS["around"]] = 3.0, -3.0
    one, two = weights.scores(features)
    assert one == two
    features[1, GROUPS["pair"]] = 1.0
    assert weights.scores(features)[1] != one


def test_no_spans(joint: Joint, prepare: Preparer) -> None:
    document = prepare("...")
    assert not len(joint(document, drawn(document)))


def test_each_round_weighs_what_the_one_before_made(joint: Joint, document: Document) -> None:
    log_p = drawn(document)
    one, two = (replace(joint, rounds=(random_weights(seed),)) for seed in (1, 2))
    both = replace(joint, rounds=(*one.rounds, *two.rounds))(document, log_p)
    assert np.array_equal(both, two(document, one(document, log_p)))
    assert not np.allclose(both, one(document, log_p)) and not np.allclose(both, two(document, log_p))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "joint.safetensors"
    rounds = [random_weights(1), random_weights(2)]
    JointWeights.save(rounds, path)
    read = JointWeights.load(path)
    assert len(read) == 2 and [p.name for p in tmp_path.iterdir()] == [path.name]
    for a, b in zip(read, rounds):
        assert all(np.array_equal(x, y) for x, y in zip(vars(a).values(), vars(b).values(), strict=True))


@pytest.mark.parametrize("damage", ["missing", "cut", "other", "rounds", "features"])
def test_a_file_that_cannot_be_used_is_one_line(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "joint.safetensors"
    if damage != "missing":
        tensors = {name: tensor[None] for name, tensor in vars(random_weights()).items()}
        if damage == "other":
            del tensors["last"]
        if damage == "rounds":
            tensors["last"] = torch.cat([tensors["last"]] * 2)
        if damage == "features":
            tensors["mean"] = tensors["mean"][:, 1:].contiguous()
        save_file(tensors, path)
        if damage == "cut":
            path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(InputError, match="reinstall the model") as caught:
        JointWeights.load(path)
    assert "\n" not in str(caught.value)

"""The ranker: scores of a document are its own, whatever was read before; damaged models are refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

import restore.ranker
from restore.encoder import EncoderConfig
from restore.errors import InputError
from restore.network import SpanRanker
from restore.ranker import OPEN_LEAST, PHRASES_A_CHUNK, Ranker
from restore.settings import ModelFiles
from restore.table import BIT, PhraseTable
from restore.weights import load_weights, save_weights

TEXT = "It may very well be a battle within the nation. Folks be a part of the combat, and specialists haven't any."
LONG = "\n".join(
    f"The {w} battle within the nation may very well be necessary for folks, combat {w}." * 3
    for w in "abcdefghijklmnopqrstuvwxyz"
)


@pytest.fixture(scope="module")
def ranker(tiny_model: Path) -> Ranker:
    return Ranker(ModelFiles.read(tiny_model))


def test_scores_are_log_probabilities(ranker: Ranker) -> None:
    document = ranker.prepare(TEXT)
    scores = ranker.score(document)
    assert scores.log_p.shape == (len(document.start), 2 + document.candidates.shape[1])
    assert np.exp(scores.log_p).sum(1) == pytest.approx(np.ones(len(scores.log_p)), abs=1e-5)
    assert np.isfinite(scores.log_p[:, :2]).all()
    assert (np.isneginf(scores.log_p[:, 2:]) == (document.candidates < 0)).all()
    assert scores.vectors.shape == (len(document.start), 32)
    # random as the weights are, they tell places apart
    assert np.ptp(scores.log_p[:, 0]) > 0.5


@pytest.mark.parametrize("text", ["", "…", "\n"])
def test_no_words(ranker: Ranker, text: str) -> None:
    scores = ranker.score(ranker.prepare(text))
    assert scores.log_p.shape[0] == scores.vectors.shape[0] == 0


def test_same_text_same_bytes(ranker: Ranker) -> None:
    document = ranker.prepare(LONG)
    first, second = ranker.score(document), ranker.score(ranker.prepare(LONG))
    assert first.log_p.tobytes() == second.log_p.tobytes()
    assert first.vectors.tobytes() == second.vectors.tobytes()


def test_vectors_do_not_depend_on_what_was_asked_before(tiny_copy: Path, vocabulary: Path) -> None:
    # At the real width a product of few rows is computed by other means than one of many; the last bits differ.
    width, names = 384, [a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"]
    table = PhraseTable.from_pairs({("form", n): (0.5, BIT["lexicon"]) for n in names}, {}, 14.0)

    def change(data: Any) -> Any:
        data["encoder"] |= {"hidden_size": width, "num_hidden_layers": 1}
        return data

    path = tiny_copy / "restore.json"
    path.write_text(json.dumps(change(json.loads(path.read_text()))))
    files = ModelFiles.read(tiny_copy)
    with torch.random.fork_rng():
        torch.manual_seed(1)
        save_weights(SpanRanker(EncoderConfig.from_dict(files.encoder)).state_dict(), files.weights)
    files.embeddings.write_bytes(files.weights.read_bytes())
    everything = np.arange(len(table.phrases), dtype=np.int32)
    one_by_one, at_once = Ranker(files, table), Ranker(files, table)
    with torch.inference_mode():
        whole = at_once.phrase_vectors(everything)
        assert len(everything) > 2 * PHRASES_A_CHUNK
        for i in (400, 7, 30, 29, 600, 31, 2):
            assert torch.equal(one_by_one.phrase_vectors(everything[i : i + 1]), whole[i : i + 1])
        assert torch.equal(one_by_one.phrase_vectors(everything[::-1].copy()), whole.flip(0))


def test_history_does_not_change_scores(ranker: Ranker, tiny_model: Path) -> None:
    fresh = Ranker(ModelFiles.read(tiny_model))
    expected = fresh.score(fresh.prepare(TEXT))
    for text in ("A struggle.", LONG, "", "Moreover, folks"):
        ranker.score(ranker.prepare(text))
    found = ranker.score(ranker.prepare(TEXT))
    assert found.log_p.tobytes() == expected.log_p.tobytes()
    assert found.vectors.tobytes() == expected.vectors.tobytes()


def test_chunks_change_nothing_that_matters(ranker: Ranker, monkeypatch: pytest.MonkeyPatch) -> None:
    document = ranker.prepare(LONG)
    assert len(document.windows.pieces) > restore.ranker.WINDOWS_A_CHUNK
    expected = ranker.score(document)
    monkeypatch.setattr(restore.ranker, "WINDOWS_A_CHUNK", 1)
    found = ranker.score(document)
    assert np.exp(found.log_p) == pytest.approx(np.exp(expected.log_p), abs=1e-4)


def test_open_candidates(ranker: Ranker) -> None:
    document = ranker.prepare(TEXT)
    vectors = ranker.score(document).vectors
    ids, logs = ranker.open_candidates(vectors, 5)
    assert ids.shape == logs.shape == (len(vectors), 5)
    common = np.flatnonzero(ranker.table.log_freq > OPEN_LEAST).tolist()
    assert set(ids.ravel().tolist()) <= set(common)
    assert (np.diff(logs, axis=1) <= 0).all() and (logs <= 0).all()
    assert all(len(set(row)) == 5 for row in ids.tolist())
    # asked for more than there are: all of them, their probabilities summing to one
    everything, logs = ranker.open_candidates(vectors[:2], 1000)
    assert [sorted(row) for row in everything.tolist()] == [common] * 2
    assert np.exp(logs).sum(1) == pytest.approx([1.0, 1.0], abs=1e-5)


def test_encode_only_counts_what_it_read(ranker: Ranker) -> None:
    document = ranker.prepare(LONG)
    assert ranker.encode_only(document) == sum(len(w) for w in document.windows.pieces)


def test_another_table(tiny_model: Path) -> None:
    table = PhraseTable.from_pairs({("folks", "persons"): (0.5, BIT["user"])}, {}, 14.0)
    ranker = Ranker(ModelFiles.read(tiny_model), table)
    document = ranker.prepare("folks battle")
    assert ranker.table is table
    assert np.isfinite(ranker.score(document).log_p).sum(1).tolist() == [3, 2]


@pytest.mark.parametrize("file", ["weights.safetensors", "embeddings.safetensors", "table.safetensors", "vocab.txt"])
@pytest.mark.parametrize("damage", ["missing", "garbage"])
def test_damaged_files(tiny_copy: Path, file: str, damage: str) -> None:
    path = tiny_copy / file
    path.unlink()
    if damage == "garbage":
        path.write_bytes(b"\xff\xfe\x00garbage" * 20)
    with pytest.raises(InputError, match=file) as caught:
        Ranker(ModelFiles.read(tiny_copy))
    assert "\n" not in str(caught.value)


def test_weights_of_another_network(tiny_copy: Path) -> None:
    weights = load_weights(tiny_copy / "weights.safetensors")
    del weights["match.weight"]
    save_weights(weights, tiny_copy / "weights.safetensors")
    with pytest.raises(InputError, match="do not fit"):
        Ranker(ModelFiles.read(tiny_copy))


@pytest.mark.parametrize(
    "encoder",
    [
        {"hidden_size": 64},
        {"num_hidden_layers": 3},
        {"hidden_size": 30},
        {"hidden_size": "big"},
        {"hidden_act": "none such"},
        {"vocab_size": 0},
    ],
)
def test_description_of_another_network(tiny_copy: Path, encoder: dict[str, object]) -> None:
    path = tiny_copy / "restore.json"
    data = json.loads(path.read_text())
    data["encoder"] |= encoder
    path.write_text(json.dumps(data))
    with pytest.raises(InputError, match="reinstall the model") as caught:
        Ranker(ModelFiles.read(tiny_copy))
    assert "\n" not in str(caught.value)

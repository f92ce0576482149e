"""Any masked LM as a judge: worked by hand with one whose expectations are known."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

import restore.masked_lm
from restore.document import Document, Preparer
from restore.errors import InputError
from restore.masked_lm import WEIGHT, MaskedLM
from restore.models import load_model

Floats = NDArray[np.float32]
LOGITS = {"fight": 12.0, "war": 3.0, "battle": 1.0}


@pytest.fixture(scope="module")
def judge(masked_lm: Path) -> MaskedLM:
    return MaskedLM(str(masked_lm))


def even(document: Document, keep: float = 0.25) -> Floats:
    """Scores that leave all candidates of a span alike."""
    valid = document.candidates >= 0
    p = np.zeros((len(document.start), 2 + document.candidates.shape[1]), dtype=np.float32)
    p[:, 0] = keep
    p[:, 2:] = valid * (1 - keep - 0.1) / np.maximum(valid.sum(1, keepdims=True), 1)
    p[:, 1] = 1 - p[:, 0] - p[:, 2:].sum(1)
    with np.errstate(divide="ignore"):
        return np.log(p)


def columns(prepare: Preparer, document: Document, span: int, *names: str) -> list[int]:
    return [0 if n == "keep" else 2 + document.candidates[span].tolist().index(prepare.table.ids[n]) for n in names]


def test_by_hand(judge: MaskedLM, prepare: Preparer) -> None:
    document = prepare("the people could battle.")
    log_p = even(document)
    span = 3
    out = judge.rescore(document, log_p, prepare.table)
    at = columns(prepare, document, span, "keep", "war", "fight")
    # the LM's log-probabilities differ as its logits do, for every wording is one piece
    gains = WEIGHT * (np.array([LOGITS["battle"], LOGITS["war"], LOGITS["fight"]]) - LOGITS["battle"])
    raw = np.exp(log_p[span, at]) * np.exp(gains)
    assert np.exp(out[span, at]) == pytest.approx(raw / (raw.sum() + np.exp(log_p[span, 1])), abs=1e-5)
    # nothing is listed for the other words
    assert out[:span] == pytest.approx(log_p[:span], abs=1e-6)


def test_longer_wording_is_the_sum_of_its_pieces(judge: MaskedLM, prepare: Preparer, vocabulary: Path) -> None:
    document = prepare("the struggle of the people")
    log_p = even(document)
    count = len(vocabulary.read_text().splitlines())
    norm = np.log(count - 3 + sum(np.exp(v) for v in LOGITS.values()))
    # "struggle" is one piece of logit 0, "war" one of logit 3
    out = judge.rescore(document, log_p, prepare.table)
    at = columns(prepare, document, 1, "keep", "war")
    assert np.diff(out[1, at] - log_p[1, at]) == pytest.approx(WEIGHT * 3.0, abs=1e-4)
    # "nation" is six pieces, "country" one: the difference is five times the log-probability of a piece of logit 0
    document = prepare("the nation of the people")
    log_p = even(document)
    out = judge.rescore(document, log_p, prepare.table)
    at = columns(prepare, document, 1, "keep", "country")
    assert 5 * norm > 12
    assert np.diff(out[1, at] - log_p[1, at]) == pytest.approx(WEIGHT * 12, abs=1e-4)


@pytest.mark.parametrize(
    "text", ["", "…", "The Battle, the nation: it may very well be.\nFolks haven’t any combat 😀 within the nation.", "battle"]
)
def test_probabilities_stay_probabilities(judge: MaskedLM, prepare: Preparer, text: str) -> None:
    document = prepare(text)
    log_p = even(document)
    before = log_p.copy()
    out = judge.rescore(document, log_p, prepare.table)
    assert out.dtype == np.float32 and out.shape == log_p.shape
    assert np.exp(out).sum(1) == pytest.approx(np.ones(len(out)), abs=1e-5)
    assert (np.isneginf(out) == np.isneginf(log_p)).all()
    assert (log_p == before).all()


def test_words_judged_intact_are_not_asked_about(judge: MaskedLM, prepare: Preparer, monkeypatch: pytest.MonkeyPatch) -> None:
    document = prepare("the people could battle.")
    log_p = np.full_like(even(document), -20.0)
    log_p[:, 0] = 0.0

    def unwanted(**_: object) -> None:
        raise AssertionError("the model was run")

    monkeypatch.setattr(judge, "_model", unwanted)
    assert judge.rescore(document, log_p, prepare.table)[:, 0] == pytest.approx(0.0, abs=1e-5)


def test_sentence_too_long_for_the_model_is_left_as_it_was(judge: MaskedLM, prepare: Preparer) -> None:
    document = prepare("battle " * 60)
    log_p = even(document)
    assert judge.rescore(document, log_p, prepare.table) == pytest.approx(log_p, abs=1e-5)


def test_the_model_reads_the_sentence_and_its_masked_twin(
    judge: MaskedLM, prepare: Preparer, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "A street. The people could battle in the street! The road."
    document = prepare(text)
    read: list[str] = []
    model = judge._model

    def listen(input_ids: torch.Tensor, attention_mask: torch.Tensor) -> object:
        assert ((input_ids > 0) == (attention_mask > 0)).all()
        read.extend(str(judge._tokenizer.decode(row[row > 0])) for row in input_ids)
        return model(input_ids=input_ids, attention_mask=attention_mask)

    monkeypatch.setattr(judge, "_model", listen)
    judge.rescore(document, even(document), prepare.table)
    sentence = "the people could battle in the street!"
    assert read.count(f"[CLS] {sentence} [SEP] {sentence.replace('battle', '[MASK]')} [SEP]") == 3  # keep, war, fight
    assert read.count(f"[CLS] {sentence} [SEP] {sentence.replace('street', '[MASK]')} [SEP]") == 2  # keep, road
    assert read.count("[CLS] a street. [SEP] a [MASK]. [SEP]") == 2
    assert len(read) == 7


def test_scores_are_read_at_the_masks(judge: MaskedLM, prepare: Preparer, monkeypatch: pytest.MonkeyPatch) -> None:
    masks, fight = judge._tokenizer.mask_token_id, judge._tokenizer.convert_tokens_to_ids("fight")

    def model(input_ids: torch.Tensor, attention_mask: torch.Tensor) -> SimpleNamespace:
        logits = torch.zeros(*input_ids.shape, len(judge._tokenizer))
        logits[..., fight] = torch.where(input_ids == masks, 5.0, -5.0)
        return SimpleNamespace(logits=logits)

    monkeypatch.setattr(judge, "_model", model)
    for text in ("the people could battle.", "battle", "“Battle!” could the people join in the road? Folks."):
        document = prepare(text)
        log_p = even(document)
        (span,) = np.flatnonzero([t.lower() == "battle" for t in document.tokens.texts if t[0].isalpha()])
        out = judge.rescore(document, log_p, prepare.table)
        keep, place = columns(prepare, document, int(span), "keep", "fight")
        assert np.diff(out[span, [keep, place]] - log_p[span, [keep, place]]) == pytest.approx(WEIGHT * 5.0, abs=1e-4)


def test_batches_change_nothing_that_matters(
    masked_lm: Path, prepare: Preparer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from transformers import AutoModelForMaskedLM

    folder = Path(shutil.copytree(masked_lm, tmp_path / "random"))
    torch.manual_seed(2)
    model = AutoModelForMaskedLM.from_pretrained(folder)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    model.save_pretrained(folder)
    judge = MaskedLM(str(folder))
    document = prepare("The battle. The people of the nation may very well be in combat. Folks could battle within the nation.")
    log_p = even(document)
    expected = judge.rescore(document, log_p, prepare.table)
    assert np.abs(np.exp(expected) - np.exp(log_p)).max() > 0.05
    assert judge.rescore(document, log_p, prepare.table).tobytes() == expected.tobytes()
    monkeypatch.setattr(restore.masked_lm, "BATCH", 1)
    assert np.exp(judge.rescore(document, log_p, prepare.table)) == pytest.approx(np.exp(expected), abs=1e-4)


@pytest.mark.usefixtures("tiny_is_shipped")
def test_loaded_by_directory_beside_the_shipped_model(masked_lm: Path) -> None:
    for model in (masked_lm, str(masked_lm), f"{masked_lm}/"):
        ranker, judge = load_model(model, None)
        assert ranker.files.name == "tiny"
        assert judge is not None and judge.name == "tiny-bert"


def test_loading_says_nothing(masked_lm: Path, capfd: pytest.CaptureFixture[str]) -> None:
    MaskedLM(str(masked_lm))
    assert capfd.readouterr() == ("", "")


def refused(name: object) -> str:
    with pytest.raises(InputError) as caught:
        load_model(str(name), None)
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    "name", ["no-such-model", "nobody/no-such-model", "../nowhere", "/nowhere/at/all", "a b?c", "", "x" * 300, "nul\0"]
)
def test_unknown_name(name: str) -> None:
    assert repr(name) in refused(name)


def test_unusable_directories(masked_lm: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty")
    for file, content in (
        ("model.safetensors", b"\0" * 400),
        ("config.json", b"{"),
        ("config.json", b'{"model_type": "none such"}'),
    ):
        folder = Path(shutil.copytree(masked_lm, tmp_path / f"bad-{file}-{len(content)}"))
        (folder / file).write_bytes(content)
        assert str(folder) in refused(folder)
    folder = Path(shutil.copytree(masked_lm, tmp_path / "truncated"))
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    refused(folder)
    (folder / "model.safetensors").unlink()
    refused(folder)


def test_no_masked_lm(masked_lm: Path, tmp_path: Path) -> None:
    from transformers import GPT2Config, GPT2LMHeadModel

    folder = tmp_path / "gpt"
    GPT2LMHeadModel(GPT2Config(vocab_size=150, n_embd=16, n_layer=1, n_head=2, n_positions=32)).save_pretrained(folder)
    shutil.copyfile(masked_lm / "vocab.txt", folder / "vocab.txt")
    (folder / "tokenizer_config.json").write_text((masked_lm / "tokenizer_config.json").read_text())
    refused(folder)


def test_tokenizer_without_mask(masked_lm: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(masked_lm, tmp_path / "maskless"))
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    (folder / "tokenizer_config.json").write_text(json.dumps({**settings, "mask_token": None}))
    assert "no mask token" in refused(folder)

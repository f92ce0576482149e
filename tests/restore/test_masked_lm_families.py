"""Masked LMs of three families, tiny and random: each is loaded from a folder, offline, and runs; no code of theirs is run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from restore.cli.app import app
from restore.document import Preparer
from restore.errors import InputError
from restore.masked_lm import MaskedLM
from tests.restore.test_masked_lm import even

TEXT = "The battle. Folks “of” the nation may very well be in combat. The people could battle within the nation!"
SIZES = {"hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 24}
SPECIAL = {"roberta": ["<s>", "<pad>", "</s>", "<unk>", "<mask>"], "modernbert": ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]}
POSITIONS = 128


def byte_pairs(folder: Path, special: list[str]) -> int:
    """Write a tokenizer of byte pairs, as both newer families have it; return the size of its vocabulary."""
    from tokenizers import ByteLevelBPETokenizer

    tokenizer = ByteLevelBPETokenizer()
    tokenizer.train_from_iterator(
        [TEXT, "war fight country road street"] * 3, vocab_size=300, special_tokens=special, show_progress=False
    )
    tokenizer.save_model(str(folder))
    tokenizer.save(str(folder / "tokenizer.json"))
    return int(tokenizer.get_vocab_size())


def roberta(folder: Path, vocabulary: Path) -> None:
    """RoBERTa: two separators between texts, and positions that begin after the padding's."""
    from transformers import RobertaConfig, RobertaForMaskedLM

    size = byte_pairs(folder, SPECIAL["roberta"])
    config = RobertaConfig(
        vocab_size=size, max_position_embeddings=POSITIONS, pad_token_id=1, bos_token_id=0, eos_token_id=2, **SIZES
    )
    RobertaForMaskedLM(config).save_pretrained(folder)
    (folder / "tokenizer.json").unlink()  # the hub's older folders have the two files of the vocabulary alone
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "RobertaTokenizer"}', encoding="utf-8")


def modernbert(folder: Path, vocabulary: Path) -> None:
    """ModernBERT: rotary positions, local attention, a fast tokenizer alone."""
    from tokenizers import Tokenizer
    from tokenizers.processors import TemplateProcessing
    from transformers import ModernBertConfig, ModernBertForMaskedLM, PreTrainedTokenizerFast

    unk, cls, sep, pad, mask = SPECIAL["modernbert"]
    size = byte_pairs(folder, SPECIAL["modernbert"])
    config = ModernBertConfig(
        vocab_size=size, max_position_embeddings=POSITIONS, pad_token_id=3, bos_token_id=1, eos_token_id=2, cls_token_id=1,
        sep_token_id=2, local_attention=16, **SIZES,
    )  # fmt: skip
    ModernBertForMaskedLM(config).save_pretrained(folder)
    fast = Tokenizer.from_file(str(folder / "tokenizer.json"))
    fast.post_processor = TemplateProcessing(
        single=f"{cls} $A {sep}", pair=f"{cls} $A {sep} $B {sep}", special_tokens=[(cls, 1), (sep, 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=fast, unk_token=unk, cls_token=cls, sep_token=sep, pad_token=pad, mask_token=mask
    ).save_pretrained(folder)


def bert(folder: Path, vocabulary: Path) -> None:
    """BERT: word pieces, positions learnt."""
    from transformers import BertConfig, BertForMaskedLM

    size = len(vocabulary.read_text(encoding="utf-8").splitlines())
    BertForMaskedLM(BertConfig(vocab_size=size, max_position_embeddings=POSITIONS, **SIZES)).save_pretrained(folder)
    shutil.copyfile(vocabulary, folder / "vocab.txt")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer"}', encoding="utf-8")


FAMILIES: dict[str, Callable[[Path, Path], None]] = {"bert": bert, "roberta": roberta, "modernbert": modernbert}


@pytest.fixture(scope="module", params=FAMILIES)
def family(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, vocabulary: Path) -> Path:
    """The folder of a model, as the hub's cache would have it: safetensors, configuration, tokenizer."""
    folder = tmp_path_factory.mktemp("families") / str(request.param)
    folder.mkdir()
    with torch.random.fork_rng():
        torch.manual_seed(5)
        FAMILIES[request.param](folder, vocabulary)
    return folder


def test_it_judges(family: Path, prepare: Preparer) -> None:
    judge = MaskedLM(str(family))
    document = prepare(TEXT)
    log_p = even(document)
    out = judge.rescore(document, log_p, prepare.table)
    assert judge.rescore(document, log_p, prepare.table).tobytes() == out.tobytes()
    assert np.exp(out).sum(1) == pytest.approx(np.ones(len(out)), abs=1e-5)
    listed = document.candidates[:, 0] >= 0
    changed = np.abs(np.exp(out) - np.exp(log_p)).max(1) > 1e-4
    assert changed.sum() > 2 and not changed[~listed].any()
    config = json.loads((family / "config.json").read_text(encoding="utf-8"))
    assert config["model_type"] == family.name and (family / "model.safetensors").is_file()


def test_it_reads_pairs_as_its_tokenizer_writes_them(family: Path, prepare: Preparer, monkeypatch: pytest.MonkeyPatch) -> None:
    judge = MaskedLM(str(family))
    read: list[list[int]] = []
    model = judge._model

    def listen(input_ids: torch.Tensor, attention_mask: torch.Tensor) -> object:
        read.extend(row[mask > 0].tolist() for row, mask in zip(input_ids, attention_mask))
        return model(input_ids=input_ids, attention_mask=attention_mask)

    monkeypatch.setattr(judge, "_model", listen)
    text = "The people could battle within."
    judge.rescore(document := prepare(text), even(document), prepare.table)
    tokenizer = judge._tokenizer
    pairs = [tokenizer(text, text.replace(" battle", tokenizer.mask_token * n))["input_ids"] for n in range(1, 12)]
    assert sum(row in pairs for row in read) >= 2


@pytest.mark.parametrize("words", range(54, 66))
def test_no_sentence_is_too_long_for_its_positions(family: Path, prepare: Preparer, words: int) -> None:
    document = prepare("battle " * words)
    log_p = even(document)
    assert np.isfinite(np.exp(MaskedLM(str(family)).rescore(document, log_p, prepare.table))).all()


@pytest.mark.usefixtures("tiny_is_shipped")
def test_the_command_line_takes_it(family: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article = tmp_path / "a.txt"
    article.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(app, ["file", str(article), "--model", str(family), "--json"])
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["model"] == f"tiny+{family.name}"


def refused(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        MaskedLM(str(folder))
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_code_that_comes_with_a_model_is_not_run(family: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(family, tmp_path / family.name))
    mark = tmp_path / "it ran"
    for name in ("modeling_own.py", "configuration_own.py", "tokenization_own.py"):
        (folder / name).write_text(f"open({str(mark)!r}, 'w').close()\nclass Own: pass\n", encoding="utf-8")
    for file, own in (
        ("config.json", {"AutoConfig": "configuration_own.Own", "AutoModelForMaskedLM": "modeling_own.Own"}),
        ("tokenizer_config.json", {"AutoTokenizer": ["tokenization_own.Own", "tokenization_own.Own"]}),
    ):
        data = json.loads((folder / file).read_text(encoding="utf-8"))
        (folder / file).write_text(json.dumps({**data, "auto_map": own}), encoding="utf-8")
    # a known family is loaded by the library's own classes, another not at all
    MaskedLM(str(folder))
    data = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps({**data, "model_type": "own"}), encoding="utf-8")
    refused(folder)
    assert not mark.exists()


def test_pickled_weights_are_refused(family: Path, tmp_path: Path) -> None:
    class Code:
        def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
            return open, (str(tmp_path / "it ran"), "w")

    for name in ("pytorch_model.bin", "model.safetensors"):
        folder = Path(shutil.copytree(family, tmp_path / name))
        (folder / "model.safetensors").unlink()
        torch.save({"code": Code()}, folder / name)
        refused(folder)
    assert not (tmp_path / "it ran").exists()

"""Settings for all tests, and the fixtures that several of them share."""

from __future__ import annotations

import lzma
import os
import shutil
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import settings

from restore.document import Preparer
from restore.joint_features import GROUPS, JOINT_FEATURES
from restore.ngrams import NGrams, pair_hash, word_hash
from restore.pieces import Pieces
from restore.table import BIT, PhraseTable

if TYPE_CHECKING:  # torch is slow to import, and most tests do without
    from restore.joint import JointWeights
    from restore.restorer import Restorer

# No deadline: a busy machine is no bug. In CI the same examples each time, by hand new ones.
settings.register_profile("hand", deadline=None, max_examples=80)
settings.register_profile("ci", parent=settings.get_profile("hand"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "hand")

# Read when the libraries are first imported: nothing may be fetched from a hub, and networks as small as these gain nothing by
# threads but lose much on a busy machine.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")


# --- A tiny model: every part of the real one, with random weights, so that tests are quick and need nothing shipped. ---

# (form, original): (P(form | original), origins). Ambiguous forms, shared originals, longer phrases on both sides, as in reality.
PAIRS = {
    ("struggle", "war"): (0.5, BIT["lexicon"]),
    ("battle", "war"): (0.4, BIT["lexicon"] | BIT["observed"]),
    ("battle", "fight"): (0.3, BIT["ppdb"]),
    ("combat", "fight"): (0.3, BIT["lexicon"]),
    ("combat", "war"): (0.1, BIT["wordnet"]),
    ("nation", "country"): (0.9, BIT["lexicon"]),
    ("additionally", "also"): (0.6, BIT["lexicon"]),
    ("moreover", "also"): (0.3, BIT["lexicon"]),
    ("may very well be", "could"): (0.5, BIT["observed"]),
    ("be a part of", "join"): (0.7, BIT["lexicon"]),
    ("a part of", "part of"): (0.6, BIT["observed"]),
    ("within the", "in the"): (0.8, BIT["lexicon"]),
    ("the place", "where"): (0.4, BIT["lexicon"]),
    ("haven't any", "no"): (0.2, BIT["lexicon"]),
    ("counterfeit consciousness", "artificial intelligence"): (0.9, BIT["tortured"]),
    ("street", "road"): (0.5, BIT["lexicon"]),
    ("white home", "white house"): (0.9, BIT["lexicon"]),
    ("specialists", "experts"): (0.8, BIT["lexicon"]),
    ("folks", "people"): (0.8, BIT["lexicon"]),
    ("necessary", "important"): (0.5, BIT["lexicon"]),
}
NAMES = ("Belt and Road Initiative", "White House", "artificial intelligence")


@pytest.fixture(scope="session")
def tiny_table() -> PhraseTable:
    """A table of twenty pairs."""
    log_freq = {p: 6.0 + len(p) % 5 for pair in PAIRS for p in pair}
    return PhraseTable.from_pairs(PAIRS, log_freq, 14.0)


@pytest.fixture(scope="session")
def table(tiny_table: PhraseTable) -> PhraseTable:
    """The tiny model's table; folders below may put another in its place, which leaves that of the model as it is."""
    return tiny_table


@pytest.fixture(scope="session")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT vocabulary that spells any English word: letters, a few whole words, the special pieces where BERT has them."""
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    pieces = ["[PAD]", *(f"[unused{i}]" for i in range(99)), "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    pieces += [*letters, *("##" + c for c in letters), *".,'-?!{}"]
    pieces += [w for w in "war fight country road street battle struggle the people and of in join could where".split()]
    path = tmp_path_factory.mktemp("vocabulary") / "vocab.txt"
    path.write_text("\n".join(pieces) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def pieces(vocabulary: Path) -> Pieces:
    """The word pieces of the tiny vocabulary."""
    return Pieces(vocabulary)


@pytest.fixture(scope="session")
def ngrams() -> NGrams:
    """Counts of a few pairs of neighbours."""
    counts = {("the", "war"): 20, ("the", "country"): 30, ("white", "house"): 40, ("could", "join"): 5, ("war", "in"): 3}
    hashes = [np.array([word_hash(pair[i]) for pair in counts], dtype=np.uint32) for i in (0, 1)]
    fingerprints = pair_hash(*hashes)
    order = np.argsort(fingerprints)
    return NGrams.of_counts(fingerprints[order], np.array(list(counts.values()), dtype=np.int64)[order], 1000.0)


@pytest.fixture(scope="session")
def prepare(tiny_table: PhraseTable, pieces: Pieces, ngrams: NGrams) -> Preparer:
    """Texts → documents over the tiny table."""
    return Preparer.of(tiny_table, pieces, ngrams)


@pytest.fixture(scope="session")
def ranker_alone() -> JointWeights:
    """A second stage that scores readings as the ranker does."""
    import torch

    from restore.joint import JointWeights

    hidden = 4
    zero, square = np.zeros(JOINT_FEATURES, np.float32), np.zeros((hidden, hidden), np.float32)
    base = zero.copy()
    base[GROUPS["ranker"]] = 1
    first = np.zeros((hidden, JOINT_FEATURES), np.float32)
    arrays = (zero, zero + 1, first, square[0], square, square[0], square[0], base)
    return JointWeights(*(torch.from_numpy(array.copy()) for array in arrays))


@pytest.fixture(scope="session")
def tiny_model(
    tmp_path_factory: pytest.TempPathFactory,
    tiny_table: PhraseTable,
    vocabulary: Path,
    ngrams: NGrams,
    ranker_alone: JointWeights,
) -> Path:
    """A whole model directory. Its gate takes every text with a word for spun; its weights are random and its judgements too."""
    import torch

    from restore.encoder import EncoderConfig
    from restore.joint import JointWeights
    from restore.network import SpanRanker
    from restore.settings import ModelFiles, Settings
    from restore.weights import save_weights

    folder = tmp_path_factory.mktemp("tiny") / "tiny"
    folder.mkdir()
    encoder: dict[str, object] = {
        "vocab_size": len(vocabulary.read_text(encoding="utf-8").splitlines()), "hidden_size": 32, "num_hidden_layers": 2,
        "num_attention_heads": 4, "intermediate_size": 48, "max_position_embeddings": 128,
    }  # fmt: skip
    with torch.random.fork_rng():
        net = SpanRanker(EncoderConfig.from_dict(encoder))
        for name, parameter in net.named_parameters():
            # each by its name, so that a change of one layer leaves the others as they are
            torch.manual_seed(zlib.crc32(name.encode()))
            if "LayerNorm" not in name:  # wider than at the start of training, so that scores differ from place to place
                torch.nn.init.normal_(parameter, std=0.3)
        with torch.no_grad():  # keep and the candidates about as likely, "other" less so
            parameters = dict(net.named_parameters())
            parameters["verdict.2.weight"].mul_(0.3)
            parameters["verdict.2.bias"].copy_(torch.tensor([0.3, -2.3]))
            parameters["prior.weight"].zero_()
            parameters["prior.bias"].fill_(1.5)
            parameters["match.weight"].mul_(0.2)
            parameters["pair.2.weight"].mul_(0.2)
    tensors = net.state_dict()
    embeddings = "encoder.embeddings.word_embeddings.weight"
    save_weights({embeddings: tensors.pop(embeddings)}, folder / "embeddings.safetensors")
    save_weights(tensors, folder / "weights.safetensors")
    tiny_table.save(folder / "table.safetensors")
    ngrams.save(folder / "ngrams.safetensors")
    shutil.copyfile(vocabulary, folder / "vocab.txt")
    (folder / "names.txt.xz").write_bytes(lzma.compress("\n".join(NAMES).encode()))
    for name in ("joint", "joint-own"):
        JointWeights.save([ranker_alone], folder / f"{name}.safetensors")
    settings = Settings(min_confidence=0.3, keep_cost=0.2, floor=0.02, open_floor=0.25, gate=(3.0, *[0.0] * 7))
    ModelFiles(
        name="tiny",
        folder=folder,
        encoder=encoder,
        weights=folder / "weights.safetensors",
        embeddings=folder / "embeddings.safetensors",
        vocabulary=folder / "vocab.txt",
        table=folder / "table.safetensors",
        names=folder / "names.txt.xz",
        ngrams=folder / "ngrams.safetensors",
        joint=folder / "joint.safetensors",
        joint_own=folder / "joint-own.safetensors",
        settings=settings,
    ).write()
    return folder


@pytest.fixture(scope="session")
def tiny_restorer(tiny_model: Path) -> Restorer:
    """A restorer with the tiny model."""
    from restore.restorer import Restorer

    return Restorer(tiny_model)


@pytest.fixture
def tiny_copy(tiny_model: Path, tmp_path: Path) -> Path:
    """A copy of the tiny model that a test may damage."""
    return Path(shutil.copytree(tiny_model, tmp_path / "model"))


@pytest.fixture(scope="session")
def default_vocabulary() -> Path:
    """The vocabulary of the shipped model."""
    return Path(__file__).resolve().parent.parent / "models" / "default" / "vocab.txt"


@pytest.fixture(scope="session")
def shipped_restorer() -> Restorer:
    """The restorer as users get it."""
    from restore.restorer import Restorer

    return Restorer()


def save_masked_lm(folder: Path, vocabulary: Path, prefer: dict[str, float]) -> Path:
    """Write a masked LM in the layout of the hub that knows no context: it expects each piece of ``prefer`` with that logit."""
    import torch
    from transformers import BertConfig, BertForMaskedLM

    lines = vocabulary.read_text(encoding="utf-8").splitlines()
    model = BertForMaskedLM(
        BertConfig(
            vocab_size=len(lines), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
            max_position_embeddings=96,
        )
    )  # fmt: skip
    state = {name: torch.zeros_like(value) for name, value in model.state_dict().items()}
    for name in state:
        if name.endswith("predictions.bias") or name.endswith("decoder.bias"):
            for piece, logit in prefer.items():
                state[name][lines.index(piece)] = logit
    model.load_state_dict(state)
    model.save_pretrained(folder, safe_serialization=True)
    shutil.copyfile(vocabulary, folder / "vocab.txt")
    (folder / "tokenizer_config.json").write_text('{"tokenizer_class": "BertTokenizer", "do_lower_case": true}', encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def masked_lm(tmp_path_factory: pytest.TempPathFactory, vocabulary: Path) -> Path:
    """A Hugging Face masked LM that expects "fight" rather than "war", and either rather than "battle"."""
    return save_masked_lm(tmp_path_factory.mktemp("hub") / "tiny-bert", vocabulary, {"fight": 12.0, "war": 3.0, "battle": 1.0})


@pytest.fixture
def tiny_is_shipped(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tiny model stands where the package looks for its own."""
    import restore.models

    (tmp_path / "package" / "models").mkdir(parents=True)
    (tmp_path / "package" / "models" / "default").symlink_to(tiny_model, target_is_directory=True)
    monkeypatch.setattr(restore.models, "_HERE", tmp_path / "package")

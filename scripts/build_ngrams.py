"""Count runs of one to three words in the training corpora.

python scripts/build_ngrams.py --shared ../shared -o models/default/ngrams.safetensors
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import corpora
import numpy as np
from numpy.typing import NDArray

from restore.ngrams import Hashes, NGrams, pair_hash, single_hash, triple_hash, word_hash
from restore.tokens import TOKEN, normalise

ROOT = Path(__file__).resolve().parent.parent
_NUMBER = re.compile(r"\d[\d.,]*")


def word_hashes(folder: Path, most: float) -> Hashes:
    """Return the hashes of all tokens of the training corpora, in order, a line break between paragraphs; numbers read 0."""
    known: dict[str, int] = {}
    ids: list[NDArray[np.int32]] = []
    names: list[str] = []
    total = 0
    for name in corpora.TRAINING:
        for paragraph in corpora.paragraphs(folder, name):
            row = [known.setdefault(t.group(), len(known)) for t in TOKEN.finditer(_NUMBER.sub("0", paragraph))]
            ids.append(np.array([*row, -1], dtype=np.int32))
            total += len(row)
            if total >= most:
                break
    names = list(known)
    table = np.array([*(word_hash(normalise(n)) for n in names), word_hash("\n")], dtype=np.uint32)
    return table[np.concatenate(ids)]


def commonest(fingerprints: Hashes, keep: int) -> tuple[Hashes, NDArray[np.int64]]:
    """Return the ``keep`` commonest fingerprints, seen twice at least, and their counts."""
    distinct, counts = np.unique(fingerprints, return_counts=True)
    least = 2
    if (counts >= 2).sum() > keep:
        least = int(np.partition(counts, -keep)[-keep]) + 1
    kept = counts >= least
    print(f"{len(distinct)} distinct, {kept.sum()} seen {least} times or more are kept", flush=True)
    return distinct[kept], counts[kept]


def main() -> None:
    """Count, keep the commonest, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--words", type=float, default=1e9, help="stop after so many words")
    parser.add_argument("--keep", type=int, nargs=3, default=(120_000, 2_300_000, 3_300_000), help="runs of 1, 2, 3 words kept")
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()

    hashes = word_hashes(args.shared / "data" / "corpora", args.words)
    print(f"{len(hashes) / 1e6:.1f} M words", flush=True)
    one, two, three = args.keep
    parts = [
        commonest(single_hash(hashes), one),
        commonest(pair_hash(hashes[:-1], hashes[1:]), two),
        commonest(triple_hash(hashes[:-2], hashes[1:-1], hashes[2:]), three),
    ]
    every = np.concatenate([p for p, _ in parts])
    counts = np.concatenate([c for _, c in parts])
    order = np.lexsort((-counts, every))
    every, counts = every[order], counts[order]
    first = np.concatenate([[True], every[1:] != every[:-1]])
    NGrams.of_counts(every[first], counts[first], float(len(hashes))).save(args.out)
    print(f"{args.out}: {first.sum()} runs, {args.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

"""Count neighbouring words in the training corpora.

python scripts/build_bigrams.py --shared ../shared -o models/default/bigrams.safetensors
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import corpora
import numpy as np

from restore.bigrams import Bigrams, pair_hash, word_hash
from restore.tokens import tokenize

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Count, keep the commonest, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--articles", type=int, default=30000)
    parser.add_argument("--keep", type=int, default=1_200_000, help="pairs to keep")
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()

    cache: dict[str, int] = {}
    parts = []
    for _, article in zip(range(args.articles), corpora.mixture(args.shared / "data" / "corpora", 31)):
        norms = tokenize(re.sub(r"\d[\d.,]*", "0", article)).norms
        hashes = np.array([cache.get(n) or cache.setdefault(n, word_hash(n)) for n in norms], dtype=np.uint32)
        parts.append(pair_hash(hashes[:-1], hashes[1:]))
    every = np.concatenate(parts)
    fingerprints, counts = np.unique(every, return_counts=True)
    least = int(np.sort(counts)[-args.keep]) if len(counts) > args.keep else 1
    kept = counts >= max(2, least + 1)
    Bigrams.of_counts(fingerprints[kept], counts[kept]).save(args.out)
    print(f"{args.out}: {len(every) / 1e6:.1f} M pairs read, {kept.sum()} kept (seen {max(2, least + 1)} times or more)")


if __name__ == "__main__":
    main()

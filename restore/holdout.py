"""The split of the lexicon by source word: what evaluation holds out, neither table nor training may hold."""

from __future__ import annotations

import hashlib

SHARE = 4


def is_held_out(source: str) -> bool:
    """Whether a source belongs to the held-out quarter (by hash, so that new entries never move old ones)."""
    return int.from_bytes(hashlib.sha256(f"restore holdout {source}".encode()).digest()[:4], "big") % SHARE == 0


def is_unknown(entry: str, original: str) -> bool:
    """Whether a substitution is held out: by the source of its spinner entry, or by what its smallest edit brings back."""
    return is_held_out(entry) or is_held_out(original.lower())

"""Counts of neighbouring words in clean English, kept as 32-bit fingerprints: which candidate keeps company with its neighbours.

A fingerprint that is not listed counts 0; with a million listed ones, one look-up in 4,000 meets another pair's by chance.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.errors import InputError

Hashes = NDArray[np.uint32]
Floats = NDArray[np.float32]
_STEP = 16  # quantisation of log counts


def word_hash(word: str) -> int:
    """Return the 32-bit hash of a normalised token (CRC-32)."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def pair_hash(left: Hashes, right: Hashes) -> Hashes:
    """Return the fingerprints of word pairs, element by element."""
    mixed = left * np.uint32(0x9E3779B1) + (right ^ np.uint32(0x5BD1E995)) * np.uint32(0x85EBCA77)
    return np.asarray(mixed ^ (mixed >> np.uint32(15)), dtype=np.uint32)


@dataclass(frozen=True)
class Bigrams:
    """``fingerprints`` [B] sorted; ``logs`` [B]: log(1 + count) in sixteenths."""

    fingerprints: Hashes
    logs: NDArray[np.uint8]

    def __call__(self, left: Hashes, right: Hashes) -> Floats:
        """Return log(1 + count) of word pairs, same shape as the arguments."""
        keys = pair_hash(left, right)
        if not len(self.fingerprints):
            return np.zeros(keys.shape, dtype=np.float32)
        at = np.minimum(np.searchsorted(self.fingerprints, keys), len(self.fingerprints) - 1)
        return np.where(self.fingerprints[at] == keys, self.logs[at], 0).astype(np.float32) / np.float32(_STEP)

    @staticmethod
    def of_counts(fingerprints: Hashes, counts: NDArray[np.int64]) -> Bigrams:
        """Make a table from sorted distinct fingerprints and their counts."""
        return Bigrams(fingerprints, np.minimum(np.rint(np.log1p(counts) * _STEP), 255).astype(np.uint8))

    def save(self, path: Path) -> None:
        """Write to ``path`` (temporary name, then renamed)."""
        from safetensors.numpy import save_file

        partial = path.with_suffix(".partial")
        save_file({"fingerprints": self.fingerprints, "logs": self.logs}, str(partial), metadata={"format": "restore-bigrams-1"})
        partial.replace(path)

    @staticmethod
    def load(path: Path) -> Bigrams:
        """Read a table; raises InputError when the file is missing or damaged."""
        from safetensors.numpy import load_file

        try:
            data = load_file(str(path))
            table = Bigrams(data["fingerprints"].astype(np.uint32), data["logs"].astype(np.uint8))
        except Exception as error:
            raise InputError(
                f"{path}: word-pair counts are missing or damaged ({type(error).__name__}); reinstall the model"
            ) from error
        if len(table.fingerprints) != len(table.logs) or np.any(np.diff(table.fingerprints.astype(np.int64)) <= 0):
            raise InputError(f"{path}: word-pair counts are damaged; reinstall the model")
        return table

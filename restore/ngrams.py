"""Counts of runs of one to three words in clean English, kept as 32-bit fingerprints.

File format: one safetensors file. ``buckets`` [2^20]: how many fingerprints begin with each 20 bits; ``entries`` [N]: sorted by
fingerprint, its other 12 bits above four bits of count (``log(1 + count)`` in steps of ``STEP``). A run that was not counted
is taken for another one with a chance of N / 2^32, about one in 900.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.errors import InputError

Hashes = NDArray[np.uint32]
Floats = NDArray[np.float32]
BUCKET_BITS = 20
STEP = 0.8
_LEVELS = 15
_ONE = np.uint32(0x2545F491)


def word_hash(word: str) -> int:
    """Return the 32-bit hash of a normalised token (CRC-32)."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def token_hash(norm: str) -> int:
    """Return the hash under which a token of a text was counted: all numbers are one word."""
    return word_hash("0" if norm[0].isdigit() else norm)


def pair_hash(left: Hashes, right: Hashes) -> Hashes:
    """Return the fingerprints of word pairs, element by element."""
    mixed = left * np.uint32(0x9E3779B1) + (right ^ np.uint32(0x5BD1E995)) * np.uint32(0x85EBCA77)
    return np.asarray(mixed ^ (mixed >> np.uint32(15)), dtype=np.uint32)


def single_hash(word: Hashes) -> Hashes:
    """Return the fingerprints of single words."""
    return pair_hash(np.broadcast_to(_ONE, word.shape), word)


def triple_hash(one: Hashes, two: Hashes, three: Hashes) -> Hashes:
    """Return the fingerprints of runs of three words."""
    return pair_hash(pair_hash(one, two) ^ _ONE, three)


@dataclass(frozen=True)
class NGrams:
    """``fingerprints`` [N] sorted; ``levels`` [N]: log(1 + count) in steps; ``log_words``: log of the number of words counted."""

    fingerprints: Hashes
    levels: NDArray[np.uint8]
    log_words: float

    def __call__(self, fingerprints: Hashes) -> Floats:
        """Return log(1 + count) of runs, same shape; 0 for those not kept."""
        if not len(self.fingerprints):
            return np.zeros(fingerprints.shape, dtype=np.float32)
        at = np.minimum(self._search(fingerprints), len(self.fingerprints) - 1)
        found = self.fingerprints.take(at) == fingerprints
        return np.asarray((self.levels.take(at) * found).astype(np.float32) * np.float32(STEP))

    @cached_property
    def _first(self) -> NDArray[np.intp]:
        """Index of the first fingerprint of each bucket [2^BUCKET_BITS]."""
        return np.concatenate([[0], np.cumsum(self._sizes[:-1])]).astype(np.intp)

    @property
    def _sizes(self) -> NDArray[np.intp]:
        return np.bincount(self.fingerprints >> np.uint32(32 - BUCKET_BITS), minlength=1 << BUCKET_BITS)

    @cached_property
    def _steps(self) -> int:
        return int(self._sizes.max()).bit_length()

    @cached_property
    def _padded(self) -> Hashes:
        """The fingerprints, and after them as many of the highest as a search may look too far."""
        return np.concatenate([self.fingerprints, np.full(1 << self._steps, np.iinfo(np.uint32).max, dtype=np.uint32)])

    def _search(self, fingerprints: Hashes) -> NDArray[np.intp]:
        """Return what ``numpy.searchsorted`` does, by as many steps as the fullest bucket takes (Shar's method, Knuth 6.2.1).

        It starts in the bucket, and so misses the processor's cache far less often; beyond the bucket all are higher.
        """
        low = self._first.take(fingerprints >> np.uint32(32 - BUCKET_BITS))
        for step in reversed(range(self._steps)):
            low += (self._padded.take(low + ((1 << step) - 1)) < fingerprints) * np.intp(1 << step)
        return low

    @staticmethod
    def of_counts(fingerprints: Hashes, counts: NDArray[np.int64], words: float) -> NGrams:
        """Make a table from sorted distinct fingerprints and their counts among ``words`` words."""
        levels = np.clip(np.rint(np.log1p(counts) / STEP), 1, _LEVELS).astype(np.uint8)
        return NGrams(fingerprints, levels, float(np.log(words)))

    def save(self, path: Path) -> None:
        """Write to ``path`` (temporary name, then renamed)."""
        from safetensors.numpy import save_file

        low = 32 - BUCKET_BITS
        buckets = np.bincount(self.fingerprints >> np.uint32(low), minlength=1 << BUCKET_BITS)
        if buckets.max() > 255:
            raise ValueError("too many fingerprints begin alike")
        rest = (self.fingerprints & np.uint32((1 << low) - 1)).astype(np.uint16)
        data = {
            "buckets": buckets.astype(np.uint8),
            "entries": (rest << np.uint16(4)) | self.levels.astype(np.uint16),
            "log_words": np.array([self.log_words], dtype=np.float32),
        }
        partial = path.with_suffix(".partial")
        save_file(data, str(partial), metadata={"format": "restore-ngrams-1"})
        partial.replace(path)

    @staticmethod
    def load(path: Path) -> NGrams:
        """Read a table; raises InputError when the file is missing or damaged."""
        from safetensors.numpy import load_file

        try:
            data = load_file(str(path))
            buckets, entries, words = data["buckets"], data["entries"], float(data["log_words"][0])
            first = np.repeat(np.arange(len(buckets), dtype=np.uint32), buckets) << np.uint32(32 - BUCKET_BITS)
            table = NGrams(first | (entries >> np.uint16(4)).astype(np.uint32), (entries & np.uint16(15)).astype(np.uint8), words)
        except Exception as error:
            kind = type(error).__name__
            raise InputError(f"{path}: word counts are missing or damaged ({kind}); reinstall the model") from error
        if len(buckets) != 1 << BUCKET_BITS or np.any(table.fingerprints[1:] < table.fingerprints[:-1]):
            raise InputError(f"{path}: word counts are damaged; reinstall the model")
        return table

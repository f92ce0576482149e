"""A trigram language model over pruned counts, interpolated with shorter runs (Jelinek & Mercer 1980; MacKay & Peto 1995)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.ngrams import Hashes, NGrams, pair_hash, single_hash, triple_hash

Doubles = NDArray[np.float64]
# How many sightings of a history weigh as much as what the shorter history says.
_PRIOR_OF_TWO, _PRIOR_OF_THREE = 30.0, 8.0


@dataclass(frozen=True)
class TrigramModel:
    """P(word | one or two words before it); words are given by their hashes (restore.ngrams.word_hash), arrays of one shape."""

    ngrams: NGrams

    def _count(self, fingerprints: Hashes) -> Doubles:
        return np.expm1(self.ngrams(fingerprints).astype(np.float64))

    def one(self, word: Hashes) -> Doubles:
        """Return P(word)."""
        return np.asarray((self._count(single_hash(word)) + 0.3) / np.exp(self.ngrams.log_words))

    def two(self, before: Hashes, word: Hashes) -> Doubles:
        """Return P(word | before)."""
        seen = self._count(pair_hash(before, word)) + _PRIOR_OF_TWO * self.one(word)
        return np.asarray(seen / (self._count(single_hash(before)) + _PRIOR_OF_TWO))

    def three(self, first: Hashes, before: Hashes, word: Hashes) -> Doubles:
        """Return P(word | first before)."""
        seen = self._count(triple_hash(first, before, word)) + _PRIOR_OF_THREE * self.two(before, word)
        return np.asarray(seen / (self._count(pair_hash(first, before)) + _PRIOR_OF_THREE))

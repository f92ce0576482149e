"""The company a reading keeps, by a trigram model that reads damaged neighbours as they may have been.

Nearly every neighbour of a damaged word may be damaged too, so each context is a small mixture of readings, weighted by the
network's own probabilities (one mean-field step).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.ngrams import Hashes, NGrams, token_hash, word_hash
from restore.table import PhraseTable
from restore.trigrams import TrigramModel

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
CONTEXTS = 3
_READINGS = 2  # candidates of a neighbour that are considered beside the word as it stands
_LEAST = 0.05
_UNLIKELY = -6.0  # log-probability below which a reading is not looked at
_SURE = -0.002  # log-probability of "keep" above which a span has no other reading
_EDGE = word_hash("\n")


@dataclass(frozen=True)
class Context:
    """For each token the likeliest readings that end (or begin) there: ``weight`` [T, C], ``outer`` and ``inner`` word [T, C]."""

    weight: Doubles
    outer: Hashes
    inner: Hashes


def _likeliest(place: Ints, weight: Doubles, outer: Hashes, inner: Hashes, size: int) -> Context:
    """Keep the ``CONTEXTS`` heaviest readings of each place, their weights summing to one."""
    order = np.lexsort((inner, -weight, place))
    place = place[order]
    rank = np.arange(len(place)) - np.searchsorted(place, place)
    near = rank < CONTEXTS
    at, column, order = place[near], rank[near], order[near]
    context = Context(np.zeros((size, CONTEXTS)), *(np.full((size, CONTEXTS), _EDGE, dtype=np.uint32) for _ in range(2)))
    context.weight[at, column] = weight[order]
    context.outer[at, column], context.inner[at, column] = outer[order], inner[order]
    context.weight[:] /= np.maximum(context.weight.sum(1, keepdims=True), 1e-9)
    return context


def worth_telling(log_p: Floats) -> NDArray[np.bool_]:
    """Return which readings [S, 2 + K] are told apart: those not too unlikely, and "keep", of spans that are not surely intact.

    "other" has no words and is none of them.
    """
    looked = log_p > _UNLIKELY
    looked[:, 0], looked[:, 1] = ~np.isinf(log_p[:, 0]), False
    looked[log_p[:, 0] > _SURE] = False
    return looked


class Company:
    """Scores readings by the words beside them."""

    def __init__(self, ngrams: NGrams, table: PhraseTable) -> None:
        """Hold the language model; the words of phrases are looked up when they are met."""
        self._model = TrigramModel(ngrams)
        self._table = table
        size = len(table.phrases)
        self._first, self._last = (np.zeros((size, 2), dtype=np.uint32) for _ in range(2))
        self._size = np.zeros(size, dtype=np.int64)
        self._inside = np.zeros(size)

    def _inner(self, words: Hashes) -> float:
        """Return log P of all words of a run but the first two, which its context scores."""
        return float(np.log(self._model.three(words[:-2], words[1:-1], words[2:])).sum()) if len(words) > 2 else 0.0

    def _look_up(self, ids: Ints) -> None:
        for i in np.unique(ids[self._size[ids] == 0]).tolist():
            words = np.array([token_hash(w) for w in self._table.keys[i].split(" ")], dtype=np.uint32)
            self._size[i], self._first[i], self._last[i] = len(words), words[:2] if len(words) > 1 else words[0], words[-2:]
            self._inside[i] = self._inner(words)

    def _contexts(self, document: Document, p: Doubles, own: Hashes) -> tuple[Context, Context]:
        """Return the readings that end at each token, and those that begin there; tokens count from 2, edges around."""
        start, stop = document.start.astype(np.int64) + 2, document.start.astype(np.int64) + document.length + 1
        top = np.argsort(-p[:, 2:], axis=1, kind="stable")[:, :_READINGS]
        span, column = np.nonzero(np.take_along_axis(p[:, 2:], top, axis=1) > _LEAST)
        place = top[span, column]
        ids, weight = document.candidates[span, place].astype(np.int64), p[span, 2 + place]
        self._look_up(ids)
        stands = np.ones(len(own))
        single = np.flatnonzero(document.length == 1)
        stands[start[single]] = p[single, 0] + p[single, 1]
        # each word's likeliest reading, for the word beyond a one-word neighbour
        before, after = own.copy(), own.copy()
        wins = (document.length[span] == 1) & (column == 0) & (weight > stands[start[span]])
        before[start[span[wins]]], after[start[span[wins]]] = self._last[ids[wins], 1], self._first[ids[wins], 0]
        every = np.arange(len(own))
        longer = self._size[ids] > 1
        ends = _likeliest(
            np.concatenate([every, stop[span]]),
            np.concatenate([stands, weight]),
            np.concatenate([before[every - 1], np.where(longer, self._last[ids, 0], before[start[span] - 1])]),
            np.concatenate([own, self._last[ids, 1]]),
            len(own),
        )
        beginnings = _likeliest(
            np.concatenate([every, start[span]]),
            np.concatenate([stands, weight]),
            np.concatenate([after[(every + 1) % len(own)], np.where(longer, self._first[ids, 1], after[stop[span] + 1])]),
            np.concatenate([own, self._first[ids, 0]]),
            len(own),
        )
        return ends, beginnings

    def beside(self, document: Document, log_p: Floats) -> tuple[Doubles, Doubles]:
        """Return log P of the words on the left of a reading, on the right, inside it, and its length in words [S, 2 + K, 4].

        All are less those of "keep"; unlikely readings are not told from it. Beside them log P of the words on the left and right
        of the standing words [S, 2].
        """
        p = np.exp(log_p.astype(np.float64))
        tokens = document.tokens
        own = np.full(len(tokens) + 4, _EDGE, dtype=np.uint32)
        own[2:-2] = [token_hash(n) for n in tokens.norms]
        ends, beginnings = self._contexts(document, p, own)

        looked = worth_telling(log_p)
        span, place = np.nonzero(looked)
        listed = place >= 2
        ids = np.where(listed, document.candidates[span, np.maximum(place - 2, 0)], 0).astype(np.int64)
        self._look_up(ids[listed])
        a = document.start[span].astype(np.int64) + 2
        b = a + document.length[span] - 1
        first = np.where(listed[:, None], self._first[ids], np.stack([own[a], own[a + 1]], 1))
        last = np.where(listed[:, None], self._last[ids], np.stack([own[b - 1], own[b]], 1))
        size = np.where(listed, self._size[ids], document.length[span]).astype(np.float64)
        inside = np.where(listed, self._inside[ids], 0.0)
        for i in np.flatnonzero(~listed & (size > 2)).tolist():
            inside[i] = self._inner(own[a[i] : b[i] + 1])
        left, right = self._beside(first, last, size > 1, ends, beginnings, a - 1, b + 1)

        out = np.zeros((*log_p.shape, 4))
        out[span, place] = np.stack([left, right, inside, size], axis=1)
        stands = out[:, 0, :2].copy()
        out[span, place] -= out[span, 0]
        return out, stands

    def _beside(
        self, first: Hashes, last: Hashes, longer: NDArray[np.bool_], ends: Context, beginnings: Context, left: Ints, right: Ints
    ) -> tuple[Doubles, Doubles]:
        """Return log P of a reading's first words after its left context, and of its right context after it."""
        model, shape = self._model, (len(left), CONTEXTS)

        def spread(words: Hashes) -> Hashes:
            return np.broadcast_to(words[:, None], shape)

        far, near, one = ends.outer[left], ends.inner[left], spread(first[:, 0])
        before = model.three(far, near, one)
        before = np.where(longer[:, None], before * model.three(near, one, spread(first[:, 1])), before)
        # a reading of one word stands behind its likeliest left neighbour
        history = spread(np.where(longer, last[:, 0], near[:, 0]))
        end, near, far = spread(last[:, 1]), beginnings.inner[right], beginnings.outer[right]
        after = model.three(history, end, near) * model.three(end, near, far)
        sums = (ends.weight[left] * before).sum(1), (beginnings.weight[right] * after).sum(1)
        return np.log(sums[0] + 1e-30), np.log(sums[1] + 1e-30)

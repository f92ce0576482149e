"""The table with an n-gram language model: the likeliest original by a noisy channel (Brown et al. 1993), no network.

argmax over originals of P(original) · P(spun | original): P(original) is the language model's, P(spun | original) the table's
channel. The best path through the lattice of kept words and candidates is found by Viterbi search with a beam.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

import numpy as np

from restore.case import carry_case
from restore.edits import Edit, apply_edits
from restore.evaluation.oracle import surface_words
from restore.ngrams import NGrams, token_hash
from restore.scan import scan
from restore.table import PhraseTable
from restore.tokens import tokenize
from restore.trigrams import TrigramModel

CANDIDATES = 8  # originals tried at a place
BEAM = 16  # histories kept at a place
COVERAGE = 0.9  # share of the table's entries that a spinner has: no word is sure to have been replaced

History = tuple[str, ...]


class LanguageModel(Protocol):
    """Says how likely a word is after others."""

    @property
    def order(self) -> int:
        """Words looked at together: 2 for word pairs, 3 for triples."""
        ...

    def learn(self, runs: Iterable[History]) -> None:
        """Hear which words will be asked for, each behind what is left of it."""
        ...

    def log_p(self, word: str, left: History) -> float:
        """Return log P(word | left): normalised tokens, ``left`` at most ``order`` - 1 of them, the nearest last."""
        ...


class Trigrams:
    """log P(word | left) of restore.trigrams, a word at a time; what was asked before is remembered."""

    order = 3

    def __init__(self, ngrams: NGrams) -> None:
        """``ngrams``: counts of runs of words."""
        self._model = TrigramModel(ngrams)
        self._hash = cache(lambda word: np.array([token_hash(word)], dtype=np.uint32))
        self._known: dict[History, float] = {}

    def learn(self, runs: Iterable[History]) -> None:
        """Look up runs of one to three words all at once, which is a hundred times faster than one by one."""
        new = sorted({run for run in runs if run not in self._known})
        for size, score in ((1, self._model.one), (2, self._model.two), (3, self._model.three)):
            some = [run for run in new if len(run) == size]
            if some:
                words = [np.concatenate([self._hash(run[i]) for run in some]) for i in range(size)]
                self._known |= zip(some, np.log(score(*words)).tolist())

    def log_p(self, word: str, left: History) -> float:
        """Return log P(word | left)."""
        run = (*left, word)
        if run not in self._known:
            self.learn([run])
        return self._known[run]


@dataclass(frozen=True, slots=True)
class _Arc:
    """Tokens up to ``stop`` read ``words``; ``phrase`` -1: as they stand. ``cost`` is log P(spun form | these words)."""

    stop: int
    words: History
    phrase: int
    cost: float


class TableNgram:
    """The table's candidates, chosen by an n-gram language model and the table's channel."""

    name = "table + n-gram LM"

    def __init__(self, table: PhraseTable, model: Callable[[], LanguageModel]) -> None:
        """``model`` makes the language model, on first use."""
        self.table, self._factory = table, model

    @cached_property
    def model(self) -> LanguageModel:
        """The language model."""
        return self._factory()

    @cached_property
    def _stay(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """log of the chance that a phrase survives spinning [P]."""
        return np.log1p(-COVERAGE * self.table.listed.astype(np.float64))

    def _arcs(self, text: str) -> tuple[list[list[_Arc]], Callable[[int, _Arc], Edit]]:
        """Return the arcs that leave each token, and what makes the edit of one."""
        table, tokens = self.table, tokenize(text)
        ids = table.ids
        arcs = [
            [_Arc(i + 1, (norm,), -1, float(self._stay[ids[norm]]) if norm in ids else 0.0)]
            for i, norm in enumerate(tokens.norms)
        ]
        matches = scan(tokens, table)
        for first, length, phrase in zip(matches.start.tolist(), matches.length.tolist(), matches.phrase.tolist()):
            low = int(table.first_row[phrase])
            for row in range(low, min(low + CANDIDATES, int(table.first_row[phrase + 1]))):
                source = int(table.source[row])
                cost = math.log(COVERAGE) + float(table.log_channel[row])
                arcs[first].append(_Arc(first + length, tuple(table.keys[source].split(" ")), source, cost))

        def edit(first: int, arc: _Arc) -> Edit:
            start, end = tokens.starts[first], tokens.ends[arc.stop - 1]
            target = carry_case(surface_words(tokens, first, arc.stop), table.phrases[arc.phrase])
            return Edit(start, end, text[start:end], target, 1.0, "table")

        return arcs, edit

    def run(self, text: str) -> str:
        """Return the likeliest original of ``text``."""
        arcs, edit = self._arcs(text)
        size, keep = len(arcs), self.model.order - 1
        # at each token boundary: history → (log P, where the arc began, the history there, the arc)
        best: list[dict[History, tuple[float, int, History, _Arc | None]]] = [{} for _ in range(size + 1)]
        best[0][()] = (0.0, -1, (), None)
        for at in range(size):
            beam = sorted(best[at].items(), key=lambda item: (-item[1][0], item[0]))[:BEAM]
            self.model.learn(
                run[max(0, i - keep) : i + 1]
                for history, _ in beam
                for arc in arcs[at]
                for run in [(*history, *arc.words)]
                for i in range(len(history), len(run))
            )
            for history, (score, *_) in beam:
                for arc in arcs[at]:
                    total, left = score + arc.cost, history
                    for word in arc.words:
                        total += self.model.log_p(word, left)
                        left = (*left, word)[-keep:] if keep else ()
                    known = best[arc.stop].get(left)
                    if known is None or total > known[0]:
                        best[arc.stop][left] = (total, at, history, arc)
        edits: list[Edit] = []
        at = size
        history = max(best[at].items(), key=lambda item: (item[1][0], item[0]))[0]
        while at:
            _, begin, before, taken = best[at][history]
            if taken is not None and taken.phrase >= 0:
                edits.append(edit(begin, taken))
            at, history = begin, before
        return apply_edits(text, edits)

"""The table with an n-gram language model: the likeliest original by a noisy channel (Brown et al. 1993), no network.

argmax over originals of P(original) · P(spun | original): P(original) is the language model's, P(spun | original) the table's
channel. The best path through the lattice of kept words and candidates is found by Viterbi search with a beam.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
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
MARGIN = 8.0  # nats by which a history may lie behind the best one there
HISTORIES = 100_000  # remembered from text to text (about 100 MB): spins of one article share most of theirs
COVERAGE = 0.9  # share of the table's entries that a spinner has: no word is sure to have been replaced

History = tuple[str, ...]


class LanguageModel(Protocol):
    """Says how likely a word is after others."""

    @property
    def order(self) -> int:
        """Words looked at together: 2 for word pairs, 3 for triples."""
        ...

    def log_p(self, runs: Sequence[History]) -> Sequence[float]:
        """Return log P(last word | the words before it) of each run of one to ``order`` normalised tokens."""
        ...


class Trigrams:
    """log P of restore.trigrams."""

    order = 3

    def __init__(self, ngrams: NGrams) -> None:
        """``ngrams``: counts of runs of words."""
        self._model = TrigramModel(ngrams)
        self._hash = cache(token_hash)

    def log_p(self, runs: Sequence[History]) -> list[float]:
        """Return log P(last word | the words before it) of each run; many at once are a hundred times faster than one by one."""
        out = np.zeros(len(runs))
        scores = self._model.one, self._model.two, self._model.three
        places: defaultdict[int, list[int]] = defaultdict(list)
        for i, run in enumerate(runs):
            places[len(run)].append(i)
        for size, some in places.items():
            words = [np.array([*map(self._hash, column)], dtype=np.uint32) for column in zip(*(runs[i] for i in some))]
            out[some] = np.log(scores[size - 1](*words))
        return out.tolist()


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
        self._known: defaultdict[History, dict[str, float]] = defaultdict(dict)  # history → word → log P

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

    def _learn(self, histories: Iterable[History], arcs: Sequence[_Arc]) -> None:
        """Ask the language model, all at once, for what taking these arcs after these histories needs and is not known."""
        keep = self.model.order - 1
        firsts = dict.fromkeys(arc.words[0] for arc in arcs)
        longer = [arc.words for arc in arcs if len(arc.words) > 1]
        runs: dict[History, None] = {}
        for history in histories:
            known = self._known[history]
            runs |= dict.fromkeys((*history, word) for word in firsts if word not in known)
            for words in longer:
                run = (*history, *words)
                for stop in range(len(history) + 2, len(run) + 1):
                    left = run[max(0, stop - 1 - keep) : stop - 1]
                    if run[stop - 1] not in self._known[left]:
                        runs[(*left, run[stop - 1])] = None
        for run, value in zip(runs, self.model.log_p(list(runs)) if runs else ()):
            self._known[run[:-1]][run[-1]] = value

    def run(self, text: str) -> str:
        """Return the likeliest original of ``text``."""
        if len(self._known) > HISTORIES:
            self._known.clear()
        arcs, edit = self._arcs(text)
        size, keep, known = len(arcs), self.model.order - 1, self._known
        # at each token boundary: history → (log P, where the arc began, the history there, the arc)
        best: list[dict[History, tuple[float, int, History, _Arc | None]]] = [{} for _ in range(size + 1)]
        best[0][()] = (0.0, -1, (), None)
        for at in range(size):
            here = best[at]
            least = max((item[0] for item in here.values()), default=0.0) - MARGIN
            beam = sorted((i for i in here.items() if i[1][0] >= least), key=lambda item: (-item[1][0], item[0]))[:BEAM]
            self._learn((history for history, _ in beam), arcs[at])
            for history, (score, *_) in beam:
                for arc in arcs[at]:
                    total, left = score + arc.cost, history
                    for word in arc.words:
                        total += known[left][word]
                        left = (*left, word)[-keep:]
                    there = best[arc.stop]
                    if left not in there or total > there[left][0]:
                        there[left] = (total, at, history, arc)
        edits: list[Edit] = []
        at = size
        history = max(best[at].items(), key=lambda item: (item[1][0], item[0]))[0]
        while at:
            _, begin, before, taken = best[at][history]
            if taken is not None and taken.phrase >= 0:
                edits.append(edit(begin, taken))
            at, history = begin, before
        return apply_edits(text, edits)

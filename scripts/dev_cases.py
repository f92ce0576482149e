"""Development articles: spun by several engines at several rates, of sources that training never reads, and scored."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import corpora
import numpy as np
from closure import with_inferred, without_sources
from examples import label_spans
from harm_text import FITTED_ON
from numpy.typing import NDArray

from restore.document import Document
from restore.ranker import Ranker, Scores
from restore.simulator import ContextFreeSpinner, KeyedSpinner, Spun
from restore.table import BIT, PhraseTable

if TYPE_CHECKING:
    from torch import Tensor

SHORTEST = 150
SPARE = 400  # articles of each source, of those that nothing was fitted on, that stay so
T = TypeVar("T", int, "Tensor")


@dataclass(frozen=True)
class Case:
    """A spun article with its original, its scores, and the label of each span (see examples.label_spans)."""

    original: str
    spun: Spun
    document: Document
    scores: Scores
    label: NDArray[np.int64]


def dev_articles(shared: Path, count: int, seed: int) -> list[str]:
    """Articles of the held-out sources, drawn by seed (the harm suite reports on other articles of them)."""
    return _drawn(shared, count, seed, 0, FITTED_ON)


def unfitted_articles(shared: Path, count: int, seed: int) -> list[str]:
    """Articles of the held-out sources that nothing was fitted on, as many of each source as of another, drawn by seed."""
    return _drawn(shared, count, seed, FITTED_ON, FITTED_ON + -(-count // len(corpora.HELD_OUT)))


def spare_articles(shared: Path, count: int, seed: int) -> list[str]:
    """Further articles of the held-out sources, beyond those of every suite and fitting; fewer than ``count`` where they end."""
    first = FITTED_ON + SPARE
    return _drawn(shared, count, seed, first, first + -(-count // len(corpora.HELD_OUT)))


def _drawn(shared: Path, count: int, seed: int, first: int, stop: int) -> list[str]:
    folder = shared / "data" / "corpora"
    pool = [a for n in corpora.HELD_OUT for a in itertools.islice(corpora.articles(folder, n, 5), first, stop)]
    random.Random(seed).shuffle(pool)
    return pool[:count]


def long_articles(shared: Path) -> list[str]:
    """Articles of the held-out sources of at least ``SHORTEST`` words; the second stage is trained on those that are not held."""
    return [a for a in dev_articles(shared, 1_000_000, 1) if len(a.split()) >= SHORTEST]


def is_held(number: T) -> T:
    """Whether the long article ``number`` (an int, or each of a tensor) is kept for settings: ten in a hundred.

    Ten at a time, so that what is done to articles in turn is done to both kinds.
    """
    return number // 10 % 10 == 5


def held_articles(shared: Path) -> list[str]:
    """The long articles that the second stage is not trained on."""
    return [a for i, a in enumerate(long_articles(shared)) if is_held(i)]


def cut(text: str, words: int) -> str:
    """The first ``words`` words of a text, cut at a blank."""
    at = 0
    for _ in range(words):
        at = text.find(" ", at + 1)
        if at < 0:
            return text
    return text[:at]


def partial_table(table: PhraseTable, hide: float) -> PhraseTable:
    """Return ``table`` as it would be if a random share ``hide`` of its sources had not been known."""
    if not hide:
        return table
    return with_inferred(without_sources(table.without(table.origin == BIT["inferred"]), hide, 3))


class DevCases:
    """Makes cases; every kind of damage by its name."""

    def __init__(self, ranker: Ranker, spinner: PhraseTable) -> None:
        """``spinner``: the table that spins."""
        self._ranker = ranker
        self.keyed = KeyedSpinner(spinner)
        self.even = KeyedSpinner(spinner, temper=0.4)
        self.free = ContextFreeSpinner(spinner, BIT["ppdb"] | BIT["wordnet"])

    def spin(self, text: str, kind: str, seed: str) -> Spun:
        """Damage a text: all of the main engine's entries, half or a fifth of them, rarer alternatives, random swaps, none."""
        if kind == "clean":
            return Spun(text, ())
        if kind == "free":
            return self.free.spin(text, seed, 0.25)
        engine = self.even if kind == "even" else self.keyed
        return engine.spin(text, seed, {"half": 0.5, "fifth": 0.2}.get(kind, 1.0))

    def __call__(self, article: str, kind: str, seed: str) -> Case:
        """Return one case."""
        spun = self.spin(article, kind, seed)
        document = self._ranker.prepare(spun.text)
        return Case(article, spun, document, self._ranker.score(document), label_spans(document, spun, self._ranker.table)[0])

"""Training examples: articles, spun by several engines at several rates, cut into labelled windows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import corpora
import numpy as np
import torch
from numpy.typing import NDArray

from restore.batching import PhrasePieces, pad_windows, span_places
from restore.document import Document, Preparer
from restore.engine_list import BREADTH, draw_list
from restore.network import Batch
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.simulator import ContextFreeSpinner, KeyedSpinner, Spun
from restore.table import BIT, TRUSTED, PhraseTable
from restore.tokens import key_of

KEEP, OTHER, IGNORE = 0, 1, -100
OWN_LISTS, OWN_SHARE = 8, 0.16
WIDE = (0.1,) * 10


@dataclass(frozen=True)
class Window:
    """One labelled window: pieces, cases, and its spans' arrays (see restore.network.Batch); ``gold`` phrase id or -1."""

    pieces: NDArray[np.int32]
    cases: NDArray[np.int32]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    features: NDArray[np.float32]
    candidates: NDArray[np.int32]
    pair_features: NDArray[np.float32]
    label: NDArray[np.int64]
    gold: NDArray[np.int64]


def label_spans(document: Document, spun: Spun, table: PhraseTable) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return (label [S], gold phrase id [S] or -1) of a spun document's spans."""
    tokens = document.tokens
    starts, ends = np.array(tokens.starts, dtype=np.int64), np.array(tokens.ends, dtype=np.int64)
    owner = np.full(len(tokens), -1, dtype=np.int64)
    exact: dict[tuple[int, int], int] = {}
    for i, edit in enumerate(spun.edits):
        a, b = np.searchsorted(ends, edit.start, side="right"), np.searchsorted(starts, edit.end, side="left")
        owner[a:b] = i
        if edit.source.startswith("{"):
            owner[a:b] = -2
        elif a < b and starts[a] == edit.start and ends[b - 1] == edit.end:
            exact[int(a), int(b - a)] = table.ids.get(key_of(edit.target), -1)
    label = np.full(len(document.start), KEEP, dtype=np.int64)
    gold = np.full(len(document.start), -1, dtype=np.int64)
    damaged = np.concatenate([[0], np.cumsum(owner >= 0)])
    braced = np.concatenate([[0], np.cumsum(owner == -2)])
    stop = document.start + document.length
    label[damaged[stop] > damaged[document.start]] = OTHER
    label[braced[stop] > braced[document.start]] = IGNORE
    for s, pair in enumerate(zip(document.start.tolist(), document.length.tolist())):
        target = exact.get(pair)
        if target is None:
            continue
        gold[s] = target
        place = np.flatnonzero(document.candidates[s] == target) if target >= 0 else np.empty(0, dtype=np.int64)
        label[s] = 2 + int(place[0]) if len(place) else OTHER
    return label, gold


def cut(document: Document, label: NDArray[np.int64], gold: NDArray[np.int64], candidates: NDArray[np.int32]) -> list[Window]:
    """Cut a labelled document into windows."""
    window, first, last = span_places(document)
    out = []
    for i, pieces in enumerate(document.windows.pieces):
        at = np.flatnonzero(window == i)
        if len(pieces) >= 12 and len(at):
            out.append(
                Window(
                    pieces,
                    document.windows.cases[i],
                    first[at],
                    last[at],
                    document.span_features[at],
                    candidates[at],
                    document.pair_features[at],
                    label[at],
                    gold[at],
                )
            )
    return out


@dataclass(frozen=True)
class OwnList:
    """An engine whose whole list the restorer has: how it spins, what it prepares, its phrase ids → those of the table [P]."""

    spinner: KeyedSpinner
    prepare: Preparer
    ids: NDArray[np.int64]

    @staticmethod
    def draw(table: PhraseTable, prepare: Preparer, seed: int) -> OwnList:
        """Draw a list; every third one has up to ten alternatives for an original."""
        own = draw_list(table, seed, BREADTH if seed % 3 else WIDE)
        ids = np.array([table.ids[key] for key in own.keys], dtype=np.int64)
        return OwnList(KeyedSpinner(own), Preparer.of(own, prepare.pieces, prepare.ngrams), ids)


class Examples:
    """An endless stream of labelled windows, deterministic by seed."""

    def __init__(
        self,
        table: PhraseTable,
        spinner: PhraseTable,
        pieces: Pieces,
        ngrams: NGrams,
        folder: Path,
        seed: int,
        hide: float = 0.08,
    ) -> None:
        """``table``: the restorer's; ``spinner``: the one that spins.

        ``hide``: share of the originals left out of an article's candidates, which teaches "other" and retrieval.
        """
        self.table, self.folder, self.seed, self.hide = table, folder, seed, hide
        self.prepare = Preparer.of(table, pieces, ngrams)
        self.phrase_pieces = PhrasePieces.of(table, pieces)
        self.keyed = KeyedSpinner(spinner)
        self.even = KeyedSpinner(spinner, temper=0.4)
        self.noisy = KeyedSpinner(spinner, TRUSTED | BIT["ppdb"] | BIT["other"])
        self.free = ContextFreeSpinner(spinner, BIT["ppdb"] | BIT["wordnet"])
        self.own = [OwnList.draw(table, self.prepare, i) for i in range(OWN_LISTS)]

    def spin(self, text: str, draw: random.Random) -> Spun:
        """Damage one article with an engine and a rate drawn at random; nearly a fifth stay clean."""
        kind, seed = draw.random(), draw.getrandbits(48)
        names = draw.random() < 0.1
        coverage = draw.choice((1.0, 1.0, 1.0, 0.95, 0.9, 0.75, 0.6, draw.uniform(0.05, 0.6)))
        if kind < 0.18:
            return Spun(text, ())
        if kind < 0.66:
            return self.keyed.spin(text, seed, coverage, protect_names=names)
        if kind < 0.76:
            return self.even.spin(text, seed, coverage, protect_names=names)
        if kind < 0.83:
            return self.noisy.spin(text, seed, coverage, protect_names=names)
        return self.free.spin(text, seed, draw.uniform(0.05, 0.45), protect_names=names)

    def windows_of(self, spun: Spun, draw: random.Random) -> list[Window]:
        """Cut one spun article into labelled windows."""
        document = self.prepare(spun.text)
        label, gold = label_spans(document, spun, self.table)
        candidates = document.candidates
        salt = draw.getrandbits(30) | 1
        hidden = (candidates.astype(np.int64) * 2654435761 + salt * 40503) % 9973 < 9973 * self.hide
        listed = label >= 2
        gone = np.zeros(len(label), dtype=np.bool_)
        gone[listed] = hidden[np.flatnonzero(listed), label[listed] - 2]
        label[gone] = OTHER
        candidates = np.where(hidden, -1, candidates)
        return cut(document, label, gold, candidates)

    def own_windows_of(self, text: str, draw: random.Random) -> list[Window]:
        """Spin an article by one engine's list and cut it into windows whose candidates come from that very list."""
        own, seed = draw.choice(self.own), draw.getrandbits(48)
        coverage = draw.choice((1.0, 1.0, 1.0, 0.9, draw.uniform(0.1, 0.9)))
        spun = (
            Spun(text, ()) if draw.random() < 0.1 else own.spinner.spin(text, seed, coverage, protect_names=draw.random() < 0.1)
        )
        document = own.prepare(spun.text)
        label, gold = label_spans(document, spun, own.prepare.table)
        padded = np.append(own.ids, -1)  # an id of -1 stays -1
        return cut(document, label, padded[gold], padded[document.candidates].astype(np.int32))

    def stream(self, buffer: int = 600) -> Iterator[Window]:
        """Yield windows shuffled over a buffer."""
        draw = random.Random(f"examples {self.seed}")
        pool: list[Window] = []
        for text in corpora.mixture(self.folder, self.seed):
            own = draw.random() < OWN_SHARE
            pool += self.own_windows_of(text, draw) if own else self.windows_of(self.spin(text, draw), draw)
            while len(pool) > buffer:
                i = draw.randrange(len(pool))
                pool[i], pool[-1] = pool[-1], pool[i]
                yield pool.pop()

    def batches(self, size: int, of: int = 8) -> Iterator[list[Window]]:
        """Yield lists of ``size`` windows of about one length, so that little is padding; ``of`` lists are sorted at a time."""
        stream, draw = self.stream(), random.Random(f"batches {self.seed}")
        while True:
            windows = sorted((next(stream) for _ in range(size * of)), key=lambda w: len(w.pieces))
            order = list(range(of))
            draw.shuffle(order)
            for i in order:
                yield windows[size * i : size * (i + 1)]

    def collate(self, windows: list[Window]) -> tuple[Batch, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return (batch, label [S], gold row in batch.phrases [S] or -1, log frequency [U])."""
        pieces, cases, mask = pad_windows([w.pieces for w in windows], [w.cases for w in windows])
        sizes = [len(w.first) for w in windows]
        candidates = np.concatenate([w.candidates for w in windows])
        gold = np.concatenate([w.gold for w in windows])
        unique = np.unique(np.concatenate([candidates.ravel(), gold]))
        unique = unique[unique >= 0].astype(np.int32)
        index = np.full(len(self.table.phrases) + 1, -1, dtype=np.int64)
        index[unique] = np.arange(len(unique))
        batch = Batch(
            pieces,
            cases,
            mask,
            torch.from_numpy(np.repeat(np.arange(len(windows)), sizes)),
            torch.from_numpy(np.concatenate([w.first for w in windows]).astype(np.int64)),
            torch.from_numpy(np.concatenate([w.last for w in windows]).astype(np.int64)),
            torch.from_numpy(np.concatenate([w.features for w in windows])),
            torch.from_numpy(index[candidates]),
            torch.from_numpy(np.concatenate([w.pair_features for w in windows])),
            torch.from_numpy(self.phrase_pieces(unique)),
        )
        label = torch.from_numpy(np.concatenate([w.label for w in windows]))
        return batch, label, torch.from_numpy(index[gold]), torch.from_numpy(self.table.log_freq[unique])

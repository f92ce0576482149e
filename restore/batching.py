"""Windows of documents → padded tensors for the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from restore.document import Document
from restore.network import PHRASE_PIECES
from restore.pieces import Pieces
from restore.table import PhraseTable


@dataclass(frozen=True)
class PhrasePieces:
    """Word pieces of every phrase of a table, made on first use."""

    table: PhraseTable
    pieces: Pieces
    matrix: NDArray[np.int64]
    ready: NDArray[np.bool_]

    @staticmethod
    def of(table: PhraseTable, pieces: Pieces) -> PhrasePieces:
        """Start with nothing filled in."""
        size = len(table.phrases)
        return PhrasePieces(table, pieces, np.zeros((size, PHRASE_PIECES), np.int64), np.zeros(size, np.bool_))

    def __call__(self, ids: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the word pieces [len(ids), P] of phrases by id."""
        for i in ids[~self.ready[ids]].tolist():
            found = self.pieces.of_phrase(self.table.keys[i])[:PHRASE_PIECES]
            self.matrix[i, : len(found)] = found
            self.ready[i] = True
        return self.matrix[ids]


def pad_windows(
    pieces: Sequence[NDArray[np.int32]], cases: Sequence[NDArray[np.int32]]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return (pieces, cases, mask) [W, L] padded to the longest window."""
    longest = max(len(p) for p in pieces)
    ids = np.zeros((len(pieces), longest), dtype=np.int64)
    case = np.zeros((len(pieces), longest), dtype=np.int64)
    mask = np.zeros((len(pieces), longest), dtype=np.int64)
    for i, (piece, code) in enumerate(zip(pieces, cases)):
        ids[i, : len(piece)] = piece
        case[i, : len(piece)] = code
        mask[i, : len(piece)] = 1
    return torch.from_numpy(ids), torch.from_numpy(case), torch.from_numpy(mask)


def span_places(document: Document) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return (window, first piece, last piece) of every span of a document."""
    w = document.windows
    end = document.start + document.length - 1
    return w.window[document.start], w.first[document.start], w.last[end]

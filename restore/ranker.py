"""Scores every span of a document in context: log P(keep), log P(other), log P(candidate k)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from restore.batching import PhrasePieces, pad_windows, span_places
from restore.device import CPU, device_memory
from restore.document import Document, Preparer
from restore.encoder import EncoderConfig
from restore.errors import InputError
from restore.network import PHRASE_PIECES, Batch, SpanRanker
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.settings import ModelFiles
from restore.table import PhraseTable
from restore.weights import load_weights

WINDOWS_A_CHUNK = 4
SPANS_A_CHUNK = 256
OPEN_LEAST = 3.0  # log count from which a phrase belongs to the open vocabulary
PHRASES_A_CHUNK = 64

Floats = NDArray[np.float32]
Places = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]


@dataclass(frozen=True)
class Scores:
    """``log_p`` [S, 2 + K]: log-softmax over keep, other, candidates (-inf pads); ``vectors`` [S, d]: span vectors.

    ``read`` [W]: the windows that were read; spans of others have log_p -inf throughout and no vector.
    """

    log_p: Floats
    vectors: Floats
    read: NDArray[np.bool_]


def _unread(document: Document, width: int) -> Scores:
    spans = len(document.start)
    log_p = np.full((spans, 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    return Scores(log_p, np.zeros((spans, width), dtype=np.float32), np.zeros(len(document.windows.pieces), dtype=np.bool_))


def _copy(scores: Scores) -> Scores:
    return Scores(scores.log_p.copy(), scores.vectors.copy(), scores.read.copy())


class Ranker:
    """The loaded network with its table and vocabulary.

    Each document is scored by itself in chunks of fixed size, so its scores do not depend on what else is in a batch.
    """

    @device_memory()
    def __init__(self, files: ModelFiles, table: PhraseTable | None = None, device: str = CPU) -> None:
        """Load a model directory, with its own table or another, to a device that is there (see restore.device).

        Raises InputError for missing or damaged files.
        """
        self.files = files
        self.table = table or PhraseTable.load(files.table)
        self.pieces = Pieces(files.vocabulary)
        self.ngrams = NGrams.load(files.ngrams)
        self.prepare = Preparer.of(self.table, self.pieces, self.ngrams)
        self._phrase_pieces = PhrasePieces.of(self.table, self.pieces)
        tensors = {**load_weights(files.weights), **load_weights(files.embeddings)}
        try:
            net = SpanRanker(EncoderConfig.from_dict(files.encoder))
        except ValueError as error:
            raise InputError(f"{files.folder / 'restore.json'}: no encoder can be built from it; reinstall the model") from error
        try:
            net.load_state_dict(tensors, assign=True)
        except RuntimeError as error:
            raise InputError(f"{files.weights}: weights do not fit the model's description; reinstall the model") from error
        self.device = torch.device(device)
        self.net = net.eval().to(self.device)
        size, width = len(self.table.phrases), net.word_embeddings.shape[1]
        self._vectors = torch.empty(size, width, device=self.device)
        self._ready = np.zeros(size, dtype=np.bool_)
        self._open: NDArray[np.int32] | None = None

    def _here(self, values: NDArray[Any]) -> torch.Tensor:
        return torch.from_numpy(values).to(self.device)

    def phrase_vectors(self, ids: NDArray[np.int32]) -> torch.Tensor:
        """Return the vectors [len(ids), d] of phrases, each computed once."""
        missing = np.unique(ids[~self._ready[ids]])
        for at in range(0, len(missing), PHRASES_A_CHUNK):
            part = missing[at : at + PHRASES_A_CHUNK]
            # Always as many rows: the last bits of a product depend on its shape, and may not on the texts read before.
            pieces = np.zeros((PHRASES_A_CHUNK, PHRASE_PIECES), dtype=np.int64)
            pieces[: len(part)] = self._phrase_pieces(part)
            self._vectors[self._here(part).long()] = self.net.phrase_vectors(self._here(pieces))[: len(part)]
        self._ready[missing] = True
        return self._vectors[self._here(ids).long()]

    @device_memory()
    @torch.inference_mode()
    def encode_only(self, document: Document) -> int:
        """Run the bare encoder over a document (for speed comparisons); return the number of pieces read."""
        windows = document.windows
        for at in range(0, len(windows.pieces), WINDOWS_A_CHUNK):
            part = slice(at, at + WINDOWS_A_CHUNK)
            self.net.encode(*(t.to(self.device) for t in pad_windows(windows.pieces[part], windows.cases[part])))
        return sum(len(p) for p in windows.pieces)

    @device_memory()
    @torch.inference_mode()
    def score(
        self,
        document: Document,
        windows: Sequence[int] | None = None,
        known: Scores | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> Scores:
        """Return the scores of a document's spans in ``windows`` (None: in all), and those that are ``known`` already.

        ``progress``: told the share of the document's windows that are read, 0–1, after each few of them.
        """
        before = _unread(document, self._vectors.shape[1]) if known is None else known
        wanted = range(len(before.read)) if windows is None else windows
        # windows of like length together, so that little is padded
        left = sorted((w for w in wanted if not before.read[w]), key=lambda w: (len(document.windows.pieces[w]), w))
        if not left:
            return before
        scores, places = _copy(before), span_places(document)
        for at in range(0, len(left), WINDOWS_A_CHUNK):
            self._read(document, places, left[at : at + WINDOWS_A_CHUNK], scores)
            if progress is not None:
                progress(float(scores.read.mean()))
        return scores

    def _read(self, document: Document, places: Places, windows: Sequence[int], scores: Scores) -> None:
        """Read a few windows and fill in the scores of their spans, whose ``places`` are those of restore.batching."""
        scores.read[windows] = True
        row = np.full(len(scores.read), -1, dtype=np.int64)
        row[windows] = np.arange(len(windows))
        window, first, last = places
        spans = np.flatnonzero(row[window] >= 0)
        if not len(spans):
            return
        padded = pad_windows([document.windows.pieces[w] for w in windows], [document.windows.cases[w] for w in windows])
        pieces, cases, mask = (t.to(self.device) for t in padded)
        candidates = document.candidates[spans]
        unique, inverse = np.unique(candidates, return_inverse=True)
        inverse = inverse.reshape(candidates.shape) - (unique[0] < 0 if len(unique) else 0)
        unique = unique[unique >= 0].astype(np.int32)
        batch = Batch(
            pieces,
            cases,
            mask,
            self._here(row[window[spans]]),
            self._here(first[spans]).long(),
            self._here(last[spans]).long(),
            self._here(document.span_features[spans]),
            self._here(np.where(candidates >= 0, inverse, -1)).long(),
            self._here(document.pair_features[spans]),
            self._here(np.empty(0, dtype=np.int64)),
        )
        hidden = self.net.encode(pieces, cases, mask)
        span = self.net.span_vectors(hidden, batch.window, batch.first, batch.last, batch.span_features)
        logits = self.net.scores(span, self.phrase_vectors(unique), batch)
        scores.log_p[spans] = torch.log_softmax(logits, dim=1).cpu().numpy()
        scores.vectors[spans] = span.cpu().numpy()

    @device_memory()
    @torch.inference_mode()
    def open_candidates(self, vectors: Floats, count: int) -> tuple[NDArray[np.int32], Floats]:
        """Return the ``count`` best originals of the open vocabulary for span vectors [S, d]: (phrase ids, log P) [S, count].

        The open vocabulary is every phrase of the table that is common in clean English, whether or not it is listed as an
        original: what is missing from the table are pairs, not words.
        """
        if self._open is None:
            self._open = np.flatnonzero(self.table.log_freq > OPEN_LEAST).astype(np.int32)
        prior = self._here(self.table.log_freq[self._open])
        known = self.phrase_vectors(self._open)
        count = min(count, len(self._open))
        ids = np.zeros((len(vectors), count), dtype=np.int32)
        logs = np.zeros((len(vectors), count), dtype=np.float32)
        for at in range(0, len(vectors), SPANS_A_CHUNK):
            part = slice(at, at + SPANS_A_CHUNK)
            scores = self.net.open_scores(self._here(vectors[part]), known, prior)
            top = torch.log_softmax(scores, dim=1).topk(count, dim=1)
            ids[part], logs[part] = self._open[top.indices.cpu().numpy()], top.values.cpu().numpy()
        return ids, logs

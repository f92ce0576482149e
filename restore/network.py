"""The network: an encoder reads a window once; every span in it is scored over {keep, other, candidate 1…K}.

A span's vector comes from the encoder's outputs at its ends and beside them, so the spun words stay in view as evidence;
a candidate's vector from the embeddings of its word pieces, so originals of any length and ones never trained on compete
alike. "other" means damaged, but not repaired by a listed candidate of this span. The same span vector, projected anew,
retrieves originals from an open vocabulary (the masked-LM part).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from restore.document import PAIR_FEATURES, SPAN_FEATURES
from restore.encoder import Encoder, EncoderConfig

CASES = 5
PHRASE_PIECES = 10


@dataclass(frozen=True)
class Batch:
    """Tensors of W windows with S spans and U distinct phrases.

    ``pieces``, ``cases`` [W, L]; ``mask`` [W, L]; ``window``, ``first``, ``last`` [S]; ``span_features`` [S, F];
    ``candidates`` [S, K] rows of ``phrases`` (-1 pads); ``pair_features`` [S, K, G]; ``phrases`` [U, P] word pieces (0 pads).
    """

    pieces: Tensor
    cases: Tensor
    mask: Tensor
    window: Tensor
    first: Tensor
    last: Tensor
    span_features: Tensor
    candidates: Tensor
    pair_features: Tensor
    phrases: Tensor


class SpanRanker(nn.Module):
    """Encoder plus span scorer; see the module's docstring."""

    def __init__(self, config: EncoderConfig) -> None:
        """Build with random weights; ``config`` is the encoder's."""
        super().__init__()
        self.encoder = Encoder(config)
        d = config.hidden_size
        self.scale = 1 / math.sqrt(d)
        self.case = nn.Embedding(CASES, d)
        self.span = nn.Sequential(nn.Linear(4 * d + SPAN_FEATURES, d), nn.GELU(), nn.LayerNorm(d))
        self.phrase = nn.Sequential(nn.Linear(3 * d, d), nn.GELU(), nn.Linear(d, d))
        self.match = nn.Linear(d, d)
        self.retrieve = nn.Linear(d, d)
        self.verdict = nn.Sequential(nn.Linear(d + SPAN_FEATURES, 128), nn.GELU(), nn.Linear(128, 2))
        self.pair = nn.Sequential(nn.Linear(PAIR_FEATURES, 32), nn.GELU(), nn.Linear(32, 1))
        self.prior = nn.Linear(PAIR_FEATURES, 1)
        self.frequency = nn.Linear(1, 1)
        nn.init.zeros_(self.case.weight)

    @property
    def word_embeddings(self) -> Tensor:
        """The encoder's word-piece embeddings [V, d] (never trained)."""
        return self.encoder.word_embeddings.weight

    def encode(self, pieces: Tensor, cases: Tensor, mask: Tensor) -> Tensor:
        """Return the encoder's outputs [W, L, d]."""
        hidden: Tensor = self.encoder(self.encoder.word_embeddings(pieces) + self.case(cases), mask)
        return hidden

    def span_vectors(self, hidden: Tensor, window: Tensor, first: Tensor, last: Tensor, features: Tensor) -> Tensor:
        """Return span vectors [S, d]."""
        after = (last + 1).clamp(max=hidden.shape[1] - 1)
        parts = [hidden[window, first], hidden[window, last], hidden[window, first - 1], hidden[window, after]]
        vectors: Tensor = self.span(torch.cat([*parts, features.to(hidden.dtype)], dim=-1))
        return vectors

    def phrase_vectors(self, phrases: Tensor) -> Tensor:
        """Return phrase vectors [U, d] from word pieces [U, P] padded with 0."""
        table = self.word_embeddings
        with torch.no_grad():  # the word-piece embeddings are frozen
            size = (phrases > 0).sum(1).clamp(min=1)
            last = phrases.gather(1, (size - 1).unsqueeze(1)).squeeze(1)
            mean = functional.embedding_bag(phrases, table, mode="mean", padding_idx=0)
            parts = torch.cat([table[phrases[:, 0]], table[last], mean], dim=-1) * 10
        vectors: Tensor = self.phrase(parts)
        return vectors

    def scores(self, spans: Tensor, vectors: Tensor, batch: Batch) -> Tensor:
        """Return logits [S, 2 + K]: keep, other, candidates (-inf where padded)."""
        valid = batch.candidates >= 0
        span_at, place = valid.nonzero(as_tuple=True)
        pairs = (self.match(spans) * self.scale)[span_at] * vectors[batch.candidates[span_at, place]]
        listed = torch.zeros(valid.shape, dtype=torch.float32, device=spans.device)
        listed = listed.index_put((span_at, place), pairs.sum(-1).float())
        pair = (self.pair(batch.pair_features) + self.prior(batch.pair_features)).squeeze(-1).float()
        listed = (listed + pair).masked_fill(~valid, -math.inf)
        verdict = self.verdict(torch.cat([spans, batch.span_features.to(spans.dtype)], dim=-1)).float()
        return torch.cat([verdict, listed], dim=1)

    def open_scores(self, spans: Tensor, vectors: Tensor, log_frequency: Tensor) -> Tensor:
        """Return retrieval logits [S, U] over open-vocabulary phrases with log frequencies [U]."""
        dots = ((self.retrieve(spans) * self.scale) @ vectors.T).float()
        prior: Tensor = self.frequency(log_frequency.unsqueeze(-1)).squeeze(-1).float()
        logits: Tensor = dots + prior
        return logits

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """Return (logits [S, 2 + K], span vectors [S, d], phrase vectors [U, d])."""
        hidden = self.encode(batch.pieces, batch.cases, batch.mask)
        spans = self.span_vectors(hidden, batch.window, batch.first, batch.last, batch.span_features)
        vectors = self.phrase_vectors(batch.phrases)
        return self.scores(spans, vectors, batch), spans, vectors

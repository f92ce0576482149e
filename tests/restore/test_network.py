"""The network: what a span's score may depend on, and what it may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from restore.document import PAIR_FEATURES, SPAN_FEATURES
from restore.encoder import EncoderConfig
from restore.network import PHRASE_PIECES, Batch, SpanRanker

VOCABULARY, WIDTH = 60, 32


@pytest.fixture(scope="module")
def net() -> SpanRanker:
    torch.manual_seed(3)
    net = SpanRanker(
        EncoderConfig(
            vocab_size=VOCABULARY, hidden_size=WIDTH, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
            max_position_embeddings=64,
        )
    )  # fmt: skip
    for name, parameter in net.named_parameters():
        if "LayerNorm" not in name:
            torch.nn.init.normal_(parameter, std=0.3)
    return net.eval()


def make_batch(windows: int = 3, length: int = 12, spans: int = 8, phrases: int = 9, candidates: int = 4) -> Batch:
    draw = torch.Generator().manual_seed(5)

    def integers(low: int, high: int, *shape: int) -> torch.Tensor:
        return torch.randint(low, high, shape, generator=draw)

    lengths = integers(6, length + 1, windows)
    mask = (torch.arange(length)[None, :] < lengths[:, None]).long()
    window = integers(0, windows, spans)
    first = 1 + (integers(0, 1000, spans) % (lengths[window] - 3))
    sizes = integers(1, PHRASE_PIECES, phrases)
    listed = integers(0, phrases, spans, candidates)
    listed[torch.arange(candidates)[None, :] >= integers(0, candidates + 1, spans)[:, None]] = -1
    return Batch(
        pieces=integers(1, VOCABULARY, windows, length) * mask,
        cases=integers(0, 5, windows, length) * mask,
        mask=mask,
        window=window,
        first=first,
        last=first + integers(0, 2, spans),
        span_features=torch.randn(spans, SPAN_FEATURES, generator=draw),
        candidates=listed,
        pair_features=torch.randn(spans, candidates, PAIR_FEATURES, generator=draw),
        phrases=integers(1, VOCABULARY, phrases, PHRASE_PIECES) * (torch.arange(PHRASE_PIECES)[None, :] < sizes[:, None]),
    )


@torch.inference_mode()
def logits(net: SpanRanker, batch: Batch) -> torch.Tensor:
    found: torch.Tensor = net(batch)[0]
    return found


def close(one: torch.Tensor, two: torch.Tensor) -> bool:
    return torch.allclose(one, two, rtol=1e-4, atol=1e-5)


def test_shape_and_padding(net: SpanRanker) -> None:
    batch = make_batch()
    found = logits(net, batch)
    assert found.shape == (8, 2 + 4)
    assert torch.isfinite(found[:, :2]).all()
    assert (torch.isneginf(found[:, 2:]) == (batch.candidates < 0)).all()
    assert torch.allclose(torch.softmax(found, 1).sum(1), torch.ones(8))


def test_a_candidate_scores_the_same_whoever_stands_beside_it(net: SpanRanker) -> None:
    batch = make_batch()
    found = logits(net, batch)
    for keep in range(4):
        alone = torch.full_like(batch.candidates, -1)
        alone[:, keep] = batch.candidates[:, keep]
        single = logits(net, replace(batch, candidates=alone))
        assert close(single[:, :2], found[:, :2])
        assert close(single[:, 2 + keep], found[:, 2 + keep])
    turned = replace(batch, candidates=batch.candidates.flip(1), pair_features=batch.pair_features.flip(1))
    assert close(logits(net, turned)[:, 2:].flip(1), found[:, 2:])


def test_padding_of_windows_candidates_and_phrases_changes_nothing(net: SpanRanker) -> None:
    batch = make_batch()
    found = logits(net, batch)

    def wider(tensor: torch.Tensor, by: int, value: int = 0) -> torch.Tensor:
        return torch.nn.functional.pad(tensor, (0, by), value=value)

    longer = replace(batch, pieces=wider(batch.pieces, 9), cases=wider(batch.cases, 9), mask=wider(batch.mask, 9))
    assert close(logits(net, longer), found)
    more = replace(
        batch,
        candidates=wider(batch.candidates, 3, -1),
        pair_features=torch.nn.functional.pad(batch.pair_features, (0, 0, 0, 3), value=7.0),
        phrases=wider(batch.phrases, 5),
    )
    assert close(logits(net, more)[:, :6], found)
    assert torch.isneginf(logits(net, more)[:, 6:]).all()


def test_windows_in_a_batch_and_alone(net: SpanRanker) -> None:
    batch = make_batch()
    found = logits(net, batch)
    for window in range(3):
        at = batch.window == window
        size = int(batch.mask[window].sum())
        alone = Batch(
            batch.pieces[window : window + 1, :size],
            batch.cases[window : window + 1, :size],
            batch.mask[window : window + 1, :size],
            torch.zeros_like(batch.window[at]),
            batch.first[at],
            batch.last[at],
            batch.span_features[at],
            batch.candidates[at],
            batch.pair_features[at],
            batch.phrases,
        )
        assert close(logits(net, alone), found[at])


def test_context_case_and_features_count(net: SpanRanker) -> None:
    batch = make_batch()
    found = logits(net, batch)
    other_word = batch.pieces.clone()
    other_word[:, 0] = VOCABULARY - 1 - other_word[:, 0]
    for changed in (
        replace(batch, pieces=other_word),
        replace(batch, cases=(batch.cases + 1) % 5),
        replace(batch, span_features=batch.span_features + 1),
    ):
        assert not torch.allclose(logits(net, changed)[:, :2], found[:, :2], rtol=1e-3, atol=1e-3)


def test_phrase_vectors_depend_on_all_their_pieces(net: SpanRanker) -> None:
    def vector(*pieces: int) -> torch.Tensor:
        row = torch.zeros(1, PHRASE_PIECES, dtype=torch.long)
        row[0, : len(pieces)] = torch.tensor(pieces)
        return net.phrase_vectors(row)[0].detach()

    full = vector(5, 6, 7)
    for other in (vector(9, 6, 7), vector(5, 9, 7), vector(5, 6, 9), vector(5, 6), vector(7, 6, 5)):
        assert not torch.allclose(other, full, rtol=1e-3, atol=1e-3)


def test_open_scores_rank_by_fit_and_frequency(net: SpanRanker) -> None:
    spans, vectors = torch.randn(4, WIDTH), torch.randn(6, WIDTH)
    frequency = torch.arange(6.0)
    with torch.inference_mode():
        found = net.open_scores(spans, vectors, frequency)
        rarer = net.open_scores(spans, vectors, frequency - 1)
    assert found.shape == (4, 6)
    step = float(net.frequency.weight.detach())
    assert torch.allclose(found - rarer, torch.full((4, 6), step), rtol=1e-3, atol=1e-4)


def test_learning_reaches_everything_but_the_phrases_embeddings(net: SpanRanker) -> None:
    batch = make_batch()
    net.zero_grad()
    vectors = net.phrase_vectors(batch.phrases)
    vectors.sum().backward()  # type: ignore[no-untyped-call]
    assert net.word_embeddings.grad is None
    assert all(p.grad is not None for p in net.phrase.parameters())
    scores, spans, vectors = net(batch)
    opened = net.open_scores(spans, vectors, torch.ones(len(vectors)))
    (torch.logsumexp(scores, 1).sum() + opened.sum()).backward()  # type: ignore[no-untyped-call]
    unused = {n for n, p in net.named_parameters() if p.grad is None or not torch.isfinite(p.grad).all()}
    assert {n for n in unused if "token_type" not in n} == set()
    net.zero_grad()

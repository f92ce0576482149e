"""The decoder: the best set of edits there is, by comparison with trying all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from restore.decode import Choice, best_spans, decode
from restore.document import Document, Preparer
from restore.settings import Settings

Floats = NDArray[np.float32]
WORDS = 6


def with_spans(prepare: Preparer, spans: list[tuple[int, int]]) -> Document:
    """A document of ``WORDS`` words with spans (start, length) of our own; the decoder reads nothing else of it."""
    start, length = (np.array([s[i] for s in spans], dtype=np.int32) for i in (0, 1))
    return replace(prepare("x " * WORDS), start=start, length=length)


def gains(log_p: Floats, lengths: NDArray[np.int32], settings: Settings) -> list[float]:
    """What the best candidate of each span gains; minus infinity where it may not be used."""
    out = []
    for row, length in zip(np.exp(log_p), lengths.tolist(), strict=True):
        best = float(row[2:].max())
        gain = (best - settings.keep_cost * float(row[0])) * (1 + 0.1 * (length - 1))
        out.append(gain if best >= settings.floor else -np.inf)
    return out


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[0] + b[1] and b[0] < a[0] + a[1]


all_spans = [(s, n) for s in range(WORDS) for n in range(1, 4) if s + n <= WORDS]
cases = st.lists(
    st.tuples(st.sampled_from(all_spans), st.lists(st.integers(0, 20), min_size=5, max_size=5).filter(any)),
    max_size=9,
    unique_by=lambda c: c[0],
)


@given(cases, st.sampled_from([0.0, 0.3, 1.0, 2.0]), st.sampled_from([0.0, 0.1, 0.4]))
def test_no_other_set_gains_more(
    prepare: Preparer, case: list[tuple[tuple[int, int], list[int]]], keep_cost: float, floor: float
) -> None:
    case = sorted(case)
    settings = Settings(keep_cost=keep_cost, floor=floor)
    spans = [c[0] for c in case]
    document = with_spans(prepare, spans)
    p = np.array([c[1] for c in case], dtype=np.float32).reshape(-1, 5)
    with np.errstate(divide="ignore"):
        log_p = np.log(p / p.sum(1, keepdims=True)).astype(np.float32)
    gain = gains(log_p, document.length, settings)
    best = 0.0
    for size in range(1, len(spans) + 1):
        for chosen in combinations(range(len(spans)), size):
            if not any(overlap(spans[a], spans[b]) for a, b in combinations(chosen, 2)):
                best = max(best, sum(gain[i] for i in chosen))
    choices = decode(document, log_p, settings)
    assert sum(gain[c.span] for c in choices) == pytest.approx(best, abs=1e-5)
    assert not any(overlap(spans[a.span], spans[b.span]) for a, b in combinations(choices, 2))
    assert [spans[c.span] for c in choices] == sorted(spans[c.span] for c in choices)
    for choice in choices:
        assert choice.probability == pytest.approx(float(np.exp(log_p[choice.span, 2:].max())), abs=1e-6)
        assert log_p[choice.span, 2 + choice.place] == log_p[choice.span, 2:].max()
        assert choice.probability >= floor


def rows(*p: tuple[float, ...]) -> Floats:
    with np.errstate(divide="ignore"):
        return np.log(np.array(p, dtype=np.float32))


def test_longer_span_only_when_it_gains(prepare: Preparer) -> None:
    document = with_spans(prepare, [(0, 1), (0, 2), (1, 1)])
    settings = Settings(keep_cost=0.0, floor=0.1)
    # two good single words beat one phrase, a phrase beats one of them alone
    assert [c.span for c in decode(document, rows((0.2, 0, 0.8), (0.1, 0, 0.9), (0.4, 0, 0.6)), settings)] == [0, 2]
    assert [c.span for c in decode(document, rows((0.6, 0, 0.4), (0.1, 0, 0.9), (0.9, 0.05, 0.05)), settings)] == [1]
    # at the same probability the longer one is preferred, but not at a clearly smaller one
    alone = with_spans(prepare, [(0, 1), (0, 2)])
    assert [c.span for c in decode(alone, rows((0.5, 0, 0.5), (0.5, 0, 0.5)), settings)] == [1]
    assert [c.span for c in decode(alone, rows((0.3, 0, 0.7), (0.5, 0, 0.5)), settings)] == [0]


def test_intact_words_are_left_alone(prepare: Preparer) -> None:
    document = with_spans(prepare, [(0, 1), (1, 1), (2, 1)])
    log_p = rows((0.7, 0.1, 0.2), (0.1, 0.7, 0.2), (0.95, 0.0, 0.05))
    (choice,) = decode(document, log_p, Settings(keep_cost=0.5, floor=0.1))
    assert choice == Choice(1, 0, choice.probability)
    assert choice.probability == pytest.approx(0.2)
    assert decode(document, log_p, Settings(keep_cost=0.5, floor=0.3)) == []


def test_span_without_candidates_is_never_chosen(prepare: Preparer) -> None:
    document = with_spans(prepare, [(0, 1)])
    assert decode(document, rows((0.1, 0.9, 0.0, 0.0)), Settings(keep_cost=0.0, floor=0.0)) == []


def test_no_words(prepare: Preparer) -> None:
    assert decode(prepare("…"), np.zeros((0, 5), dtype=np.float32), Settings()) == []


def test_words_may_gain_by_staying(prepare: Preparer) -> None:
    document = prepare("The battle within the nation.")
    span = next(i for i, start in enumerate(document.start.tolist()) if document.tokens.texts[start] == "battle")
    gain = [1.0] * len(document.start)
    assert best_spans(document, [span], gain, [0.0] * len(document.tokens)) == [span]
    assert best_spans(document, [span], gain, [2.0] * len(document.tokens)) == []

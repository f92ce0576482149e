"""Documents: every word a span, spans within one window and free of marks, features of the right shape."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.document import CANDIDATES, PAIR_FEATURES, SPAN_FEATURES, WINDOW, Document, Preparer, pack
from restore.pieces import CLS, SEP
from restore.table import BIT, PhraseTable
from restore.tokens import sentence_spans, tokenize

FRAGMENTS = [
    "battle", "Battle", "combat", "may very well be", "be a part of", "A part of", "haven't any", "haven’t any", "the place",
    "within the", "counterfeit\u00a0consciousness", "counterfeit, consciousness", "white\nhome", "well-known", "I", "x",
    "pneumonoultramicroscopic", "naïve", "中国", "😀", "{that a}", "’s", "won't", ".", "?", "! ", ", ", "—", "“", "”", "\n",
    "\r\n\r\n", "\u00a0", "  ", "\t", "3,000", "\ud800",
]  # fmt: skip
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=60).map(" ".join) | st.text(max_size=80)
long_sentences = st.lists(
    st.sampled_from(["battle", "combat", "may very well be", "unfathomable", "of"]), min_size=30, max_size=150
).map(" ".join)


def spans_of(document: Document) -> list[tuple[int, int, str]]:
    """(start, length, text) of each span."""
    tokens = document.tokens
    return [
        (s, n, document.text[tokens.starts[s] : tokens.ends[s + n - 1]])
        for s, n in zip(document.start.tolist(), document.length.tolist(), strict=True)
    ]


@given(texts | long_sentences)
def test_windows_hold_every_token_in_order(prepare: Preparer, text: str) -> None:
    document = prepare(text)
    windows, tokens = document.windows, document.tokens
    rebuilt: list[list[int]] = [[CLS] for _ in windows.pieces]
    for i in range(len(tokens)):
        window, first, last = int(windows.window[i]), int(windows.first[i]), int(windows.last[i])
        assert first == len(rebuilt[window])
        rebuilt[window] += prepare.pieces(tokens.norms[i])
        assert last == len(rebuilt[window]) - 1
        assert len(set(windows.cases[window][first : last + 1].tolist())) == 1
    assert [w.tolist() for w in windows.pieces] == [[*w, SEP] for w in rebuilt]
    assert [len(c) for c in windows.cases] == [len(p) for p in windows.pieces]
    assert all(2 < len(w) <= WINDOW for w in windows.pieces)
    assert windows.window.tolist() == sorted(windows.window.tolist())


@given(texts | long_sentences)
def test_spans(prepare: Preparer, text: str) -> None:
    document = prepare(text)
    tokens, window = document.tokens, document.windows.window
    found = spans_of(document)
    assert [(s, n) for s, n, _ in found] == sorted({(s, n) for s, n, _ in found})
    assert [s for s, n, _ in found if n == 1] == [i for i in range(len(tokens)) if tokens.words[i]]
    for start, length, _ in found:
        assert all(tokens.words[start : start + length])
        assert len(set(window[start : start + length].tolist())) == 1


@given(texts)
def test_arrays(prepare: Preparer, text: str) -> None:
    document, table = prepare(text), prepare.table
    count = len(document.start)
    assert document.span_features.shape == (count, SPAN_FEATURES)
    assert document.pair_features.shape == (count, CANDIDATES, PAIR_FEATURES)
    assert document.candidates.shape == document.rows.shape == (count, CANDIDATES)
    assert document.span_features.dtype == document.pair_features.dtype == np.float32
    assert np.isfinite(document.span_features).all() and np.isfinite(document.pair_features).all()
    assert np.abs(document.span_features).max(initial=0) < 50
    valid = document.candidates >= 0
    assert (valid == (document.rows >= 0)).all()
    assert (document.candidates[valid] == table.source[document.rows[valid]]).all()
    assert (np.broadcast_to(document.phrase[:, None], valid.shape)[valid] == table.form[document.rows[valid]]).all()
    assert not document.pair_features[~valid].any()
    # the pads come last
    assert (np.sort(valid, axis=1)[:, ::-1] == valid).all()


def test_longer_phrases_are_spans(prepare: Preparer) -> None:
    document = prepare("It may very well be within the nation. Haven’t any combat, the\u00a0place")
    longer = [(text, n) for _, n, text in spans_of(document) if n > 1]
    assert longer == [("may very well be", 4), ("within the", 2), ("Haven’t any", 3), ("the\u00a0place", 2)]


@pytest.mark.parametrize(
    "text",
    ["counterfeit, consciousness", "counterfeit\nconsciousness", "counterfeit “consciousness”", "counterfeit-consciousness"],
)
def test_no_phrase_across_a_mark_or_a_line(prepare: Preparer, text: str) -> None:
    assert (prepare(text).length == 1).all()


def test_phrase_cut_by_the_end_of_a_window_is_no_span(prepare: Preparer) -> None:
    # one sentence of 12 + 40 · (11 + 13) pieces: the first window has room for four phrases and the first word of the fifth
    document = prepare("x" * 12 + " counterfeit consciousness" * 40)
    window = document.windows.window
    assert window[9] != window[10]
    whole = {i for i in range(1, 81, 2) if window[i] == window[i + 1]}
    assert {s for s, n, _ in spans_of(document) if n == 2} == whole


def test_candidates_are_the_best_originals_first(prepare: Preparer) -> None:
    document, table = prepare("A battle begins"), prepare.table
    row = document.candidates[1]
    assert [table.phrases[i] for i in row[row >= 0].tolist()] == ["war", "fight"]
    assert document.phrase.tolist() == [-1, table.ids["battle"], -1]
    assert (document.candidates[[0, 2]] == -1).all()


def test_more_candidates_than_there_is_room_for(prepare: Preparer) -> None:
    originals = [f"original{chr(97 + i)}" for i in range(CANDIDATES + 6)]
    table = PhraseTable.from_pairs({("form", o): (0.9 / (i + 1), BIT["lexicon"]) for i, o in enumerate(originals)}, {}, 14.0)
    document = Preparer.of(table, prepare.pieces, prepare.ngrams)("A form.")
    assert [table.phrases[i] for i in document.candidates[1].tolist()] == originals[:CANDIDATES]


def test_original_standing_elsewhere_in_the_same_case_shows(prepare: Preparer) -> None:
    table = prepare.table

    def standing(text: str) -> float:
        document = prepare(text)
        at = spans_of(document).index((0, 1, text.split()[0]))
        return float(document.pair_features[at, document.candidates[at].tolist().index(table.ids["war"]), 1])

    assert standing("struggle for the war") == 1
    assert standing("struggle for the War") == 0
    assert standing("Struggle for the War") == 1
    assert standing("struggle for the day") == 0


def test_missing_common_originals_show(prepare: Preparer) -> None:
    spun, clean = prepare("The nation and the combat. " * 20), prepare("The country and the war also. " * 20)
    assert spun.span_features[0, 3] < clean.span_features[0, 3]
    assert spun.span_features[0, 4] < clean.span_features[0, 4]


@pytest.mark.parametrize("text", ["", " \n\t\u00a0", ". — !", "{}…"])
def test_no_words(prepare: Preparer, text: str) -> None:
    document = prepare(text)
    assert document.start.tolist() == []
    assert document.span_features.shape == (0, SPAN_FEATURES)
    assert document.pair_features.shape == (0, CANDIDATES, PAIR_FEATURES)
    assert len(document.windows.pieces) == bool(text.strip())


def test_table_without_pairs(prepare: Preparer) -> None:
    bare = prepare.table.without(np.ones(len(prepare.table.form), dtype=np.bool_))
    document = Preparer.of(bare, prepare.pieces, prepare.ngrams)("A battle within the nation.")
    assert (document.length == 1).all()
    assert (document.candidates == -1).all()
    assert np.isfinite(document.span_features).all()


def test_sentences_stay_whole_and_share_windows(prepare: Preparer) -> None:
    sentence = "The people and the country could fight. "
    text = sentence * 30
    windows = pack(text, tokenize(text), prepare.pieces)
    tokens = tokenize(text)
    for start, end in sentence_spans(text):
        inside = [i for i in range(len(tokens)) if start <= tokens.starts[i] < end]
        assert len({int(windows.window[i]) for i in inside}) == 1
    size = 1 + int(windows.last[tokens.texts.index(".")])
    per_window = (WINDOW - 2) // (size - 1)
    assert len(windows.pieces) == -(-30 // per_window)


def test_windows_given_are_used(prepare: Preparer) -> None:
    text = "A battle within the nation."
    windows = replace(prepare(text).windows)
    assert prepare(text, windows).windows is windows

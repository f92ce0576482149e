from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.evaluation.exact_edits import Counts, apply_token_edits, count_exact, edits_between
from restore.evaluation.wer import distance


def edits(before: str, after: str) -> list[tuple[int, int, str, str]]:
    return [(e.start, e.end, " ".join(e.source), " ".join(e.target)) for e in edits_between(before.split(), after.split())]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("a b c", "a b c", []),
        ("a c", "a b c", [(1, 1, "", "b")]),  # insertion
        ("a b c", "a c", [(1, 2, "b", "")]),  # deletion
        ("a x c", "a b c", [(1, 2, "x", "b")]),
        ("a number of men", "several men", [(0, 3, "a number of", "several")]),  # length change
        ("he joins us", "he will be part of us", [(1, 2, "joins", "will be part of")]),
        ("a x y d", "a b c d", [(1, 2, "x", "b"), (2, 3, "y", "c")]),  # neighbours, word by word
        ("a x y d", "a b c e d", [(1, 3, "x y", "b c e")]),  # neighbours of another length are one edit
        ("x b y", "a b c", [(0, 1, "x", "a"), (2, 3, "y", "c")]),
        ("the the cat", "the cat", [(0, 1, "the", "")]),  # leftmost of equal deletions
        ("b a a a", "b a a", [(1, 2, "a", "")]),
        ("b a a", "b a a a", [(1, 1, "", "a")]),
        ("a b c", "", [(0, 3, "a b c", "")]),  # empty output
        ("", "a b", [(0, 0, "", "a b")]),
        ("", "", []),
        ("x y z", "a b", [(0, 3, "x y z", "a b")]),  # nothing in common
    ],
)
def test_worked_cases(before: str, after: str, expected: list[tuple[int, int, str, str]]) -> None:
    assert edits(before, after) == expected


words = st.lists(st.sampled_from("abcd"), max_size=14)


@given(words, words)
def test_edits_lead_to_the_other_text(before: list[str], after: list[str]) -> None:
    assert apply_token_edits(before, edits_between(before, after)) == tuple(after)


@given(words, words)
def test_edits_reconcile_with_the_distance(before: list[str], after: list[str]) -> None:
    found = edits_between(before, after)
    assert sum(distance(e.source, e.target) for e in found) == distance(before, after)


@given(words, words)
def test_edits_are_apart_and_lean(before: list[str], after: list[str]) -> None:
    found = edits_between(before, after)
    for a, b in pairwise(found):
        assert a.end < b.start or (a.end == b.start and {len(a.source), len(a.target), len(b.source), len(b.target)} == {1})
    for e in found:
        assert e.source != e.target and e.source == tuple(before[e.start : e.end])
        assert not e.source or not e.target or (e.source[0] != e.target[0] and e.source[-1] != e.target[-1])


@given(st.integers(0, 2**12 - 1))
def test_part_of_the_gold_edits_is_found_whole(mask: int) -> None:
    original = [f"w{i}" for i in range(36)]
    sizes = [1, 2, 0, 3] * 3  # each third word became so many words
    spun: list[str] = []
    restored: list[str] = []
    for i, word in enumerate(original):
        damaged = [f"x{i}.{k}" for k in range(sizes[i // 3])] if i % 3 == 1 else [word]
        spun += damaged
        restored += [word] if mask >> (i // 3) & 1 else damaged
    gold = edits_between(spun, original)
    counts = count_exact(edits_between(spun, restored), gold)
    assert (counts.right, counts.made, counts.gold) == (mask.bit_count(), mask.bit_count(), 12)


def test_equal_span_with_another_replacement_is_wrong() -> None:
    spun, original, restored = "a x c y".split(), "a b c d".split(), "a b c e".split()
    counts = count_exact(edits_between(spun, restored), edits_between(spun, original))
    assert counts == Counts(right=1, made=2, gold=2)


def test_overlapping_edits_are_wrong() -> None:
    spun, original = "we could also go".split(), "we may go".split()
    counts = count_exact(edits_between(spun, "we may also go".split()), edits_between(spun, original))
    assert counts == Counts(right=0, made=1, gold=1)


def test_precision_recall_and_f_half() -> None:
    counts = Counts(right=6, made=8, gold=12)
    assert (counts.precision, counts.recall) == (0.75, 0.5)
    assert counts.f_half == pytest.approx(1.25 * 0.75 * 0.5 / (0.25 * 0.75 + 0.5))


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f_half"),
    [(Counts(0, 0, 5), 1, 0, 0), (Counts(0, 5, 0), 0, 1, 0), (Counts(0, 0, 0), 1, 1, 1), (Counts(0, 4, 4), 0, 0, 0)],
)
def test_counts_of_nothing(counts: Counts, precision: float, recall: float, f_half: float) -> None:
    assert (counts.precision, counts.recall, counts.f_half) == (precision, recall, f_half)


def test_counts_add_up() -> None:
    assert sum([Counts(1, 2, 3), Counts(4, 5, 6)], Counts()) == Counts(5, 7, 9)

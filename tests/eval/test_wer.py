from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.evaluation.wer import align, distance, recovery, split_tokens, tokenise, word_error_rate


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It won't, he said.", ["It", "won't", ",", "he", "said", "."]),
        ("It won\u2019t", ["It", "won't"]),
        ("well-known", ["well-known"]),
        ("well\u2010known", ["well-known"]),
        ("war\u2014and peace", ["war", "-", "and", "peace"]),
        ("\u201cno\u201d", ['"', "no", '"']),
        ("the boys' 'toys'", ["the", "boys", "'", "'", "toys", "'"]),
        ("US$6.5", ["US", "$", "6", ".", "5"]),
        ("{that a}", ["{", "that", "a", "}"]),
        ("a_b", ["a", "_", "b"]),
        ("  \n\t", []),
        ("", []),
    ],
)
def test_tokens(text: str, tokens: list[str]) -> None:
    assert list(tokenise(text)) == tokens


def test_case_is_kept() -> None:
    assert tokenise("War") != tokenise("war")


@given(st.text())
def test_offsets_point_at_the_tokens(text: str) -> None:
    tokens = split_tokens(text)
    assert tuple(tokens.texts) == tokenise(text)
    for token, start, end in zip(tokens.texts, tokens.starts, tokens.ends):
        assert tokenise(text[start:end]) == (token,)


def test_covering_takes_tokens_that_share_a_character() -> None:
    tokens = split_tokens("one two three")
    assert list(tokens.covering(5, 9)) == [1, 2]
    assert list(tokens.covering(3, 4)) == []
    assert list(tokens.covering(0, 3)) == [0]


@pytest.mark.parametrize(
    ("text", "reference", "expected"),
    [
        ("a b c d", "a b c d", 0),
        ("a b c", "a b c d", 1 / 4),  # one insertion needed
        ("a b x c d", "a b c d", 1 / 4),  # one deletion needed
        ("a x c d", "a b c d", 1 / 4),
        ("a number of men", "several men", 3 / 2),  # one substitution, two deletions over two tokens
        ("", "a b", 1),
        ("a b", "", 2),
        ("", "", 0),
        ("x y", "a b", 1),
    ],
)
def test_word_error_rate(text: str, reference: str, expected: float) -> None:
    assert word_error_rate(text, reference) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("spun", "original", "restored", "expected"),
    [
        ("a x c y", "a b c d", "a x c y", 0),
        ("a x c y", "a b c d", "a b c d", 1),
        ("a x c y", "a b c d", "a b c y", 0.5),
        ("a x c y", "a b c d", "z x z y", -1),  # two right words broken: four errors instead of two
        ("a x c d", "a b c d", "", -3),  # four errors instead of one
        ("a b", "a b", "a b", 1),
        ("a b", "a b", "a x", -0.5),
        ("a b", "", "", 1),
        ("a b", "", "a", 0.5),
        ("", "", "", 1),
        ("", "", "a", -1),
        ("x y", "a b", "a b", 1),
    ],
)
def test_recovery(spun: str, original: str, restored: str, expected: float) -> None:
    assert recovery(spun, original, restored) == pytest.approx(expected)


def test_paragraphs_need_not_correspond() -> None:
    assert recovery("One x.\nTwo.\n\nThree.", "One y. Two.\n\n\nThree.", "One y.\n\nTwo. Three.") == 1


words = st.lists(st.sampled_from("abcde"), max_size=12)


@given(words, words)
def test_an_alignment_covers_both_sides_at_the_least_cost(a: list[str], b: list[str]) -> None:
    blocks = align(a, b)
    left = [t for block in blocks for t in a[block.a0 : block.a1]]
    right = [t for block in blocks for t in b[block.b0 : block.b1]]
    assert (left, right) == (a, b)
    assert all(a[x.a0 : x.a1] == b[x.b0 : x.b1] for x in blocks if x.equal)
    assert sum(max(x.a1 - x.a0, x.b1 - x.b0) for x in blocks if not x.equal) == distance(a, b)


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_fifty_thousand_words_take_seconds(share: float) -> None:
    draw = random.Random(1)
    original = [f"w{draw.randrange(5000)}" for _ in range(50_000)]
    spun = [f"x{w}" if draw.random() < share else w for w in original]  # at 1.0 the two have no word in common
    begin = time.perf_counter()
    blocks = align(spun, original)
    assert time.perf_counter() - begin < 10
    assert sum(x.a1 - x.a0 for x in blocks if not x.equal) == sum(a != b for a, b in zip(spun, original))

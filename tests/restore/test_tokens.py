"""Tokens and sentences: nothing lost, offsets exact, the same rules for every kind of quote, dash and blank."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.tokens import fold, key_of, normalise, sentence_spans, tokenize

# What real pages hold, joined without order: the tokenizer has to survive all of it.
WORDS = (
    "The word NATO I won 't ’s ʼs well-known co‑op Dr. U.S. e.g. 3,000 90% 5G naïve nai\u0308ve Straße 東京 мир 🙂 👩‍🚀 {that a}"
)
MARKS = "“Yes” ‘no’ ' ’ \" - – — … . ! ? ) ( _ \u200b \ud800 \0"
BLANKS = [" ", "  ", "\t", "\u00a0", "\u2009", "\n", "\r\n", "\n\n", "\r", "\u2028"]
FRAGMENTS = [*WORDS.split(" "), *MARKS.split(" "), *BLANKS]
texts = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text(max_size=60)


def test_words_clitics_and_marks() -> None:
    assert tokenize("He won't say “no”—yet.").texts == ["He", "won", "'t", "say", "“", "no", "”", "—", "yet", "."]


@pytest.mark.parametrize(
    ("text", "norms"),
    [
        ("don’t", ["don", "'t"]),
        ("donʼt", ["don", "'t"]),
        ("the dogs' bowls", ["the", "dogs", "'", "bowls"]),
        ("'tis", ["'", "tis"]),
        ("rock'n'roll", ["rock", "'n", "'roll"]),
        ("the 1990's", ["the", "1990", "'s"]),
        ("WELL‑KNOWN", ["well-known"]),
        ("state-of-the-art", ["state-of-the-art"]),
        ("pre- and post-war", ["pre", "-", "and", "post-war"]),
        ("I’m I", ["I", "'m", "I"]),
        ("{that a}", ["{", "that", "a", "}"]),
        ("snake_case", ["snake", "_", "case"]),
        ("£3,000.50", ["£", "3", ",", "000", ".", "50"]),
        ("🙂ok", ["🙂", "ok"]),
        ("", []),
        (" \t\r\n\u00a0", []),
    ],
)
def test_norms(text: str, norms: list[str]) -> None:
    assert tokenize(text).norms == norms


def test_marks_are_no_words() -> None:
    tokens = tokenize("It’s 90% – or _not_.")
    assert [t for t, w in zip(tokens.texts, tokens.words, strict=True) if not w] == ["%", "–", "_", "_", "."]


def test_glued_and_spaced() -> None:
    tokens = tokenize("a b\tc\u00a0d  e'f,g\nh \r\n i\rj")
    found = list(zip(tokens.texts, tokens.glued, tokens.spaced, strict=True))
    assert found == [
        ("a", False, False),
        ("b", False, True),
        ("c", False, True),
        ("d", False, True),
        ("e", False, True),
        ("'f", True, False),
        (",", True, False),
        ("g", True, False),
        ("h", False, False),
        ("i", False, False),
        ("j", False, False),
    ]


@given(texts)
def test_every_character_but_blanks_is_in_one_token(text: str) -> None:
    tokens = tokenize(text)
    last = 0
    for start, end, piece in zip(tokens.starts, tokens.ends, tokens.texts, strict=True):
        assert text[last:start].strip() == ""
        assert text[start:end] == piece != ""
        last = end
    assert text[last:].strip() == ""


@given(texts)
def test_fold_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert [len(t) for t in tokenize(fold(text)).texts] == [len(t) for t in tokenize(text).texts]


@given(texts, texts)
def test_line_breaks_part_texts(one: str, two: str) -> None:
    """What stands on another line cannot change how a line is read."""
    assert tokenize(f"{one}\n{two}").texts == tokenize(one).texts + tokenize(two).texts


def test_normalise() -> None:
    assert [normalise(t) for t in ("I", "It", "NATO", "’S", "Co‑Op")] == ["I", "it", "nato", "'s", "co-op"]


@pytest.mark.parametrize(
    ("phrase", "key"),
    [
        ("haven't any", "haven 't any"),
        ("haven’t  any", "haven 't any"),
        ("In The", "in the"),
        ("I have", "I have"),
        ("well-being", "well-being"),
        ("", ""),
    ],
)
def test_key_of(phrase: str, key: str) -> None:
    assert key_of(phrase) == key


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


def test_sentences_end_at_marks_before_capitals() -> None:
    assert sentences("It rained. “Why?” she asked. 90 came… Then 2.5 left!") == [
        "It rained. ",
        "“Why?” she asked. ",
        "90 came… ",
        "Then 2.5 left!",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Smith met Gov. Brown.",
        "He (Mr. Jones) left.",
        "The U.S. Army and J. F. Kennedy agreed.",
        "It is 3.5 per cent, i.e. little.",
        "approx. half of it",
        "Yahoo! shares fell",
    ],
)
def test_no_end_after_an_abbreviation(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "\r", "\n\n", " \n\t\n ", "\r\n\r\n"])
def test_lines_end_sentences(gap: str) -> None:
    text = f"A headline{gap}with Dr.{gap}No final stop"
    assert [s.strip() for s in sentences(text)] == ["A headline", "with Dr.", "No final stop"]


def test_no_sentence_without_text() -> None:
    assert sentence_spans("") == sentence_spans(" \r\n\t \n") == []


@given(texts)
def test_sentences_cover_the_text_in_order(text: str) -> None:
    last = 0
    for start, end in sentence_spans(text):
        assert start < end
        assert text[last:start].strip() == ""
        assert text[start:end].strip() != ""
        last = end
    assert text[last:].strip() == ""


@given(texts)
def test_no_token_crosses_a_sentence_end(text: str) -> None:
    tokens = tokenize(text)
    ends = {end for _, end in sentence_spans(text)}
    assert not any(a < end < b for end in ends for a, b in zip(tokens.starts, tokens.ends, strict=True))


@pytest.mark.parametrize("unit", [" ", ".", '"', "a-", "a'", "A.", "Mr. ", ".”", ". ", "\n", "\u00a0\n", "x. ("])
def test_long_runs_take_linear_time(unit: str) -> None:
    """Four times the text may not take sixteen times as long: a page of blanks must not hang the program."""

    def seconds(count: int) -> float:
        text = f"Start{unit * count}end"
        best = 9e9
        for _ in range(3):
            began = time.perf_counter()
            sentence_spans(text)
            tokenize(text)
            best = min(best, time.perf_counter() - began)
        return best

    assert seconds(24_000) < 9 * seconds(6_000) + 0.05

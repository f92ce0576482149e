"""Finding phrases: all of them, at exact places, never across a mark or a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.scan import scan
from restore.table import BIT, PhraseTable
from restore.tokens import key_of, tokenize

PHRASES = ["in", "in the", "in the meantime", "the", "the place", "haven't any", "I", "I have", "well-being"]
PHRASES += ["nation", "nation's", "6"]
TABLE = PhraseTable.from_pairs({(p, "original"): (0.5, BIT["lexicon"]) for p in PHRASES}, {}, 10.0)


def found(text: str) -> list[tuple[int, int, str]]:
    matches = scan(tokenize(text), TABLE)
    return [
        (start, length, TABLE.phrases[phrase])
        for start, length, phrase in zip(matches.start.tolist(), matches.length.tolist(), matches.phrase.tolist(), strict=True)
    ]


def test_overlapping_phrases_are_all_found_in_order() -> None:
    assert found("So in the meantime") == [(1, 1, "in"), (1, 2, "in the"), (1, 3, "in the meantime"), (2, 1, "the")]


@pytest.mark.parametrize("gap", [" ", "  ", "\t", "\u00a0", " \u2009 "])
def test_any_blank_parts_the_words_of_a_phrase(gap: str) -> None:
    assert (0, 2, "the place") in found(f"the{gap}place")


@pytest.mark.parametrize("gap", ["\n", "\r\n", " \n ", ", ", "-", "—", " – ", ". ", "_", "🙂", "\u200b", '" "', ""])
def test_a_phrase_crosses_no_mark_and_no_line(gap: str) -> None:
    assert all(phrase != "the place" for _, _, phrase in found(f"the{gap}place"))


@pytest.mark.parametrize("text", ["IN THE", "In The", "in the", "iN tHE"])
def test_case_does_not_matter(text: str) -> None:
    assert (0, 2, "in the") in found(text)


@pytest.mark.parametrize("text", ["haven't any", "haven’t any", "Havenʼt  any"])
def test_clitics_are_glued(text: str) -> None:
    assert found(text) == [(0, 3, "haven't any")]


def test_a_clitic_with_a_gap_is_none() -> None:
    assert found("haven 't any") == []


def test_the_stem_of_a_clitic_is_a_word_of_its_own() -> None:
    assert found("the nation’s") == [(0, 1, "the"), (1, 1, "nation"), (1, 2, "nation's")]


def test_hyphenated_words_are_one_word() -> None:
    assert found("well-being in-the-know co-nation 6-nation") == [(0, 1, "well-being")]


def test_the_pronoun_is_no_letter() -> None:
    assert found("I have, i have") == [(0, 1, "I"), (0, 2, "I have")]


def test_nothing_in_nothing() -> None:
    matches = scan(tokenize(""), TABLE)
    assert (len(matches.start), len(matches.length), len(matches.phrase)) == (0, 0, 0)
    assert found("…?!") == []


def test_an_empty_table_finds_nothing() -> None:
    assert len(scan(tokenize("in the meantime"), PhraseTable.from_pairs({}, {}, 0.0)).start) == 0


def test_a_phrase_cut_off_by_the_end_is_not_found() -> None:
    assert found("in the") == [(0, 1, "in"), (0, 2, "in the"), (1, 1, "the")]


words = st.sampled_from("in The the meantime place haven 't any I have nation ’s 6 x -".split())
gaps = st.sampled_from([" ", "", "\t", "\n", ", "])


@given(st.lists(st.tuples(words, gaps), max_size=25))
def test_finds_what_a_naive_search_finds(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in parts)
    tokens = tokenize(text)
    wanted = []
    for i in range(len(tokens)):
        for n in range(1, 4):
            if i + n > len(tokens) or not all(tokens.words[i : i + n]):
                continue
            stretch = text[tokens.starts[i] : tokens.ends[i + n - 1]]
            whole = tokenize(stretch).texts == tokens.texts[i : i + n] and "\n" not in stretch
            phrase = [p for p in PHRASES if key_of(p) == " ".join(tokens.norms[i : i + n])]
            if whole and phrase and "," not in stretch:
                wanted.append((i, n, phrase[0]))
    assert found(text) == wanted

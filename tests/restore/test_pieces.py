"""Word pieces: the same as BERT's own tokenizer makes, over single tokens."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.pieces import CLS, LONGEST, PAD, SEP, UNK, Pieces
from restore.tokens import key_of, tokenize

WORDS = """the Government's reaffirmed counterterrorism unaffable Tallinn's 1,234.5 COVID-19 x86 2nd won't rock'n'roll
café naïve nai\u0308ve Ångström Zürich façade Łódź Straße œuvre İstanbul ﬁne jalapeño Dvořák São résumé's
state-of-the-art co‑operate well-being-ness a-b-c 中国 日本語テスト x中y 한국어 мир Ελλάδα עברית العربية हिन्दी ไทย
😀 👩‍🚀 🇬🇧 ② ² ½ Ⅷ № £ € – “ … _ { } $ % @ # ʼs
pneumonoultramicroscopicsilicovolcanoconiosis Donaudampfschifffahrtsgesellschaft zzyzx qwrtpsdfg""".split()


@pytest.fixture(scope="module")
def default_pieces(default_vocabulary: Path) -> Pieces:
    return Pieces(default_vocabulary)


@lru_cache
def reference(vocabulary: Path) -> object:
    from tokenizers import BertWordPieceTokenizer

    return BertWordPieceTokenizer(str(vocabulary), lowercase=True)


def expected(vocabulary: Path, token: str) -> list[int]:
    """What the tokenizers library makes of a token: cut as ours is, and one unknown piece where it makes nothing of it."""
    ids: list[int] = reference(vocabulary).encode(token, add_special_tokens=False).ids  # type: ignore[attr-defined]
    return ids[:LONGEST] or [UNK]


@pytest.mark.parametrize("word", [*WORDS, "a" * 99, "a" * 100, "a" * 101, "é" * 100, "-".join("abcdefghijklmnop")])
def test_agrees_with_bert(default_pieces: Pieces, default_vocabulary: Path, word: str) -> None:
    for norm in tokenize(word).norms:
        assert list(default_pieces(norm)) == expected(default_vocabulary, norm)


LETTERS = st.text(st.characters(categories=("Ll", "Lu", "Lt", "Lo", "Nd", "Pd")), min_size=1, max_size=30)


@given(LETTERS | st.text(st.sampled_from("aeiosthé-'ß中123"), min_size=1, max_size=120))
def test_agrees_with_bert_on_any_word(default_pieces: Pieces, default_vocabulary: Path, text: str) -> None:
    for norm in tokenize(text).norms:
        assert list(default_pieces(norm)) == expected(default_vocabulary, norm)


def test_special_pieces_lie_where_the_code_has_them(default_vocabulary: Path) -> None:
    lines = default_vocabulary.read_text(encoding="utf-8").split("\n")
    assert [lines[i] for i in (CLS, SEP, PAD, UNK)] == ["[CLS]", "[SEP]", "[PAD]", "[UNK]"]


@given(st.text(max_size=40))
def test_never_empty_never_long(default_pieces: Pieces, text: str) -> None:
    assert 1 <= len(default_pieces(text)) <= LONGEST


def test_phrase_is_its_tokens(default_pieces: Pieces) -> None:
    assert default_pieces.of_phrase(key_of("haven't any")) == (
        *default_pieces("haven"),
        *default_pieces("'t"),
        *default_pieces("any"),
    )


def test_second_look_gives_the_same(default_vocabulary: Path) -> None:
    pieces = Pieces(default_vocabulary)
    assert pieces("counterfeit") == pieces("counterfeit") == Pieces(default_vocabulary)("counterfeit")


def test_unknown_characters_do_not_hide_known_ones(default_pieces: Pieces) -> None:
    war, hyphen = default_pieces("war"), default_pieces("-")
    assert default_pieces("war-\U0001f9ff-war") == (*war, *hyphen, UNK, *hyphen, *war)


@pytest.mark.parametrize("content", [None, b"[PAD]\n\xff\xfe\n"])
def test_unreadable_vocabulary(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "vocab.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"vocab\.txt: .*reinstall"):
        Pieces(path)

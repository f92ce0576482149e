"""Word pieces of tokens, from a WordPiece vocabulary, cached by word."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from restore.errors import InputError

CLS, SEP, PAD, UNK = 101, 102, 0, 100
LONGEST = 24
"""A token of more pieces is cut: it is no word, and must not fill a window."""
_LONGEST_WORD = 100
# The blocks in which BERT takes each character for a word of its own: Chinese characters, not kana or hangul.
# as the tokenizers library has them, the gap before 2B920 included
_IDEOGRAPHS = (
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0x2F800, 0x2FA1F),
)


def _is_ideograph(character: str) -> bool:
    return character >= "\u3400" and any(low <= ord(character) <= high for low, high in _IDEOGRAPHS)


class Pieces:
    """Greedy longest-match WordPiece (Wu et al. 2016) over single tokens, lower-cased, accents stripped, as in BERT.

    ``vocabulary`` is a BERT ``vocab.txt``; the ids are its line numbers. A token has ``LONGEST`` pieces at most.
    """

    def __init__(self, vocabulary: Path) -> None:
        """Read the vocabulary; raises InputError when it is missing."""
        try:
            lines = vocabulary.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"{vocabulary}: tokenizer vocabulary cannot be read; reinstall the model") from error
        self._ids = {piece: i for i, piece in enumerate(lines) if piece}
        self._cache: dict[str, tuple[int, ...]] = {}

    def __call__(self, token: str) -> tuple[int, ...]:
        """Return the piece ids of one token (never empty)."""
        found = self._cache.get(token)
        if found is None:
            found = self._split(token)
            if len(self._cache) < 200_000:
                self._cache[token] = found
        return found

    def of_phrase(self, key: str) -> tuple[int, ...]:
        """Return the piece ids of a look-up key (normalised tokens joined by blanks)."""
        return tuple(piece for token in key.split(" ") for piece in self(token))

    def _split(self, token: str) -> tuple[int, ...]:
        plain = "".join(c for c in unicodedata.normalize("NFD", token.lower()) if unicodedata.category(c) != "Mn")
        out: list[int] = []
        chunk = ""
        for c in plain:
            if c.isalnum() and not _is_ideograph(c):
                chunk += c
            else:
                out += self._word(chunk)
                out.append(self._ids.get(c, UNK))
                chunk = ""
        return tuple((out + self._word(chunk))[:LONGEST]) or (UNK,)

    def _word(self, word: str) -> list[int]:
        out: list[int] = []
        start = 0
        if len(word) > _LONGEST_WORD:
            return [UNK]
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self._ids.get(word[start:end] if start == 0 else "##" + word[start:end])
                if piece is not None:
                    out.append(piece)
                    start = end
                    break
            else:
                return [UNK]
        return out

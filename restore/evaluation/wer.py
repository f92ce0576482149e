"""Word error rate and recovery, on the tokens that every score of this project is counted in.

Tokens are words with inner apostrophes and hyphens, and single punctuation marks; curly quotes and dashes are folded to plain
ones and case is kept. Texts are aligned by Levenshtein distance on tokens (each insertion, deletion, substitution costs 1).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from restore.align import Block, align, distance

__all__ = [
    "Block",
    "EvalTokens",
    "align",
    "distance",
    "is_word",
    "recovered",
    "recovery",
    "split_tokens",
    "tokenise",
    "word_error_rate",
]

# Only hyphens join words: an en or em dash between two words is a mark of its own, so it is folded after the split.
_TOKEN = re.compile(r"[^\W_]+(?:['\u2018\u2019\u02bc\u2010\u2011-][^\W_]+)*|[^\w\s]|_")
_FOLD = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)


@dataclass(frozen=True, slots=True)
class EvalTokens:
    """Evaluation tokens of one text: folded ``texts`` and their code-point offsets, as parallel tuples."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.texts)

    def covering(self, start: int, end: int) -> range:
        """Return the indices of the tokens that share a character with ``start:end`` (code points)."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))


def split_tokens(text: str) -> EvalTokens:
    """Return the evaluation tokens of ``text`` with their offsets."""
    found = list(_TOKEN.finditer(text))
    return EvalTokens(
        tuple(m.group().translate(_FOLD) for m in found), tuple(m.start() for m in found), tuple(m.end() for m in found)
    )


def tokenise(text: str) -> tuple[str, ...]:
    """Return the evaluation tokens of ``text``, without offsets."""
    return tuple(match.group().translate(_FOLD) for match in _TOKEN.finditer(text))


def is_word(token: str) -> bool:
    """Whether an evaluation token is a word or number (not a mark)."""
    return token[0].isalnum()


def word_error_rate(text: str, reference: str) -> float:
    """Return distance(text, reference) / tokens of the reference.

    An empty reference counts as one token long, so that each token of ``text`` costs 1 and two empty texts give 0.
    """
    reference_tokens = tokenise(reference)
    return distance(tokenise(text), reference_tokens) / max(1, len(reference_tokens))


def recovery(spun: str, original: str, restored: str) -> float:
    """Return 1 - WER(restored, original) / WER(spun, original): doing nothing is 0, the original is 1, harm is negative.

    Where ``spun`` already equals ``original`` there was nothing to recover: 1.0 if ``restored`` equals it too, else
    -WER(restored, original), the harm done. An empty ``restored`` is no special case: every token of the original counts
    as lost, which is far below 0 for a text with little damage. For an empty ``original`` see :func:`word_error_rate`.
    """
    return recovered(word_error_rate(spun, original), word_error_rate(restored, original))


def recovered(before: float, after: float) -> float:
    """Return :func:`recovery` of a text from its word error rates spun (``before``) and restored (``after``)."""
    if before == 0:
        return 1.0 if after == 0 else -after
    return 1 - after / before

"""Sentences of reference texts, found again by what they share with a given sentence.

Blocking by an inverted index: only the few reference sentences that share most rare words with the given one are compared, so a
thousand sentences against a thousand stay quick. The comparison is Levenshtein similarity on tokens (rapidfuzz).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from restore.tokens import Tokens, sentence_spans, tokenize

LEAST_WORDS = 5  # shorter sentences stand in many articles
_COMPARED = 4  # reference sentences that are compared with a given one
_COMMON = 50  # a word that stands in more sentences finds none
_FOLD = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014", "''\"\"--")


def comparable(tokens: Tokens) -> list[str]:
    """Return the tokens as they are compared: lower case, quotation marks and dashes plain."""
    return [norm.lower().translate(_FOLD) for norm in tokens.norms]


def _unwrapped(text: str) -> str:
    """Join lines that a sentence runs across."""
    return re.sub(r"(?<=[\w,;]) ?\r?\n(?=[a-z])", " ", text)


@dataclass(frozen=True)
class Passage:
    """A reference sentence: its text, its tokens, and these as they are compared."""

    text: str
    tokens: Tokens
    words: list[str]


@dataclass(frozen=True)
class Passages:
    """Reference sentences; ``index``: word → indices of the sentences that have it, for words that are not too common."""

    items: tuple[Passage, ...]
    index: dict[str, list[int]]

    @staticmethod
    def of(texts: Iterable[str]) -> Passages:
        """Index the sentences of ``texts`` that have at least ``LEAST_WORDS`` words."""
        items: list[Passage] = []
        index: dict[str, list[int]] = {}
        for text in map(_unwrapped, texts):
            for start, end in sentence_spans(text):
                sentence = text[start:end].strip()
                tokens = tokenize(sentence)
                if sum(tokens.words) < LEAST_WORDS:
                    continue
                words = comparable(tokens)
                for word in set(words):
                    index.setdefault(word, []).append(len(items))
                items.append(Passage(sentence, tokens, words))
        return Passages(tuple(items), {word: found for word, found in index.items() if len(found) <= _COMMON})

    def nearest(self, words: Sequence[str], least: float) -> Passage | None:
        """Return the sentence most like ``words`` (see :func:`comparable`), if its similarity (0–1) is at least ``least``."""
        shared: dict[int, float] = {}
        for word in dict.fromkeys(words):
            found = self.index.get(word, ())
            for at in found:
                shared[at] = shared.get(at, 0.0) + math.log((len(self.items) + 1) / len(found))
        best: tuple[float, int] | None = None
        for at in sorted(shared, key=lambda i: (-shared[i], i))[:_COMPARED]:
            alike = Levenshtein.normalized_similarity(words, self.items[at].words, score_cutoff=least)
            if alike >= least and (best is None or alike > best[0]):
                best = alike, at
        return self.items[best[1]] if best else None

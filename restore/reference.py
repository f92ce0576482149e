"""Clean texts on the same subject as evidence: a reading that they use gains on one that they do not.

The references are a cache language model (Kuhn and De Mori 1990) beside the ranker: each reading of a span, the wording as it
stands included, gains log(1 + P(reading | references, neighbours) / P(reading)). So a long n-gram of rare words counts much, a
common word little. Neighbours are read as they stand and as they may have been, each as likely as the ranker has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.errors import InputError
from restore.logprob import normalised
from restore.passages import Passages
from restore.table import PhraseTable
from restore.tokens import Tokens, tokenize

Floats = NDArray[np.float32]
Contexts = list[list[tuple[str, float]]]

ORDER = 4  # tokens of the longest n-gram
LIMIT = 4_000_000  # characters of all references: a few hundred articles, some 300 MB of n-grams
_DAMPING = 2.0  # sightings added to a context's, so that one met once proves little
_UNIGRAM, _NEIGHBOUR = 0.1, 0.3  # weights of the mixture: the reading by itself, and beside each neighbour
_DISCOUNT = 0.7  # of a reading's sightings by itself, so that a single one counts little
_TELLS_DAMAGE = 0.5  # share of the evidence that counts for or against the wording as it stands
_LEAST = 0.05  # readings of a neighbour that are less likely are not followed
_READINGS = 4  # readings of a neighbour that are followed
_RAREST = np.log(1e-7)
_SMALL = frozenset("of and the for de la von van al".split())


@dataclass(frozen=True)
class References:
    """Reference texts, the counts of their n-grams (1 to ``ORDER`` normalised tokens joined by blanks) and more.

    ``words``: how many there are; ``names``: runs of capitalised words; ``passages``: the sentences.
    """

    texts: tuple[str, ...]
    counts: dict[str, int]
    words: int
    names: tuple[str, ...]
    passages: Passages

    @staticmethod
    def of(texts: Iterable[str]) -> References:
        """Count the n-grams and collect the names of ``texts``; raises InputError when they are too long altogether."""
        kept = tuple(text for text in texts if text and not text.isspace())
        if sum(map(len, kept)) > LIMIT:
            raise InputError(f"references: more than {LIMIT:,} characters; name fewer articles, those nearest to the text")
        counts: Counter[str] = Counter()
        names: Counter[str] = Counter()
        words = 0
        for text in kept:
            tokens = tokenize(text)
            words += sum(tokens.words)
            for low, high in _runs(tokens):
                norms = tokens.norms[low:high]
                for size in range(1, ORDER + 1):
                    counts.update(" ".join(norms[i : i + size]) for i in range(len(norms) - size + 1))
            names.update(_names(tokens, text))
        return References(kept, dict(counts), words, tuple(sorted(names)), Passages.of(kept))


def _runs(tokens: Tokens) -> list[tuple[int, int]]:
    """Token ranges that no mark and no line break parts."""
    runs, start = [], 0
    for i in range(len(tokens) + 1):
        follows = i < len(tokens) and tokens.words[i] and (tokens.spaced[i] or (tokens.glued[i] and tokens.norms[i][0] == "'"))
        if follows and i > start:
            continue
        if i > start:
            runs.append((start, i))
        start = i if i < len(tokens) and tokens.words[i] else i + 1
    return runs


def _names(tokens: Tokens, text: str) -> list[str]:
    """Runs of two or more capitalised words, small words between them, without a "The" before them."""
    found = []
    for low, high in _runs(tokens):
        at = low
        while at < high:
            at += tokens.norms[at] == "the"
            stop = last = at
            while stop < high and (tokens.texts[stop][0].isupper() or (last > at and tokens.norms[stop] in _SMALL)):
                stop += 1
                last = stop if tokens.texts[stop - 1][0].isupper() else last
            if last - at > 1:
                found.append(text[tokens.starts[at] : tokens.ends[last - 1]])
            at = max(last, at + 1)
    return found


def weigh_references(document: Document, log_p: Floats, references: References, table: PhraseTable, bonus: float) -> Floats:
    """Return log-probabilities [S, 2 + K] in which the readings that the references use gained, ``bonus`` times the log-odds.

    The reading "other" (damaged, original not listed) gains nothing.
    """
    if not bonus or not references.counts or not len(log_p):
        return log_p
    readings = _readings(document, log_p, references, table)
    left, right = _contexts(document, readings, +1), _contexts(document, readings, -1)
    gain = np.zeros_like(log_p)
    for span, column, key, log_share, _ in readings:
        if key not in references.counts:
            continue
        first, stop = int(document.start[span]), int(document.start[span] + document.length[span])
        p = _UNIGRAM * (references.counts[key] - _DISCOUNT) / references.words
        p += _NEIGHBOUR * max((w * _given(references, c, key, +1) for c, w in left[first]), default=0.0)
        p += _NEIGHBOUR * max((w * _given(references, c, key, -1) for c, w in right[stop]), default=0.0)
        gain[span, column] = bonus * np.log1p(p * np.exp(-max(log_share, _RAREST)))
    out = log_p + gain
    # the references tell which original fits rather than whether a word is damaged: intact words have originals in them too
    listed = np.isfinite(log_p[:, 2])
    before, after = (np.logaddexp.reduce(x[listed, 2:], axis=1) for x in (log_p, out))
    out[listed, 2:] -= (1 - _TELLS_DAMAGE) * (after - before)[:, None]
    out[:, 0] -= (1 - _TELLS_DAMAGE) * gain[:, 0]
    return normalised(out)


_Reading = tuple[int, int, str, float, float]


def _readings(document: Document, log_p: Floats, references: References, table: PhraseTable) -> list[_Reading]:
    """(span, column of ``log_p``, key, log share of all words, probability) of every reading of every span."""
    tokens, p = document.tokens, np.exp(log_p)
    ids = table.ids
    out: list[_Reading] = []
    for span, (first, length) in enumerate(zip(document.start.tolist(), document.length.tolist())):
        key = " ".join(tokens.norms[first : first + length])
        phrase = ids.get(key)
        share = float(table.log_freq[phrase]) - table.log_total if phrase is not None else _RAREST
        out.append((span, 0, key, share, float(p[span, 0] + p[span, 1]) if length == 1 else 0.0))
        for place, phrase in enumerate(document.candidates[span].tolist()):
            if phrase < 0:
                break
            share = float(table.log_freq[phrase]) - table.log_total
            out.append((span, 2 + place, table.keys[phrase], share, float(p[span, 2 + place])))
    return out


def _contexts(document: Document, readings: Sequence[_Reading], side: int) -> Contexts:
    """For each token boundary its likeliest contexts of at most two tokens: before it (``side`` +1) or after it (-1)."""
    tokens = document.tokens
    total = len(tokens)
    meeting: list[list[_Reading]] = [[] for _ in range(total + 1)]
    for reading in readings:
        if reading[4] >= _LEAST:
            first = int(document.start[reading[0]])
            meeting[first + int(document.length[reading[0]]) if side > 0 else first].append(reading)
    out: Contexts = [[] for _ in range(total + 1)]
    for at in range(1, total + 1) if side > 0 else range(total - 1, -1, -1):
        word = at - 1 if side > 0 else at
        if not tokens.words[word]:
            continue
        found: dict[str, float] = {}
        for span, _, key, _, p in meeting[at]:
            first = int(document.start[span])
            parts = key.split(" ")
            if len(parts) > 1:
                beyond = [(" ".join(parts[-2:] if side > 0 else parts[:2]), 1.0)]
            else:
                far = out[first if side > 0 else first + int(document.length[span])]
                beyond = [(f"{c.rpartition(' ')[2]} {key}" if side > 0 else f"{key} {c.partition(' ')[0]}", w) for c, w in far]
                beyond.append((key, 0.5))
            for context, weight in beyond:
                found[context] = max(found.get(context, 0.0), p * weight)
        out[at] = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:_READINGS]
    return out


def _given(references: References, context: str, key: str, side: int) -> float:
    """Damped share of a context's sightings in the references that have ``key`` beside it; the longer context counts first."""
    counts = references.counts
    best = 0.0
    while context:
        together = counts.get(f"{context} {key}" if side > 0 else f"{key} {context}", 0)
        if together:
            best = max(best, together / (counts[context] + _DAMPING))
        context = context.partition(" ")[2] if side > 0 else context.rpartition(" ")[0]
    return best


def as_references(given: References | Iterable[str]) -> References | None:
    """Read reference texts, or take them as read; None where there are none. Raises TypeError for a single text."""
    if isinstance(given, str):
        raise TypeError("references are texts, not one text; put it into a list")
    known = given if isinstance(given, References) else References.of(given)
    return known if known.texts else None

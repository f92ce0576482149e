"""Edits outside the table: words judged damaged with no fitting candidate get one from the open vocabulary."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from restore.decode import Choice
from restore.document import Document
from restore.settings import Settings

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


class OpenVocabulary(Protocol):
    """What retrieves originals for span vectors (see restore.ranker.Ranker.open_candidates)."""

    def open_candidates(self, vectors: Floats, count: int) -> tuple[Ints, Floats]:
        """Return (phrase ids, log P) [S, count] of the best originals."""
        ...


def open_choices(
    document: Document, log_p: Floats, vectors: Floats, taken: list[Choice], source: OpenVocabulary, settings: Settings
) -> list[tuple[int, int, float]]:
    """Return (span, phrase id, probability) for single words outside ``taken`` that are likelier damaged than listed.

    The probability is P(other) · P(original | span); the word itself and its listed candidates are left out.
    """
    return [ranked[0] for ranked in open_rankings(document, log_p, vectors, taken, source, settings)]


def open_rankings(
    document: Document, log_p: Floats, vectors: Floats, taken: list[Choice], source: OpenVocabulary, settings: Settings
) -> list[list[tuple[int, int, float]]]:
    """Return what :func:`open_choices` does, each choice with those that come after it, likeliest first."""
    covered = np.zeros(len(document.tokens) + 1, dtype=np.bool_)
    for choice in taken:
        first = document.start[choice.span]
        covered[first : first + document.length[choice.span]] = True
    other = np.exp(log_p[:, 1]) if len(log_p) else np.zeros(0)
    # a clitic, and the word it leans on, are no words to look up by themselves
    clitic = np.array([*(n[0] == "'" and len(n) > 1 for n in document.tokens.norms), False], dtype=np.bool_)
    covered |= clitic
    covered[:-1] |= clitic[1:]
    spans = np.flatnonzero((document.length == 1) & (other >= settings.open_floor) & ~covered[document.start])
    if not len(spans):
        return []
    ids, logs = source.open_candidates(vectors[spans], 8)
    out = []
    for row, span in enumerate(spans.tolist()):
        listed = set(document.candidates[span].tolist()) | {int(document.phrase[span])}
        pairs = zip(ids[row].tolist(), logs[row].tolist())
        ranked = [(span, phrase, float(other[span] * np.exp(value))) for phrase, value in pairs if phrase not in listed]
        if ranked and ranked[0][2] >= settings.floor:
            out.append(ranked)
    return out

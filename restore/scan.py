"""Find every place where a phrase of the table stands in a text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.table import PhraseTable
from restore.tokens import Tokens


@dataclass(frozen=True)
class Matches:
    """Places of phrases: ``start`` [M] first token, ``length`` [M] in tokens, ``phrase`` [M] phrase id."""

    start: NDArray[np.int32]
    length: NDArray[np.int32]
    phrase: NDArray[np.int32]


def scan(tokens: Tokens, table: PhraseTable) -> Matches:
    """Return all matches, overlapping ones too, ordered by start, then length.

    Inside a phrase, tokens are parted by blanks only (a clitic by nothing): a match never crosses a mark or a line.
    """
    ids, longest = table.ids, table.longest
    norms, words, spaced, glued = tokens.norms, tokens.words, tokens.spaced, tokens.glued
    found: list[tuple[int, int, int]] = []
    total = len(norms)
    for i in range(total):
        lengths = longest.get(norms[i])
        if lengths is None or not words[i]:
            continue
        key = norms[i]
        n = 1
        while lengths >> n:
            if lengths >> n & 1:
                phrase = ids.get(key)
                if phrase is not None:
                    found.append((i, n, phrase))
            j = i + n
            if j >= total or not words[j] or not (spaced[j] or (glued[j] and norms[j][0] == "'")):
                break
            key = f"{key} {norms[j]}"
            n += 1
    array = np.array(found, dtype=np.int32).reshape(-1, 3)
    return Matches(array[:, 0].copy(), array[:, 1].copy(), array[:, 2].copy())

"""One engine's own list, drawn from a table of what engines of its kind may list."""

from __future__ import annotations

import numpy as np

from restore.simulator import FUNCTION_WORDS
from restore.table import BIT, TRUSTED, PhraseTable

# Share of entries with 1, 2, … alternatives: distinct spun forms of the originals sighted four times and more in real articles.
BREADTH = (0.42, 0.33, 0.16, 0.09)


def draw_list(table: PhraseTable, seed: int, breadth: tuple[float, ...] = BREADTH) -> PhraseTable:
    """Return the list of one engine, as its user would import it: each original's alternatives in equal shares, origin "user".

    An original is in it with the chance that ``table`` gives it (``PhraseTable.listed``); it has 1, 2, … alternatives with the
    chances ``breadth``, as far as the table has so many, drawn by weight without replacement (Gumbel's top-k; Vieira 2014).
    """
    draw = np.random.default_rng(seed)
    size = len(table.phrases)
    active = draw.random(size) < table.listed
    active &= np.array([p not in FUNCTION_WORDS for p in table.phrases], dtype=np.bool_)
    most = 1 + draw.choice(len(breadth), size=size, p=breadth)
    luck = table.log_channel + draw.gumbel(size=len(table.form))
    rows = np.flatnonzero(((table.origin & TRUSTED) > 0) & active[table.source])
    rows = rows[np.lexsort((-luck[rows], table.source[rows]))]
    source = table.source[rows]
    begin = np.flatnonzero(np.concatenate([[True], source[1:] != source[:-1]]))
    place = np.arange(len(rows)) - np.repeat(begin, np.diff(np.append(begin, len(rows))))
    rows = rows[place < most[source]]
    count = np.bincount(table.source[rows], minlength=size)
    names = table.phrases
    pairs = {
        (names[f], names[s]): (1 / int(count[s]), BIT["user"])
        for f, s in zip(table.form[rows].tolist(), table.source[rows].tolist())
    }
    used = np.unique(np.concatenate([table.form[rows], table.source[rows]])).tolist()
    freq = {names[i]: float(table.log_freq[i]) for i in used}
    return PhraseTable.from_pairs(pairs, freq, table.log_total)

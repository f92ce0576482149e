"""Spinning engines for evaluation: the one that the model was trained on, and others that differ from it in one thing each.

All spin over the whole table (models/spinner.safetensors); the held-out model misses the entries of a quarter of its sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from restore.compose import compose
from restore.simulator import ContextFreeSpinner, KeyedSpinner, Spun
from restore.table import BIT, TRUSTED, PhraseTable

RATE = 0.3  # share of the listed words that a context-free engine replaces
LIGHT = 0.2  # share of the entries that the light engine has: about a tenth of the words change
SIBLING_RANKS = range(1, 3)  # of a source's alternatives, likeliest first: the second and the third


@dataclass(frozen=True)
class Engine:
    """A spinner by name; ``spin`` takes a text and a seed, and the same seed spins a text the same way."""

    name: str
    description: str
    spin: Callable[[str, str], Spun]


def sibling_table(table: PhraseTable) -> PhraseTable:
    """Return the table of a sibling dialect: of each source only the trusted alternatives of second and third rank.

    Alternatives are ranked by falling P(form | source), ties by the form; a source with one alternative is not in the dialect.
    """
    rows = np.flatnonzero((table.origin & TRUSTED) > 0)
    rows = rows[np.lexsort((table.form[rows], -table.log_channel[rows], table.source[rows]))]
    source = table.source[rows]
    first = np.concatenate([[0], np.flatnonzero(np.diff(source)) + 1]) if len(rows) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.concatenate([first, [len(rows)]]))
    rank = np.arange(len(rows)) - np.repeat(first, sizes)
    hidden = np.ones(len(table.form), dtype=np.bool_)
    hidden[rows[(rank >= SIBLING_RANKS.start) & (rank < SIBLING_RANKS.stop)]] = False
    return table.without(hidden)


def keyed_engine(table: PhraseTable) -> Engine:
    """Return the engine that the model was trained on: one alternative an article for each entry."""
    return Engine("keyed", "one alternative an article for each entry, every match replaced", KeyedSpinner(table).spin)


def other_engines(table: PhraseTable) -> list[Engine]:
    """Return the other engines; training met a context-free one over both open lists together, in a tenth of its texts."""
    keyed = KeyedSpinner(table)
    sibling = KeyedSpinner(sibling_table(table), temper=0.0, listed=table.listed)
    wordnet = ContextFreeSpinner(table, BIT["wordnet"])
    ppdb = ContextFreeSpinner(table, BIT["ppdb"])

    def twice(text: str, seed: str) -> Spun:
        first = keyed.spin(text, f"{seed} first")
        return compose(first, keyed.spin(first.text, f"{seed} second"))

    return [
        Engine("wordnet swap", "synset mates, drawn anew for three in ten listed words", lambda t, s: wordnet.spin(t, s, RATE)),
        Engine("ppdb swap", "paraphrases of PPDB, drawn anew for three in ten listed words", lambda t, s: ppdb.spin(t, s, RATE)),
        Engine("sibling dialect", "keyed, over second and third alternatives only, drawn evenly", sibling.spin),
        Engine("two passes", "the keyed engine over its own output, with another key", twice),
        Engine("light", "keyed, with a fifth of the entries: a tenth of the words change", lambda t, s: keyed.spin(t, s, LIGHT)),
        Engine("names kept", "keyed, capitalised words left alone", lambda t, s: keyed.spin(t, s, protect_names=True)),
    ]

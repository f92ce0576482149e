"""Systems that take what the phrase table likes best at a place, whatever the context: they differ in where they look."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from restore.case import carry_case
from restore.edits import Edit, apply_edits
from restore.evaluation.oracle import surface_words
from restore.evaluation.protocols import RestorerLike
from restore.scan import Matches, scan
from restore.table import PhraseTable
from restore.tokens import Tokens, tokenize


def replace_forms(text: str, table: PhraseTable, usable: Callable[[Tokens, Matches], NDArray[np.bool_]]) -> str:
    """Return ``text`` with each usable form of the table replaced by its likeliest original.

    Long forms come first, and what they cover is not replaced again. ``usable`` marks the matches [M] that count.
    """
    tokens = tokenize(text)
    matches = scan(tokens, table)
    first_row = table.first_row
    wanted = usable(tokens, matches) & (first_row[matches.phrase + 1] > first_row[matches.phrase])
    taken = bytearray(len(tokens))
    edits: list[Edit] = []
    for at in np.lexsort((matches.start, -matches.length)).tolist():
        first, stop = int(matches.start[at]), int(matches.start[at] + matches.length[at])
        if not wanted[at] or any(taken[first:stop]):
            continue
        taken[first:stop] = b"\x01" * (stop - first)
        start, end = tokens.starts[first], tokens.ends[stop - 1]
        best = table.phrases[int(table.source[first_row[matches.phrase[at]]])]
        target = carry_case(surface_words(tokens, first, stop), best)
        edits.append(Edit(start, end, text[start:end], target, 1.0, "table"))
    return apply_edits(text, edits)


class TablePrior:
    """The table without a model: every form that spinning makes more often than writing does becomes its likeliest original.

    ``threshold``: least log of (count made by spinning / count in clean English) of a form that is replaced.
    """

    name = "table, unigram prior"

    def __init__(self, table: PhraseTable, threshold: float = 0.0) -> None:
        """Use ``table``, whose rows are sorted by form and falling prior."""
        self.table, self.threshold = table, threshold

    def run(self, text: str) -> str:
        """Return ``text`` with the likely forms replaced."""
        return replace_forms(text, self.table, lambda _, found: self.table.log_damage[found.phrase] > self.threshold)


class DetectorPrior:
    """The restorer's detector says where, the table's prior says what: the network's choice among candidates is left out.

    A form is replaced when at least half of its words look damaged; a text that the gate takes for clean is left alone.
    """

    name = "detector + table, no reranker"

    def __init__(self, table: PhraseTable, factory: Callable[[], RestorerLike]) -> None:
        """``factory`` makes the restorer, on first use."""
        self.table, self._factory = table, factory

    @cached_property
    def restorer(self) -> RestorerLike:
        """The restorer that detects."""
        return self._factory()

    def run(self, text: str) -> str:
        """Return ``text`` with the forms that look damaged replaced."""
        found = self.restorer.detect(text)
        if not found.spun:
            return text
        starts = {span.start for span in found.spans}

        def damaged(tokens: Tokens, matches: Matches) -> NDArray[np.bool_]:
            flags = np.array([start in starts for start in tokens.starts], dtype=np.int64)
            words = np.array([word and norm[0] != "'" for word, norm in zip(tokens.words, tokens.norms)], dtype=np.int64)
            hits, sizes = (np.concatenate([[0], np.cumsum(column)]) for column in (flags * words, words))
            stop = matches.start + matches.length
            return np.asarray(2 * (hits[stop] - hits[matches.start]) >= np.maximum(1, sizes[stop] - sizes[matches.start]))

        return replace_forms(text, self.table, damaged)

"""A table's entries in words, for ``restore table show``."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from rapidfuzz import process

from restore.phrases import quick_key, tidy
from restore.table import PhraseTable, origin_name

_SHOWN = 12
_NEAR, _LIKENESS = 5, 75.0


def explain(word: str, table: PhraseTable) -> Iterator[str]:
    """Yield lines on a phrase: as a spun form its originals, as an original its spun forms, or near spellings if unknown."""
    phrase = tidy(word)
    at = table.ids.get(quick_key(phrase))
    if at is None:
        near = process.extract(phrase.lower(), table.phrases, limit=_NEAR, score_cutoff=_LIKENESS)
        hint = f"; near spellings: {', '.join(name for name, _, _ in near)}" if near else ""
        yield f"{phrase}: not in the table{hint}"
        return
    yield f"{table.phrases[at]}: {_rate(table, at)}"
    rows = list(range(int(table.first_row[at]), int(table.first_row[at + 1])))
    if rows:
        yield "  as a spun form stands for:"
        yield from (_line(table, row, int(table.source[row]), math.exp(table.log_prior[row])) for row in rows[:_SHOWN])
        yield from _more(len(rows))
    forms = np.flatnonzero(table.source == at)
    forms = forms[np.argsort(-table.log_channel[forms], kind="stable")]
    if len(forms):
        yield "  as an original becomes:"
        yield from (_line(table, row, int(table.form[row]), None) for row in forms[:_SHOWN].tolist())
        yield from _more(len(forms))


def _line(table: PhraseTable, row: int, phrase: int, prior: float | None) -> str:
    share = f"P(original | form) {prior:.3f}  " if prior is not None else ""
    channel = f"P(form | original) {math.exp(table.log_channel[row]):.3f}"
    return f"    {table.phrases[phrase]:24}  {share}{channel}  {origin_name(int(table.origin[row]))}  {_rate(table, phrase)}"


def _rate(table: PhraseTable, phrase: int) -> str:
    return f"{1e6 * math.exp(float(table.log_freq[phrase]) - table.log_total):.3g} in a million words"


def _more(count: int) -> Iterator[str]:
    if count > _SHOWN:
        yield f"    … {count - _SHOWN} more"

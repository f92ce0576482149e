"""A callable for Ray Data's ``map_batches``: restores a column; docs/corpus.md shows it at work. Ray itself is not imported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from restore.corpus.restoring import Treatment, treat_each


class RestoreBatch:
    """Restores the column ``text_column`` of a batch of columns; made once an actor, where it loads the model once.

    The column becomes the restored texts; added are ``restore`` (see restore.corpus.annotation; None where a text could not be
    restored) and ``restore_error`` (None, or the reason). Rows stay in order, and what one becomes does not depend on its batch.
    """

    def __init__(self, text_column: str = "text", treatment: Treatment | None = None) -> None:
        self.text_column, self.treatment = text_column, treatment or Treatment()

    def __call__(self, batch: Mapping[str, Any]) -> dict[str, Any]:
        """Return the batch restored; raises InputError when the model cannot be loaded, KeyError when the column is missing."""
        given = list(batch[self.text_column])
        found = iter(treat_each([t for t in given if isinstance(t, str)], self.treatment))
        results = [next(found) if isinstance(t, str) else f"not a string but {type(t).__name__}" for t in given]
        return {
            **batch,
            self.text_column: _column([t if isinstance(r, str) else r[0] for t, r in zip(given, results)]),
            "restore": _column([None if isinstance(r, str) else r[1].as_dict() for r in results]),
            "restore_error": _column([r if isinstance(r, str) else None for r in results]),
        }


def _column(values: list[Any]) -> Any:
    """Return values as an array of objects, which Ray Data takes for any kind of value."""
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out

"""What else a damaged place may have read: the best originals beside the one written, and leaving it as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.table import PhraseTable, origin_name

KEEP = "keep"
MOST = 5  # originals, beside "keep"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """A span may read phrase ``phrase`` (table id; None: as it stands), with the model's ``probability``, not calibrated."""

    phrase: int | None
    probability: float
    origin: str


def readings(
    document: Document, log_p: Floats, spans: Sequence[int], table: PhraseTable, opened: Iterable[tuple[int, int, float]] = ()
) -> dict[int, tuple[Reading, ...]]:
    """Return for each of ``spans`` its best readings, likeliest first: up to ``MOST`` originals, and keeping what stands there.

    ``log_p`` [S, 2 + K]: the log-probabilities that the edits were chosen by; ``opened``: (span, phrase id, probability) of
    originals that the table does not list for these spans (see :mod:`restore.openvocab`).
    """
    if not len(spans):
        return {}
    chosen = np.asarray(spans, dtype=np.int64)
    p = np.exp(log_p[chosen])
    candidates = np.where((document.candidates[chosen] >= 0) & (p[:, 2:] > 0), p[:, 2:], -1.0)
    places = np.argsort(-candidates, axis=1, kind="stable")[:, :MOST]
    beside: dict[int, list[Reading]] = {}
    for span, phrase, probability in opened:
        beside.setdefault(span, []).append(Reading(phrase, float(probability), "model"))
    out = {}
    for row, span in enumerate(spans):
        found = beside.get(span, [])
        for place in places[row].tolist():
            if candidates[row, place] < 0:
                break
            origin = origin_name(int(table.origin[document.rows[span, place]]))
            found.append(Reading(int(document.candidates[span, place]), float(candidates[row, place]), origin))
        best = sorted(found, key=lambda r: -r.probability)[:MOST]
        out[span] = tuple(sorted([*best, Reading(None, float(p[row, 0]), KEEP)], key=lambda r: -r.probability))
    return out

"""Protected places in the scores: what no edit may touch is intact for certain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.protect import Spans

Floats = NDArray[np.float32]


def sparing(document: Document, log_p: Floats, protected: Spans) -> Floats:
    """Return log-probabilities [S, 2 + K] by which spans that touch protected places of the document's text are intact.

    Meant as the last of all revisions: what stands there has told its part about the rest of the article by then.
    """
    if not protected:
        return log_p
    starts, ends = document.tokens.starts, document.tokens.ends
    places = zip(document.start.tolist(), (document.start + document.length - 1).tolist())
    rows = [span for span, (first, last) in enumerate(places) if protected.touches(starts[first], ends[last])]
    out = log_p.copy()
    out[rows] = -np.inf
    out[rows, 0] = 0.0
    return out

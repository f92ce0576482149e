"""Log-probabilities of a span's readings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def normalised(log_p: Floats) -> Floats:
    """Return weights [S, 2 + K] in logs, shifted so that each row's probabilities sum to one."""
    return np.asarray(log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True), dtype=np.float32)


def shifted_to_keep(log_p: Floats, shift: float) -> Floats:
    """Add ``shift`` to the log-odds of "keep" and renormalise."""
    out = log_p.copy()
    out[:, 0] += shift
    return normalised(out)


def without_listed(log_p: Floats) -> Floats:
    """Count every listed candidate as "other": damaged, original to be found."""
    out = np.full_like(log_p, -np.inf)
    out[:, 0] = log_p[:, 0]
    out[:, 1] = np.log1p(-np.minimum(np.exp(log_p[:, 0]), 1 - 1e-6))
    return out

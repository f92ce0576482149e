"""Log-probabilities of a span's readings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def normalised(log_p: Floats) -> Floats:
    """Return weights [S, 2 + K] in logs, shifted so that each row's probabilities sum to one."""
    return np.asarray(log_p - np.logaddexp.reduce(log_p, axis=1, keepdims=True), dtype=np.float32)

"""The article's key: scores of one place corrected by all other places, as in deciphering a homophonic substitution.

Spinners draw one alternative per article for each (source, case form). So (1) places of one spun form tend to share their
original, and (2) two spun forms do not share one original: each original goes to the form that claims it best.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.settings import Settings

Floats = NDArray[np.float32]
_FLOOR = 0.02


def infer_key(document: Document, log_p: Floats, settings: Settings) -> Floats:
    """Return log-probabilities [S, 2 + K] revised over the article; spans of forms the table does not list stay as they are."""
    if not len(log_p):
        return log_p
    p = np.exp(log_p.astype(np.float64))
    lower = np.array([document.tokens.texts[i][0].islower() for i in document.start.tolist()], dtype=np.int64)
    listed = (document.phrase >= 0) & (document.candidates[:, 0] >= 0)
    at = np.flatnonzero(listed)
    if not len(at):
        return log_p
    form, group = np.unique(document.phrase[at].astype(np.int64) * 2 + lower[at], return_inverse=True)
    size = np.bincount(group)
    valid = document.candidates[at] >= 0
    claim_key = np.where(valid, document.candidates[at].astype(np.int64) * 2 + lower[at][:, None], -1)
    sources, source_at = np.unique(claim_key, return_inverse=True)
    source_at = source_at.reshape(claim_key.shape)
    several = size[group] > 1
    # one place of each form, to look its originals up
    first = np.zeros(len(form), dtype=np.int64)
    first[group] = np.arange(len(group))
    base = p[at]
    current = base.copy()
    for _ in range(settings.rounds):
        total = np.zeros((len(form), base.shape[1]))
        np.add.at(total, group, current)
        others = (total[group] - current) / np.maximum(size[group] - 1, 1)[:, None]
        factor = np.ones_like(base)
        factor[several, 2:] = ((others[several, 2:] + _FLOOR) / (1 + _FLOOR)) ** settings.pool
        factor[several, 0] = ((others[several, 0] + _FLOOR) / (1 + _FLOOR)) ** settings.pool_keep
        factor[several, 1] = ((others[several, 1] + _FLOOR) / (1 + _FLOOR)) ** settings.pool_keep
        # claims: the mass each form lays on an original, against the mass all forms lay on it
        mine = total[group][:, 2:] * valid
        claims = np.zeros(len(sources))
        per_form = np.zeros((len(form), base.shape[1] - 2))
        per_form[group] = mine
        np.add.at(claims, source_at[first].ravel(), per_form.ravel())
        rival = np.maximum(claims[source_at] - mine, 0)
        factor[:, 2:] *= ((mine + _FLOOR) / (mine + rival + _FLOOR)) ** settings.claim
        current = base * factor
        current /= current.sum(1, keepdims=True)
    out = log_p.copy()
    with np.errstate(divide="ignore"):
        out[at] = np.log(current).astype(np.float32)
    return out

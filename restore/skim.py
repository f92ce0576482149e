"""A first judgement of a text without the network: how rare company, forms that spinners write and missing words are in it.

A logistic regression over means of what is known of each word before the text is read (restore.document), and over their products
with the length of the text, for the more words, the more a mean tells. It is far weaker than the gate, but costs a fiftieth of
it, and tells of the plainest clean texts that they are clean (see restore.looks).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.errors import InputError
from restore.gate import LONG_ENOUGH, is_prose, probability

SKIM_FEATURES = 16
_LIKELY, _SURE = -0.5, 0.2  # logs of how often forms are damage, in fifths, from which they count as likely and surely spun
_STEEP = 5.0
_USUAL, _LONGEST = 6.3, 7.6  # logs of the words of a middling article, and of the longest that the weights were fitted on


def skim_features(document: Document) -> NDArray[np.float64]:
    """Return the features [SKIM_FEATURES] of a document; the first is the constant 1.

    All are 0 for what is not prose and for fewer than ``LONG_ENOUGH`` words, which tell too little.
    """
    single = document.length == 1
    words = int(single.sum())
    if words < LONG_ENOUGH or not is_prose(document):
        return np.zeros(SKIM_FEATURES)
    span, valid = document.span_features[single], document.candidates[single] >= 0
    # how much better company than the standing word a candidate keeps at best: on the left, on the right, on both sides
    gains = (document.pair_features[..., place][single] for place in (8, 9))
    left_gain, right_gain = (np.where(valid, gain, -np.inf) for gain in gains)
    listed = valid.any(axis=1)
    left, right, both = (np.where(listed, g.max(axis=1), 0) for g in (left_gain, right_gain, left_gain + right_gain))
    damage = span[:, 0]
    suspect = np.clip(both, 0, 2) / (1 + np.exp(-_STEEP * damage))
    absence, distinct = span[0, 3:5] * min(1.0, words / 300)
    unmet = span[:, 16] == 0
    means = [float(x.mean()) for x in (suspect, unmet, left, right, damage > _LIKELY, damage > _SURE)]
    length = min(math.log(words + 1), _LONGEST)
    return np.array([1.0, absence, distinct, length / 7, *means, *(mean * (length - _USUAL) for mean in means)])


def skim_score(document: Document, weights: Sequence[float]) -> float | None:
    """Return the probability in 0–1 that a document was spun, None when it tells too little or the model has no ``weights``.

    Raises InputError when the model has another number of weights.
    """
    if not weights:
        return None
    if len(weights) != SKIM_FEATURES:
        raise InputError(f"the model's first judgement has {len(weights)} weights, not {SKIM_FEATURES}; reinstall the model")
    features = skim_features(document)
    if not features.any():
        return None
    return probability(float(features @ np.array(weights)))

"""What a reading of a span has for and against it, from the whole article: the features of restore.joint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from restore.company import Company, worth_telling
from restore.document import PAIR_FEATURES, SPAN_FEATURES, Document
from restore.engine_mix import CLASSES, class_shares

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
_FLOOR = 0.02
_LEAST = -12.0
# What the features tell of, in order.
_SIZES = {
    "ranker": 1, "company": 6, "reading": 2, "damage": 1, "rivals": 3, "pair": PAIR_FEATURES, "span": SPAN_FEATURES,
    "elsewhere": 3, "claims": 2, "around": 6, "engine": CLASSES + 2, "rank": 1,
}  # fmt: skip
_STOPS = list(accumulate(_SIZES.values()))
JOINT_FEATURES = _STOPS[-1]
GROUPS = {name: slice(stop - size, stop) for (name, size), stop in zip(_SIZES.items(), _STOPS)}


@dataclass(frozen=True)
class Readings:
    """The readings of a document that are worth weighing: of span ``span`` [N] the one in column ``column`` [N] of log_p.

    ``features`` [N, JOINT_FEATURES].
    """

    span: Ints
    column: Ints
    features: Floats


def _forms(document: Document, lower: Ints) -> Ints:
    """Return a number for each span [S]: that of its spun form in its case; spans without a phrase have one each."""
    form = np.where(document.phrase >= 0, document.phrase.astype(np.int64) * 2 + lower, -1 - np.arange(len(document.phrase)))
    return np.asarray(np.unique(form, return_inverse=True)[1], dtype=np.int64)


def _elsewhere(form: Ints, p: Doubles, span: Ints, column: Ints) -> list[Doubles]:
    """How likely the same reading is at the form's other places, in logs; whether there are any; how many places, in logs."""
    size = np.bincount(form)
    total = np.zeros((len(size), p.shape[1]))
    np.add.at(total, form, p)
    places = size[form[span]]
    others = (total[form[span], column] - p[span, column]) / np.maximum(places - 1, 1)
    several = places > 1
    return [np.where(several, np.log(np.maximum(others, 0) + _FLOOR), 0.0), several.astype(np.float64), np.log(places)]


def _claims(
    document: Document, lower: Ints, form: Ints, p: Doubles, span: Ints, place: Ints, listed: NDArray[np.bool_]
) -> list[Doubles]:
    """What of the mass that all forms lay on an original is this form's, in logs, and the log of the mass of the others."""
    valid = document.candidates >= 0
    key = np.where(valid, document.candidates.astype(np.int64) * 2 + lower[:, None], -1)
    source = np.unique(key, return_inverse=True)[1].reshape(key.shape)
    mass = (p[:, 2:] * valid).ravel()
    everyone = np.bincount(source.ravel(), mass)
    pair = form[:, None] * (int(source.max(initial=0)) + 1) + source
    own_at = np.unique(pair, return_inverse=True)[1].reshape(key.shape)
    own = np.bincount(own_at.ravel(), mass)
    mine = own[own_at[span, place]]
    rival = np.maximum(everyone[source[span, place]] - mine, 0)
    share = np.log((mine + _FLOOR) / (mine + rival + _FLOOR))
    return [np.where(listed, share, 0.0), np.where(listed, np.log1p(rival), 0.0)]


def _around(document: Document, p: Doubles, span: Ints) -> list[Doubles]:
    """How damaged the words beside and inside a span are, and how likely an edit is of a span that overlaps it."""
    size = len(document.tokens)
    single = document.length == 1
    top = p[:, 2:].max(axis=1)
    damage, short, long = (np.zeros(size + 2) for _ in range(3))
    at = document.start[single].astype(np.int64) + 1
    damage[at], short[at] = 1 - p[single, 0], top[single]
    longer = np.flatnonzero(~single)
    for offset in range(int(document.length.max(initial=1))):
        reaching = longer[document.length[longer] > offset]
        np.maximum.at(long, document.start[reaching] + offset + 1, top[reaching])
    first, last = document.start[span].astype(np.int64) + 1, document.start[span].astype(np.int64) + document.length[span]
    summed = np.concatenate([[0.0], np.cumsum(damage)])
    inside = (summed[last + 1] - summed[first]) / (last - first + 1)
    worst = np.maximum(short[first], short[last])
    return [
        damage[first - 1],
        damage[last + 1],
        damage[np.maximum(first - 2, 0)],
        damage[np.minimum(last + 2, size + 1)],
        inside,
        np.where(single[span], long[first], worst),
    ]


def joint_features(document: Document, log_p: Floats, company: Company, classes: Ints) -> Readings:
    """Return the readings worth weighing with their features.

    ``log_p`` [S, 2 + K]: the ranker's; ``classes``: those of the table's pairs (see restore.engine_mix).
    """
    beside, stands = company.beside(document, log_p)
    p = np.exp(log_p.astype(np.float64))
    looked = worth_telling(log_p)
    looked[:, 1] = looked[:, 0] & ~np.isinf(log_p[:, 1])
    span, column = np.nonzero(looked)
    listed = column >= 2
    place = np.maximum(column - 2, 0)
    lower = np.array([document.tokens.texts[i][0].islower() for i in document.start.tolist()], dtype=np.int64)
    form = _forms(document, lower)
    best = log_p[:, 2:].max(axis=1)
    single = document.length == 1
    damage = float(np.log(1.02 - p[single, 0].mean())) if single.any() else 0.0
    shares = class_shares(document, p, classes)
    kind = np.where(document.rows >= 0, classes[np.maximum(document.rows, 0)], 0)[span, place]
    columns: list[NDArray[np.generic]] = [
        log_p[span, column],
        *np.clip(beside[span, column], -15, 15).T,
        *np.clip(stands[span], -20, 0).T,
        column == 0,
        column == 1,
        np.full(len(span), damage),
        log_p[span, 0],
        log_p[span, 1],
        best[span],
        *(document.pair_features[span, place] * listed[:, None]).T,
        *document.span_features[span].T,
        *_elsewhere(form, p, span, column),
        *_claims(document, lower, form, p, span, place, listed),
        *_around(document, p, span),
        *(listed & (kind == k) for k in range(CLASSES)),
        np.where(listed, shares[kind], 0.0),
        np.full(len(span), shares[2:].mean()),
        np.where(listed, np.log1p(place), 0.0),
    ]
    features = np.stack([np.maximum(c.astype(np.float32), _LEAST * 2) for c in columns], axis=1)
    return Readings(span, column, features)

"""Which engine spun an article: where the originals come from tells, and tells in turn which originals are likelier.

The pairs of the table fall into classes by where they are from (what engines of the main kind list, what was inferred from
those, PPDB, WordNet). An article of the main engine draws its damage from the classes in known shares; one by an engine with
another thesaurus does not. The shares are mixture proportions, estimated for each article by expectation maximisation
(Dempster, Laird and Rubin 1977) with a Dirichlet prior around the known ones.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.logprob import normalised
from restore.settings import CLASSES
from restore.table import BIT, TRUSTED, PhraseTable

Floats = NDArray[np.float32]
PRIOR = 30.0  # how many damaged places the known shares count for
_ROUNDS = 2
_MOST = 20.0


def pair_classes(table: PhraseTable) -> NDArray[np.int64]:
    """Return the class of each pair of a table [N]: 0 trusted, 1 inferred or other, 2 PPDB, 3 WordNet alone."""
    origin = table.origin
    kinds = [(origin & bits) > 0 for bits in (TRUSTED, BIT["ppdb"], BIT["wordnet"])]
    return np.asarray(np.select(kinds, [0, 2, 3], 1), dtype=np.int64)


def class_mass(document: Document, p: NDArray[np.float64], classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the probability that lies on the candidates of each class [CLASSES], summed over a document's spans."""
    valid = document.rows >= 0
    return np.asarray(np.bincount(classes[document.rows[valid]], p[:, 2:][valid], minlength=CLASSES), dtype=np.float64)


def weigh_classes(document: Document, log_p: Floats, classes: NDArray[np.int64], usual: Sequence[float]) -> Floats:
    """Return log-probabilities [S, 2 + K] with each candidate weighed by its class's share here over its ``usual`` one.

    ``classes`` [N] as :func:`pair_classes` has them; ``usual`` [CLASSES]: shares in articles of the main engine; none: no change.
    """
    present = np.bincount(classes, minlength=CLASSES) > 0
    if not len(usual) or not len(log_p) or present.sum() < 2:
        return log_p
    expected = np.where(present, np.array(usual), 0.0)
    expected /= expected.sum()
    valid = document.rows >= 0
    place = np.where(valid, classes[np.maximum(document.rows, 0)], 0)
    out = log_p
    for _ in range(_ROUNDS):
        mass = class_mass(document, np.exp(out.astype(np.float64)), classes)
        share = (mass + PRIOR * expected) / (mass.sum() + PRIOR)
        weight = np.clip(np.divide(share, expected, out=np.ones(CLASSES), where=expected > 0), 1 / _MOST, _MOST)
        out = log_p.copy()
        out[:, 2:] += np.where(valid, np.log(weight)[place], 0).astype(np.float32)
        out = normalised(out)
    return out

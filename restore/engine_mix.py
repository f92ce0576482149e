"""Which engine spun an article: where the originals come from tells, and tells in turn which originals are likelier.

The pairs of the table fall into classes by where they are from (what engines of the main kind list, what was inferred from
those, PPDB, WordNet). An article of the main engine draws its damage from the classes in known shares; one by an engine with
another thesaurus does not. The shares are mixture proportions, estimated for each article by one step of expectation maximisation
(Dempster, Laird and Rubin 1977) with a Dirichlet prior around the usual ones.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.table import BIT, TRUSTED, PhraseTable

CLASSES = 4
PRIOR = 30.0  # how many damaged places the known shares count for
USUAL = np.array([0.85, 0.1, 0.04, 0.01])  # about the shares in articles of the main engine


def pair_classes(table: PhraseTable) -> NDArray[np.int64]:
    """Return the class of each pair of a table [N]: 0 trusted, 1 inferred or other, 2 PPDB, 3 WordNet alone."""
    origin = table.origin
    kinds = [(origin & bits) > 0 for bits in (TRUSTED, BIT["ppdb"], BIT["wordnet"])]
    return np.asarray(np.select(kinds, [0, 2, 3], 1), dtype=np.int64)


def class_mass(document: Document, p: NDArray[np.float64], classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the probability that lies on the candidates of each class [CLASSES], summed over a document's spans."""
    valid = document.rows >= 0
    return np.asarray(np.bincount(classes[document.rows[valid]], p[:, 2:][valid], minlength=CLASSES), dtype=np.float64)


def class_shares(document: Document, p: NDArray[np.float64], classes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the log of each class's share in a document's damage over its usual one [CLASSES]; 0 with a table of one class."""
    present = np.bincount(classes, minlength=CLASSES) > 0
    if present.sum() < 2:
        return np.zeros(CLASSES)
    expected = np.where(present, USUAL, 0.0)
    expected /= expected.sum()
    mass = class_mass(document, p, classes)
    share = (mass + PRIOR * expected) / (mass.sum() + PRIOR)
    return np.where(present, np.log(share / np.where(present, expected, 1.0) + 1e-9), 0.0)

"""What a spinner's own table guarantees: a listed original does not survive, and nothing but listed spun forms is damage.

Places are read as one sequence of segments, each an untouched word or a spun form with its original, and the likeliest sequence
is found by dynamic programming (Viterbi 1967), so that "a number of" competes with what its single words might be. A standing
word that the table lists as an original can be an untouched word only as far as originals survive in this article: that rate is
estimated from the article (expectation maximisation of a mixture's share), for engines know parts of a list or spin in part.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.case import Case, case_of
from restore.decode import Choice, best_spans
from restore.document import Document
from restore.logprob import normalised
from restore.settings import Settings
from restore.table import BIT, PhraseTable

Floats = NDArray[np.float32]
_DOUBT = 5.0  # replaced originals added to an article's count, so that a headline does not decide the rate
_LEAST = -20.0


@dataclass(frozen=True)
class Directed:
    """``survival`` [P]: log P(an original is left standing), by what the table says, 0 for phrases that are no original of it.

    ``closed``: nothing but what the table lists can be damage.
    """

    survival: Floats
    closed: bool

    @staticmethod
    def of(table: PhraseTable, closed: bool) -> Directed:
        """Read the rule off a table's pairs of origin "user"."""
        mass = table.mass(BIT["user"])
        # weights are kept in half precision: what is left of 1 below a hundredth is rounding
        left = np.where(mass > 0.99, 0.0, 1 - mass)
        with np.errstate(divide="ignore"):
            survival = np.where(mass > 0, np.maximum(np.log(left), _LEAST), 0.0)
        return Directed(survival.astype(np.float32), closed)


def without_other(log_p: Floats) -> Floats:
    """Return log-probabilities [S, 2 + K] in which "damaged, original not listed" has none."""
    out = log_p.copy()
    out[:, 1] = -np.inf
    return normalised(out)


def standing(document: Document, directed: Directed) -> NDArray[np.float64]:
    """Return for each token the log-probability, by the table, that it stands although it is a listed original; 0 elsewhere [T].

    Single words in lower or Capitalised form count: the engine looks at no others.
    """
    out = np.zeros(len(document.tokens))
    matches = document.matches
    for at in np.flatnonzero((matches.length == 1) & (directed.survival[matches.phrase] < 0)).tolist():
        token = int(matches.start[at])
        if case_of([document.tokens.texts[token]]) in (Case.LOWER, Case.CAPITALISED):
            out[token] = directed.survival[matches.phrase[at]]
    return out


def surviving_share(keep: NDArray[np.float64], rounds: int = 30) -> float:
    """Return the share of listed originals that survive, from P(keep) of an article's standing ones [n], each at even odds."""
    share = 0.5
    for _ in range(rounds):
        posterior = share * keep / (share * keep + (1 - share) * (1 - keep) + 1e-12)
        share = float(posterior.sum() / (len(keep) + _DOUBT))
    return share


def segment(document: Document, log_p: Floats, directed: Directed, settings: Settings) -> list[Choice]:
    """Return the choices of the likeliest sequence of segments, in text order.

    ``log_p`` [S, 2 + K]. A choice's probability is that of its original given that the span is damaged as far as it must be.
    """
    if not len(log_p):
        return []
    size = len(document.tokens)
    survival = standing(document, directed)
    words = document.length == 1
    keep = np.zeros(size)
    keep[document.start[words]] = np.maximum(log_p[words, 0], _LEAST)
    listed = survival < 0
    share = surviving_share(np.exp(keep[listed])) if listed.any() else 0.0
    odds = np.log(max(share, 1e-9) / max(1 - share, 1e-9))
    # the table's word (an original listed as its own alternative) and the article's are two reasons to survive
    loss = np.clip(-np.logaddexp(survival, min(odds, 0.0)), 0, settings.directed_keep) * listed
    best = np.argmax(log_p[:, 2:], axis=1)
    top = log_p[np.arange(len(log_p)), best + 2].astype(np.float64)
    gain = top + settings.directed_length * (document.length - 1)
    out: list[Choice] = []
    for span in best_spans(document, np.flatnonzero(top > _LEAST).tolist(), gain.tolist(), (keep - loss).tolist()):
        ruled_out = np.exp(log_p[span, 0]) * -np.expm1(-loss[document.start[span]]) if words[span] else 0.0
        out.append(Choice(span, int(best[span]), float(min(1.0, np.exp(top[span]) / max(1e-6, 1 - ruled_out)))))
    return out

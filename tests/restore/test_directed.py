"""What a directed table guarantees, on small documents judged by hand."""

from __future__ import annotations

import numpy as np
import pytest

from restore.directed import Directed, segment, standing, surviving_share, without_other
from restore.document import Document, Preparer
from restore.ngrams import NGrams
from restore.pieces import Pieces
from restore.settings import Settings
from restore.table import BIT, PhraseTable

USER = BIT["user"]
PAIRS = {
    ("struggle", "war"): (1.0, USER),
    ("war", "fight"): (0.5, USER),
    ("combat", "fight"): (0.5, USER),
    ("a number of", "several"): (1.0, USER),
    ("quantity", "number"): (1.0, USER),
    ("number", "count"): (1.0, USER),
    ("home", "house"): (0.5, USER),
    ("house", "home"): (0.5, USER),
}
TABLE = PhraseTable.from_pairs(PAIRS, {}, 14.0)
RULE = Directed.of(TABLE, True)


@pytest.fixture
def make(pieces: Pieces, ngrams: NGrams) -> Preparer:
    return Preparer.of(TABLE, pieces, ngrams)


def scores(document: Document, keep: float, first: float) -> np.ndarray:  # type: ignore[type-arg]
    """P(keep), P(first candidate), the rest on "other"."""
    out = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    has = document.candidates[:, 0] >= 0
    out[:, 0] = np.where(has, np.log(keep), np.log(0.999))
    out[:, 1] = np.where(has, np.log(1 - keep - first), np.log(0.001))
    out[has, 2] = np.log(first)
    return out


def read(document: Document, log_p: np.ndarray, settings: Settings | None = None) -> dict[str, str]:  # type: ignore[type-arg]
    out = {}
    for c in segment(document, log_p, RULE, settings or Settings()):
        form = TABLE.phrases[int(document.phrase[c.span])]
        out[form] = TABLE.phrases[int(document.candidates[c.span, c.place])]
    return out


def test_a_standing_original_is_changed_and_other_words_stay(make: Preparer) -> None:
    document = make("The war and the struggle stay Peace.")
    log_p = without_other(scores(document, 0.8, 0.1))
    assert np.isneginf(log_p[:, 1]).all()
    assert read(document, log_p) == {"war": "fight"}
    assert read(document, log_p, Settings(directed_keep=0.0)) == {}


def test_capitals_and_hyphens_are_none_of_the_engines_business(make: Preparer) -> None:
    document = make("WAR and pre-war and War")
    assert np.flatnonzero(standing(document, RULE)).tolist() == [4]


def test_a_longer_form_explains_an_original_inside_it(make: Preparer) -> None:
    document = make("a number of people")
    log_p = without_other(scores(document, 0.4, 0.5))
    assert read(document, log_p) == {"a number of": "several"}


def test_an_original_may_stay_as_far_as_the_table_says(make: Preparer) -> None:
    document = make("the home")
    at = float(standing(document, RULE)[1])
    assert at == pytest.approx(np.log(0.5), abs=1e-2)
    assert read(document, without_other(scores(document, 0.8, 0.1))) == {}


def test_a_clean_article_shows_that_originals_survive(make: Preparer) -> None:
    document = make("war and fight. " * 30)
    assert read(document, without_other(scores(document, 0.9, 0.05))) == {}
    assert surviving_share(np.full(200, 0.9)) > 0.9
    assert surviving_share(np.full(200, 0.1)) < 0.01


def test_nothing_at_all(make: Preparer) -> None:
    document = make("")
    assert segment(document, scores(document, 0.5, 0.4), RULE, Settings()) == []

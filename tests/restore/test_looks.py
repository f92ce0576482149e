"""Looks: how much is read of a text to judge it, and that nothing but the reading differs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.gate import GATE_FEATURES
from restore.looks import Judged, gate, judge, spread, together
from restore.ranker import Ranker
from restore.restorer import Restorer
from restore.settings import ModelFiles, Settings
from restore.skim import SKIM_FEATURES, skim_score
from restore.table import BIT, PhraseTable

TEXT = "The nation may very well be a part of the struggle. Additionally, the specialists within the street fight on. " * 30
GATE = (0.0, 1.0, *[0.0] * (GATE_FEATURES - 2))  # the score grows with the mean damage
ALWAYS, NEVER = 1.0, 0.0


@pytest.fixture(scope="module")
def ranker(tiny_model: Path) -> Ranker:
    return Ranker(ModelFiles.read(tiny_model))


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(gate=GATE, gate_threshold=1.0)


@given(st.integers(0, 300))
def test_an_order_names_each_window_once_and_spreads_the_first(count: int) -> None:
    order = spread(count)
    assert sorted(order) == list(range(count))
    if count >= 16:  # no two of the first four stand side by side, nor all in one half
        first = sorted(order[:4])
        assert min(np.diff(first)) > 1 and first[0] < count / 2 < first[-1]


@pytest.mark.parametrize(("bounds", "read"), [((NEVER, ALWAYS), 1), ((NEVER,) * 2 + (ALWAYS,), 2), ((NEVER,) * 4 + (ALWAYS,), 4)])
def test_a_text_is_read_no_further_than_it_takes(
    ranker: Ranker, settings: Settings, bounds: tuple[float, ...], read: int
) -> None:
    judged = judge(ranker, ranker.prepare(TEXT), settings, bounds)
    assert len(judged.scores.read) > 5
    assert judged.scores.read.sum() == read
    assert judged.spun_score == gate(judged.document, judged.scores, settings) < bounds[-1]
    assert np.flatnonzero(judged.scores.read).tolist() == sorted(spread(len(judged.scores.read))[:read])


@pytest.mark.parametrize("bounds", [(), (NEVER,), (NEVER,) * 50])
def test_a_text_that_is_not_surely_clean_is_read_whole(ranker: Ranker, settings: Settings, bounds: tuple[float, ...]) -> None:
    document = ranker.prepare(TEXT)
    judged = judge(ranker, document, settings, bounds)
    whole = ranker.score(document)
    assert judged.scores.read.all()
    assert np.exp(judged.scores.log_p) == pytest.approx(np.exp(whole.log_p), abs=1e-4)
    assert judged.spun_score == pytest.approx(gate(document, whole, settings), abs=1e-3)


def test_what_is_surely_clean_before_the_first_window_is_not_read(ranker: Ranker, settings: Settings) -> None:
    weights = tuple(np.linspace(-1, 0.5, SKIM_FEATURES).tolist())
    skimming = replace(settings, skim=weights)
    document = ranker.prepare(TEXT)
    score = skim_score(document, weights)
    assert score is not None and 0 < score < 1
    judged = judge(ranker, document, skimming, (score + 1e-4,))
    assert (judged.spun_score, judged.scores.read.any()) == (score, False)
    # no bound, a lower one, a gate that calls it spun, and a text that tells too little: all are read
    assert judge(ranker, document, skimming, ()).scores.read.all()
    assert judge(ranker, document, skimming, (score,)).scores.read.all()
    assert judge(ranker, document, replace(skimming, gate_threshold=score), (ALWAYS,)).scores.read.all()
    assert judge(ranker, ranker.prepare(TEXT[:300]), skimming, (ALWAYS,)).scores.read.all()


def test_what_was_known_before_counts_with_each_look(ranker: Ranker, settings: Settings) -> None:
    document = ranker.prepare(TEXT)
    found = judge(ranker, document, settings, (NEVER, ALWAYS)).spun_score
    bound = (NEVER, found - 0.01)
    assert judge(ranker, document, settings, bound).scores.read.all()
    # a text that looked clean before is the cleaner, one that looked spun the less so; the score is the gate's
    clean, spun = (replace(settings, skim=(odds, *[0.0] * (SKIM_FEATURES - 1))) for odds in (-1.0, 1.0))
    judged = judge(ranker, document, clean, bound)
    assert (judged.scores.read.sum(), judged.spun_score) == (1, found)
    assert judge(ranker, document, spun, (NEVER, found + 0.01)).scores.read.all()


@given(st.floats(0, 1), st.floats(0, 1))
def test_log_odds_add(one: float, two: float) -> None:
    assert 0 < together(one, two) < 1
    assert together(one, two) == together(two, one)
    assert together(one, None) == one
    if 0.01 < one < 0.99:
        assert together(one, 0.5) == pytest.approx(one)
        assert together(one, 0.4) < one < together(one, 0.6)
    assert together(0.8, 0.8) == pytest.approx(16 / 17)


def test_a_look_never_calls_clean_what_the_gate_would_call_spun(ranker: Ranker, settings: Settings) -> None:
    low = replace(settings, gate_threshold=0.0)  # everything is spun
    assert judge(ranker, ranker.prepare(TEXT), low, (NEVER, ALWAYS)).scores.read.all()


@pytest.mark.parametrize("text", ["", "…", "{} () [] ;;; x = 1; y = 2; // ---"])
def test_what_is_no_prose_is_not_read_at_all(ranker: Ranker, settings: Settings, text: str) -> None:
    judged = judge(ranker, ranker.prepare(text), settings, ())
    assert (judged.spun_score, judged.scores.read.any()) == (0.0, False)


def test_what_was_read_is_kept_when_the_rest_is_read(ranker: Ranker, settings: Settings) -> None:
    document = ranker.prepare(TEXT)
    first: Judged = judge(ranker, document, settings, (NEVER, ALWAYS))
    before = first.scores.log_p.copy()
    whole = ranker.score(document, known=first.scores)
    seen = np.isfinite(before).any(axis=1)
    assert 0 < seen.sum() < len(seen) and np.array_equal(whole.log_p[seen], before[seen])
    assert np.isfinite(whole.log_p).any(axis=1).all()
    assert np.array_equal(first.scores.log_p, before)  # as it was


def test_file_and_detect_agree_and_force_restores_all(tiny_model: Path) -> None:
    plain = Restorer(tiny_model)
    looking = Restorer(tiny_model, settings=replace(plain.settings, gate=(-2.0, *GATE[1:]), looks=(0.0, 0.99)))
    whole = Restorer(tiny_model, settings=replace(looking.settings, looks=()))
    found, forced = looking.restore(TEXT), looking.restore(TEXT, force=True)
    assert (found.spun, found.edits) == (False, ())
    assert looking.detect(TEXT).spun_score == found.spun_score == forced.spun_score
    assert found.spun_score != whole.restore(TEXT).spun_score  # that of the look
    assert forced.edits and forced.edits[-1].start > len(TEXT) * 0.9
    assert [s.start for s in looking.detect(TEXT).spans] == [s.start for s in whole.detect(TEXT).spans]


def test_with_a_table_of_ones_own_everything_is_read(tiny_model: Path) -> None:
    table = PhraseTable.from_pairs({("folks", "persons"): (0.5, BIT["user"])}, {}, 14.0)
    settings = Settings(gate=GATE, looks=(NEVER, ALWAYS))
    assert Restorer(tiny_model, table=table, settings=settings).judge(TEXT).scores.read.all()
    assert Restorer(tiny_model, settings=settings).judge(TEXT).scores.read.sum() == 1

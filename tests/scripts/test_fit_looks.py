"""Fitting the bounds of first looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fit_looks import Looked, Looking, fit_bounds, fit_skim, kept, looked_at, report, wilson, windows_read

from restore.evaluation.engines import Engine
from restore.gate import GATE_FEATURES
from restore.looks import judge, together
from restore.ranker import Ranker
from restore.restorer import Restorer
from restore.settings import ModelFiles
from restore.simulator import Spun
from restore.skim import SKIM_FEATURES, skim_score


def spun(count: int) -> list[Looked]:
    rng = np.random.default_rng(0)
    return [Looked(9, tuple(np.clip(rng.normal((0.4, 0.5, 0.6, 0.7, 0.8), 0.1), 0, 1).tolist()), 0.9) for _ in range(count)]


def clean(count: int) -> list[Looked]:
    rng = np.random.default_rng(1)
    return [Looked(9, tuple(np.clip(rng.normal((0.3, 0.3, 0.2, 0.1, 0.1), 0.1), 0, 1).tolist()), 0.05) for _ in range(count)]


def read(texts: list[Looked], bounds: tuple[float, ...]) -> int:
    return sum(windows_read(found, bounds) for found in texts)


def test_bounds_lose_no_more_than_they_may_and_end_clean_texts_early() -> None:
    caught, others = spun(1000), clean(200)
    before = None
    for share in (0.0, 0.004, 0.05):
        bounds = fit_bounds(caught, others, share)
        lost = sum(windows_read(found, bounds) < found.windows for found in caught)
        assert lost == int(1000 * share)
        # what may be lost is spent on reading less
        assert before is None or read(others, bounds) < before
        before = read(others, bounds)
    assert windows_read(Looked(9, (0.0,) * 5, 0.0), fit_bounds(caught, others, 0.004)) == 0


def test_a_text_of_one_window_is_read_whole_or_not_at_all() -> None:
    assert windows_read(Looked(1, (0.5,), 0.0), (0.4, 1.0)) == 1
    assert windows_read(Looked(1, (0.5,), 0.0), (0.6, 1.0)) == 0
    assert fit_bounds([Looked(1, (0.5,), 0.9)], [], 0.1) == (0.5, *[0.0] * 4)


def test_the_interval_is_wilsons() -> None:
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


def test_texts_are_looked_at_once_and_as_they_are_judged(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restorer, ranker = Restorer(tiny_model), Ranker(ModelFiles.read(tiny_model))
    weights = (-1.0, *[0.1] * (SKIM_FEATURES - 1))
    verdict = (-1.0, 1.0, *[0.1] * (GATE_FEATURES - 2))
    settings, cache = replace(ranker.files.settings, skim=weights, verdict=verdict), tmp_path / "looks.jsonl"
    text = "Folks be a part of the combat within the nation, and specialists haven't any street. " * 12
    found = Looking(ranker, restorer.joint, settings, cache)(text)
    document = ranker.prepare(text)
    assert found.windows == len(document.windows.pieces) and len(found.early) == 1 + min(4, found.windows - 1)
    # bounds above everything end the reading at the first look, those of 0 never
    assert found.early[0] == skim_score(document, weights)
    for n in range(2):
        judged = judge(ranker, document, settings, (*[0.0] * n, 1.0))
        expected = together(judged.spun_score, found.early[0]) if n else judged.spun_score
        assert found.early[n] == expected or judged.spun_score >= settings.gate_threshold
    restorer.settings = settings  # no bounds: everything is read
    assert found.score == restorer.judge(text).spun_score != judge(ranker, document, settings, ()).spun_score
    assert not kept(found, (1.0,)) and kept(found, (0.0,))
    assert Looking(ranker, restorer.joint, replace(settings, skim=()), cache)(text).early[0] == 1.0
    monkeypatch.setattr(ranker, "score", lambda *args, **options: pytest.fail("looked twice"))
    assert Looking(ranker, restorer.joint, settings, cache)(text) == found


def test_the_first_judgement_tells_spun_texts_from_clean_ones() -> None:
    rng = np.random.default_rng(2)
    texts = [(name, np.array([1.0, *rng.normal(0.5 if name else 0.0, 0.3, SKIM_FEATURES - 1)])) for name in ("", "one") * 200]
    weights = fit_skim([*texts, ("", np.zeros(SKIM_FEATURES))])  # the last tells too little
    assert len(weights) == SKIM_FEATURES
    right = [(x @ np.array(weights) > 0) == bool(name) for name, x in texts]
    assert np.mean(right) > 0.95


def test_engines_take_turns_and_each_has_its_figures() -> None:
    engines = [Engine(name, "", lambda text, seed, mark=name: Spun(f"{mark} {text}", ())) for name in ("one", "two")]
    seen: list[str] = []

    def look(text: str) -> Looked:
        seen.append(text)
        return Looked(5, (0.1, 0.9) if text.startswith("one") else (0.9, 0.9), 0.4 if "faint" in text else 0.9)

    found = looked_at(look, ["a", "b", "a", "b", "faint", "b"], engines, "test")
    assert [name for name, _ in found] == ["one", "", "two", "one", "two", "one", "two", ""]
    assert seen[:2] == ["one a", "a"]
    one, two, everything, clean = report(found, (0.5,), 0.5)
    assert one.split()[:7] == ["one", "3", "texts,", "2", "caught,", "2", "lost"]
    assert "recall 0.0000" in one and "recall 1.0000 [0.4385, 1.0000]" in two
    assert everything.startswith("all engines") and "6 texts,     5 caught,   2 lost" in everything
    assert clean.startswith("clean")

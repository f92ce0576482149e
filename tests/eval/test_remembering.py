from __future__ import annotations

from pathlib import Path

import pytest

from restore.evaluation.remembering import Remembering
from restore.ranker import Ranker
from restore.restorer import Restorer

TEXTS = ["A large number of battles within the nation.", "Meanwhile the struggle within the nation went on, the place it began."]


def test_results_are_those_of_the_restorer_and_scores_are_made_once(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, without = Restorer(tiny_model), Restorer(tiny_model, use_table=False)
    expected = [(plain.restore(t, force=True), without.restore(t, force=True), plain.detect(t)) for t in TEXTS]
    scored: list[str] = []
    score = Ranker.score
    monkeypatch.setattr(Ranker, "score", lambda self, document: scored.append(document.text) or score(self, document))
    remembering = Remembering(tiny_model)
    bare = remembering.without_table()
    found = [(remembering.restore(t, force=True), bare.restore(t, force=True), remembering.detect(t)) for t in TEXTS]
    assert found == expected and scored == TEXTS


def test_to_be_timed_it_forgets(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    restorer = Remembering(tiny_model).forgetful()
    scored: list[str] = []
    score = Ranker.score
    monkeypatch.setattr(Ranker, "score", lambda self, document: scored.append(document.text) or score(self, document))
    restorer.restore(TEXTS[0], force=True), restorer.restore(TEXTS[0], force=True)
    assert len(scored) == 2

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from restore.document import Document
from restore.evaluation.remembering import Remembering
from restore.ranker import Places, Ranker, Scores
from restore.restorer import Restorer

TEXTS = ["A large number of battles within the nation.", "Meanwhile the struggle within the nation went on, the place it began."]


Read = list[tuple[str, int]]


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Read:
    """The windows that the network reads, each with the text that it is of."""
    found: Read = []
    plain = Ranker._read

    def noted(self: Ranker, document: Document, places: Places, windows: Sequence[int], scores: Scores) -> None:
        found.extend((document.text, w) for w in windows)
        plain(self, document, places, windows, scores)

    monkeypatch.setattr(Ranker, "_read", noted)
    return found


def test_results_are_those_of_the_restorer_and_windows_are_read_once(tiny_model: Path, read: Read) -> None:
    plain, without = Restorer(tiny_model), Restorer(tiny_model, use_table=False)
    expected = [(plain.restore(t, force=True), without.restore(t, force=True), plain.detect(t)) for t in TEXTS]
    read.clear()
    remembering = Remembering(tiny_model)
    bare = remembering.without_table()
    found = [(remembering.restore(t, force=True), bare.restore(t, force=True), remembering.detect(t)) for t in TEXTS]
    assert found == expected and read == [(t, 0) for t in TEXTS]


def test_a_text_judged_by_a_look_is_read_to_its_end_when_that_is_asked_for(tiny_copy: Path, read: Read) -> None:
    path, text = tiny_copy / "restore.json", " ".join(TEXTS * 20)
    data = json.loads(path.read_text())
    data["settings"] |= {"gate": [-5.0, *[0.0] * 7], "looks": [0.0, 0.4]}
    path.write_text(json.dumps(data))
    remembering, plain = Remembering(tiny_copy), Restorer(tiny_copy)
    assert not remembering.restore(text).spun
    assert len(read) == 1
    assert remembering.detect(text) == plain.detect(text)
    count = len({w for _, w in read})
    assert count > 2 and len(read) == 2 * count


def test_to_be_timed_it_forgets(tiny_model: Path, read: Read) -> None:
    restorer = Remembering(tiny_model).forgetful()
    restorer.restore(TEXTS[0], force=True), restorer.restore(TEXTS[0], force=True)
    assert len(read) == 2

"""Clean texts on the same subject as evidence."""

from __future__ import annotations

import numpy as np
import pytest

import restore.reference
from restore.document import Document, Preparer
from restore.errors import InputError
from restore.names import NameFinder, NameList
from restore.reference import References, weigh_references
from restore.table import PhraseTable

CLEAN = "The long war in Zembla went on. Nobody won the long war in Zembla. The Velvet and Road Compact failed."


def flat(document: Document) -> np.ndarray:  # type: ignore[type-arg]
    scores = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    scores[:, :2] = 0
    scores[:, 2:][document.candidates >= 0] = 0
    return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True), dtype=np.float32)


def odds(document: Document, log_p: np.ndarray, table: PhraseTable, form: str, original: str) -> float:  # type: ignore[type-arg]
    """log P(original) - log P(keep) where ``form`` stands."""
    (span,) = np.flatnonzero(document.phrase == table.ids[form])
    (place,) = np.flatnonzero(document.candidates[span] == table.ids[original])
    return float(log_p[span, 2 + place] - log_p[span, 0])


def test_ngrams_cross_no_mark_and_no_line() -> None:
    counts = References.of(["We won, the war\nended. It's over"]).counts
    assert {"we won", "the war", "it 's over"} <= counts.keys()
    assert not {"won the", "war ended"} & counts.keys()
    assert max(key.count(" ") for key in References.of(["a b c d e f"]).counts) == 3


def test_names_are_capitalised_runs() -> None:
    assert References.of([CLEAN, "They met in New York and in the Bank of Zembla."]).names == (
        "Bank of Zembla",
        "New York",
        "Velvet and Road Compact",
    )


def test_readings_that_the_references_use_gain(prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("the long struggle in Zembla")
    before = flat(document)
    after = weigh_references(document, before, References.of([CLEAN]), table, 1.0)
    assert odds(document, after, table, "struggle", "war") > odds(document, before, table, "struggle", "war") + 1
    assert np.logaddexp.reduce(after, axis=1) == pytest.approx(0, abs=1e-5)


def test_a_longer_ngram_counts_more(prepare: Preparer, table: PhraseTable) -> None:
    references = References.of([CLEAN])
    inside, alone = prepare("the long struggle in Zembla"), prepare("a short struggle at sea")
    gains = [odds(d, weigh_references(d, flat(d), references, table, 1.0), table, "struggle", "war") for d in (inside, alone)]
    assert gains[0] > gains[1] + 0.5 and gains[1] > 0


def test_neighbours_may_be_read_as_they_may_have_been(prepare: Preparer, table: PhraseTable) -> None:
    references = References.of(["Experts from every important country met. An important country is here."])
    document = prepare("every necessary nation")
    likely = flat(document)
    (span,) = np.flatnonzero(document.phrase == table.ids["necessary"])
    likely[span, :3] = np.log([0.05, 0.05, 0.9])
    with_neighbour = weigh_references(document, likely, references, table, 1.0)
    certain = likely.copy()
    certain[span, :3] = np.log([0.98, 0.01, 0.01])
    without = weigh_references(document, certain, references, table, 1.0)
    assert odds(document, with_neighbour, table, "nation", "country") > odds(document, without, table, "nation", "country") + 0.3


def test_the_wording_as_it_stands_gains_too(prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("the long struggle in Zembla")
    after = weigh_references(document, flat(document), References.of(["The long struggle in Zembla."]), table, 1.0)
    assert odds(document, after, table, "struggle", "war") < 0


def test_unrelated_texts_change_nothing(prepare: Preparer, table: PhraseTable) -> None:
    document = prepare("the battle went on")
    before = flat(document)
    after = weigh_references(document, before, References.of(["Bread is baked daily."]), table, 1.0)
    assert after == pytest.approx(before, abs=1e-6)
    assert weigh_references(document, before, References.of([CLEAN]), table, 0.0) is before
    assert weigh_references(document, before, References.of([" \n"]), table, 1.0) is before


def test_names_of_references_are_found(prepare: Preparer, table: PhraseTable) -> None:
    finder = NameFinder(NameList.of([]), table)
    document = prepare("They signed the Velvet and Street Compact.")
    assert finder.find(document, flat(document)) == []
    (reading,) = finder.with_names(References.of([CLEAN]).names).find(document, flat(document))
    assert [table.phrases[int(document.candidates[s, p])] for s, p in reading.choices] == ["road"]


def test_too_much_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore.reference, "LIMIT", 10)
    with pytest.raises(InputError, match="fewer articles"):
        References.of(["a text of more than ten characters"])

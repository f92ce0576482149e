"""The open vocabulary: only for words judged damaged, and never what the table offered already."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from restore.decode import Choice
from restore.document import Document, Preparer
from restore.openvocab import open_choices
from restore.settings import Settings

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
TEXT = "Folks battle within the nation, necessary street."


class Ranked:
    """An open vocabulary that gives every span the same phrases in the same order, with falling probability."""

    def __init__(self, ids: list[int], p: list[float] | None = None) -> None:
        self.ids, self.p = ids, p or [0.5 / (i + 1) for i in range(len(ids))]
        self.asked = 0

    def open_candidates(self, vectors: Floats, count: int) -> tuple[Ints, Floats]:
        self.asked += len(vectors)
        ids, logs = np.array(self.ids[:count], dtype=np.int32), np.log(np.array(self.p[:count], dtype=np.float32))
        return np.tile(ids, (len(vectors), 1)), np.tile(logs, (len(vectors), 1))


def other(document: Document, chance: float | list[float]) -> Floats:
    p = np.zeros((len(document.start), 2 + document.candidates.shape[1]), dtype=np.float32)
    p[:, 1] = chance
    p[:, 0] = 1 - p[:, 1]
    with np.errstate(divide="ignore"):
        return np.log(p)


def vectors(document: Document) -> Floats:
    return np.zeros((len(document.start), 4), dtype=np.float32)


@given(st.permutations(range(30)), st.floats(0.5, 1.0))
def test_never_the_word_itself_nor_a_listed_candidate(prepare: Preparer, order: list[int], chance: float) -> None:
    document = prepare(TEXT)
    found = open_choices(
        document, other(document, chance), vectors(document), [], Ranked(order), Settings(open_floor=0.0, floor=0.0)
    )
    for span, phrase, _ in found:
        assert phrase not in document.candidates[span]
        assert phrase != document.phrase[span]
        # the first of the eight best that is allowed
        passed = order[: order.index(phrase)]
        assert all(p in document.candidates[span] or p == document.phrase[span] for p in passed)


def test_probability_is_that_of_damage_times_that_of_the_original(prepare: Preparer) -> None:
    document = prepare("Unlisted words here")
    found = open_choices(
        document, other(document, [0.9, 0.6, 0.2]), vectors(document), [], Ranked([3, 4], [0.7, 0.2]), Settings(floor=0.0)
    )
    assert [(span, phrase) for span, phrase, _ in found] == [(0, 3), (1, 3)]
    assert [p for _, _, p in found] == pytest.approx([0.63, 0.42], abs=1e-5)


def test_floors(prepare: Preparer) -> None:
    document = prepare("Unlisted words here")
    source = Ranked([3], [0.5])
    assert [
        s
        for s, _, _ in open_choices(
            document, other(document, [0.9, 0.6, 0.2]), vectors(document), [], source, Settings(floor=0.4)
        )
    ] == [0]
    assert open_choices(document, other(document, 0.49), vectors(document), [], source, Settings(open_floor=0.5)) == []
    assert source.asked == 2  # only for what is likely damaged


def test_only_single_words_outside_the_edits(prepare: Preparer) -> None:
    document = prepare("It may very well be so")
    phrase = document.length.tolist().index(4)
    found = open_choices(
        document, other(document, 0.99), vectors(document), [Choice(phrase, 0, 0.5)], Ranked([3], [1.0]), Settings()
    )
    assert [document.tokens.texts[document.start[s]] for s, _, _ in found] == ["It", "so"]
    everything = open_choices(document, other(document, 0.99), vectors(document), [], Ranked([3], [1.0]), Settings())
    assert all(document.length[s] == 1 for s, _, _ in everything) and len(everything) == 6


def test_clitics_and_what_they_lean_on_are_no_words_to_look_up(prepare: Preparer) -> None:
    document = prepare("They won't say the dog’s name")
    found = open_choices(document, other(document, 0.99), vectors(document), [], Ranked([3], [1.0]), Settings())
    assert [document.tokens.texts[document.start[s]] for s, _, _ in found] == ["They", "say", "the", "name"]


def test_nothing_left_to_offer(prepare: Preparer) -> None:
    document = prepare("battle")
    ids = [prepare.table.ids[name] for name in ("war", "fight", "battle")]
    assert open_choices(document, other(document, 0.99), vectors(document), [], Ranked(ids), Settings(floor=0.0)) == []


def test_no_words(prepare: Preparer) -> None:
    document = prepare("…")
    source = Ranked([1])
    assert open_choices(document, other(document, 0.0), vectors(document), [], source, Settings()) == []
    assert source.asked == 0

"""Passages that a reference has too."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from restore.adoption import ORIGIN, Adopter
from restore.document import Preparer
from restore.edits import Edit, apply_edits
from restore.passages import Passages
from restore.table import PhraseTable

CLEAN = "For several days the people of Zembla had been in the long war with Ruritania."
Adopt = Callable[..., tuple[str, list[Edit]]]


@pytest.fixture
def adopt(prepare: Preparer, table: PhraseTable) -> Adopt:
    """Adopt ``reference`` in ``text``, whose words ``damaged`` have P(damaged) 0.6; ``made``: (source, target) of given edits."""

    def call(text: str, reference: str, damaged: str = "", made: tuple[tuple[str, str], ...] = ()) -> tuple[str, list[Edit]]:
        document = prepare(text)
        log_p = np.full((len(document.start), 2 + document.candidates.shape[1]), np.log(1e-4), dtype=np.float32)
        for span, first in enumerate(document.start.tolist()):
            hit = document.length[span] == 1 and document.tokens.texts[first] in damaged.split()
            log_p[span, :2] = np.log([0.4, 0.6] if hit else [0.999, 0.001])
        edits = [Edit(text.index(s), text.index(s) + len(s), s, t, 0.6, "lexicon") for s, t in made]
        found = Adopter.of(document, log_p, table).adopt(edits, Passages.of([reference]), 0.5)
        return apply_edits(text, found), found

    return call


def test_damaged_words_get_the_wording_of_the_reference(adopt: Adopt) -> None:
    text = CLEAN.replace("several", "a number of").replace("people", "folks").replace("long", "lengthy")
    restored, edits = adopt(text, CLEAN, "a number of lengthy")
    assert restored == CLEAN
    assert [(e.source, e.target, e.origin) for e in edits] == [
        ("a number of", "several", ORIGIN),
        ("folks", "people", ORIGIN),  # the table lists it
        ("lengthy", "long", ORIGIN),
    ]
    assert all(0.8 <= e.confidence <= 0.95 for e in edits)


def test_an_edit_that_the_reference_bears_out_becomes_surer_and_another_is_put_right(adopt: Adopt) -> None:
    text = CLEAN.replace("people", "folks").replace("war", "battle")
    restored, edits = adopt(text, CLEAN, made=(("folks", "people"), ("battle", "fight")))
    assert restored == CLEAN
    assert [(e.source, e.target, e.origin) for e in edits] == [("folks", "people", "lexicon"), ("battle", "war", ORIGIN)]
    assert min(e.confidence for e in edits) > 0.8


def test_a_false_edit_falls_away(adopt: Adopt) -> None:
    assert adopt(CLEAN, CLEAN, made=(("people", "folks"),)) == (CLEAN, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("several", "eight"),
        ("Zembla", "Kinbote"),
        ("Ruritania", "the Grand Duchy"),
        ("long", "short"),  # not damaged
        ("days", "days, it seems,"),
        ("several", "12"),
    ],
)
def test_what_differs_for_good_reason_stays(adopt: Adopt, old: str, new: str) -> None:
    text = CLEAN.replace(old, new)
    assert adopt(text, CLEAN, damaged="eight 12" if old == "several" else "") == (text, [])


def test_figures_and_words_of_one_number_are_the_same(adopt: Adopt) -> None:
    text = "The people of Zembla joined the framework programmes 6 and seven in the last year."
    assert adopt(text, text.replace("seven", "7"))[0] == text.replace("seven", "7")
    assert adopt(text, text.replace("seven", "8"), "seven")[0] == text


def test_another_passage_lends_nothing(adopt: Adopt) -> None:
    other = "For several weeks the farmers of Nova had been in a small dispute with Ruritania."
    text = CLEAN.replace("people", "folks")
    assert adopt(text, other, "folks")[0] == text
    assert adopt(text, "Bread is baked every day in the old town of Onhava.", "folks")[0] == text


def test_case_apostrophes_and_line_breaks_stay_ours(adopt: Adopt) -> None:
    text = "Folks said that it wasn’t the Ruritanian army’s lengthy march to Onhava."
    clean = "people said that it wasn't the Ruritanian army's very\nlong march to Onhava."
    restored, _ = adopt(text, clean, "Folks lengthy")
    assert restored == "People said that it wasn’t the Ruritanian army’s very long march to Onhava."


def test_offsets_hold_in_later_sentences(adopt: Adopt) -> None:
    text = "Nothing here.\n\n" + CLEAN.replace("people", "folks") + " The folks left."
    restored, edits = adopt(text, CLEAN, made=(("folks", "people"),))
    assert restored == "Nothing here.\n\n" + CLEAN + " The folks left."
    assert text[edits[0].start : edits[0].end] == "folks"


def test_clean_text_is_left_alone(adopt: Adopt) -> None:
    edited = CLEAN.replace("several", "some").replace("long", "bloody")
    assert adopt(CLEAN, edited) == (CLEAN, [])
    assert adopt("", CLEAN) == ("", [])

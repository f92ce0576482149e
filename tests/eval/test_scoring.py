from __future__ import annotations

import pytest

from restore.evaluation.exact_edits import Counts
from restore.evaluation.gold import GoldEdit
from restore.evaluation.scoring import (
    class_recall,
    intervals,
    occurrences,
    original_spans,
    restored_exactly,
    score,
    summary,
)

SPUN = "the struggle in opposition to College began"
ORIGINAL = "the war against University began"


def test_score_of_one_text() -> None:
    # struggle → war, and "opposition to" → "opposing": three steps over five tokens, two edits
    found = score("t", "a", "the struggle of opposition to men", "the war of opposing men", "the war of opposition to men")
    assert found.wer_spun == pytest.approx(3 / 5)
    assert found.wer_restored == pytest.approx(2 / 5)
    assert found.recovery == pytest.approx(1 / 3)
    assert found.exact == Counts(right=1, made=1, gold=2)
    assert found.classes["one-to-one"] == Counts(1, 1, 1)
    assert found.classes["length-changing"] == Counts(0, 0, 1)


def test_summary_takes_means_of_texts_and_sums_of_edits() -> None:
    good = score("a/0", "a", "a x c", "a b c", "a b c")
    bad = score("b/0", "b", "x b y d", "a b c d", "x b y z")
    found = summary([good, bad])
    assert found["recovery"] == pytest.approx((1 + (1 - 3 / 2)) / 2)
    assert (found["precision"], found["recall"]) == (1 / 2, 1 / 3)
    assert found["wer"] == pytest.approx((0 + 3 / 4) / 2)
    assert set(intervals([good, bad])) == {"recovery", "precision", "recall", "f0.5"}
    assert intervals([good, good]) == {}
    assert class_recall([good, bad])["one-to-one"] == {"gold": 3, "recall": 1 / 3, "precision": 1 / 2}


@pytest.mark.parametrize(
    ("restored", "expected"),
    [
        (ORIGINAL, [True, True, True]),
        (SPUN, [False, False, False]),
        ("the war against College began", [True, True, False]),
        ("the war in opposition to University began", [True, False, True]),
        ("the big war against University began", [False, True, True]),  # a word too many beside "war"
        ("", [False, False, False]),
    ],
)
def test_damage_is_judged_place_by_place(restored: str, expected: list[bool]) -> None:
    edits = [
        GoldEdit(4, 12, "struggle", ("war",)),
        GoldEdit(13, 29, "in opposition to", ("against",)),
        GoldEdit(30, 37, "College", ("University",)),
    ]
    assert [ORIGINAL[a:b] for a, b in original_spans(edits)] == ["war", "against", "University"]
    assert restored_exactly(edits, ORIGINAL, restored) == expected


@pytest.mark.parametrize(
    ("spun", "original", "source", "restored", "expected"),
    [
        ("it is a part of it", "it is part of it", "a part", "it is a part of it", False),
        ("one vital a part of it", "one big part of it", "a part", "one vital a part of it", False),  # beside another error
        ("one quite vital a part of it", "one big old part of it", "a part", "one quite vital a part of it", False),
        ("one quite vital a part of it", "one big old part of it", "a part", "one quite vital part of it", True),
        ("such a a part of it", "such a part of it", "a part", "such a part of it", True),  # an "a" of its own
    ],
)
def test_a_spun_word_left_beside_the_original(spun: str, original: str, source: str, restored: str, expected: bool) -> None:
    # only the last change of the text is asked about; what precedes it is given as one edit
    at = spun.rindex(source)
    head = original[: original.index("part")]
    edits = [GoldEdit(0, at, spun[:at], (head,)), GoldEdit(at, at + len(source), source, ("part",))]
    assert restored_exactly(edits, original, restored)[1] is expected


def test_occurrences() -> None:
    assert occurrences("a b".split(), "a b c a b b a".split()) == 2
    assert occurrences([], "a".split()) == 0

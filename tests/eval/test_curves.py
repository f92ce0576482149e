from __future__ import annotations

import pytest

from restore.edits import Edit
from restore.evaluation.curves import Judged, curves, judge, precision_recall, reliability
from restore.evaluation.gold import Gold, GoldEdit
from restore.evaluation.suite import Case, compare
from restore.evaluation.systems import FULL, DoNothing, RestorerSystem
from tests.eval.conftest import StubRestoration, StubRestorer

GOLD = Gold("a struggle went round here", (GoldEdit(2, 10, "struggle", ("war", "fight")), GoldEdit(16, 21, "round", ("around",))))


def test_proposals_are_right_when_they_write_an_acceptable_reading() -> None:
    made = [
        Edit(2, 10, "struggle", "fight", 0.9, "x"),
        Edit(0, 10, "a struggle", "a war", 0.8, "x"),
        Edit(2, 21, "struggle went round", "war went around", 0.7, "x"),
        Edit(2, 10, "struggle", "feud", 0.6, "x"),
        Edit(22, 26, "here", "there", 0.5, "x"),
    ]
    assert judge(GOLD, made) == [
        Judged(0.9, True, 1), Judged(0.8, True, 1), Judged(0.7, True, 2), Judged(0.6, False, 0), Judged(0.5, False, 0)
    ]  # fmt: skip


FOUR = [Judged(0.9, True, 2), Judged(0.8, False, 0), Judged(0.5, True, 1), Judged(0.2, False, 0)]


def test_precision_and_recall_by_hand() -> None:
    found = precision_recall(FOUR, 5, (0.0, 0.5, 0.85, 0.95))
    assert found == [
        {"threshold": 0.0, "precision": 2 / 4, "recall": 3 / 5, "made": 4},
        {"threshold": 0.5, "precision": pytest.approx(2 / 3), "recall": 3 / 5, "made": 3},  # 0.5 itself is made
        {"threshold": 0.85, "precision": 1.0, "recall": 2 / 5, "made": 1},
    ]  # nothing is left at 0.95


def test_reliability_by_hand() -> None:
    items = [Judged(0.0, False, 0), Judged(0.3, True, 1), Judged(0.39, False, 0), Judged(0.95, True, 1), Judged(1.0, True, 1)]
    assert reliability(items) == [
        {"from": 0.0, "to": 0.1, "confidence": 0.0, "right": 0.0, "count": 1},
        {"from": 0.3, "to": 0.4, "confidence": pytest.approx(0.345), "right": 0.5, "count": 2},
        {"from": 0.9, "to": 1.0, "confidence": pytest.approx(0.975), "right": 1.0, "count": 2},
    ]


def test_curves_over_several_texts() -> None:
    one = [Edit(2, 10, "struggle", "war", 0.9, "x")]
    found = curves("mine", [GOLD, GOLD], [one, []])
    assert (found["system"], found["gold edits"], found["proposals"]) == ("mine", 4, 1)
    assert found["precision-recall"][0] == {"threshold": 0.0, "precision": 1.0, "recall": 0.25, "made": 1}  # type: ignore[index]


def test_no_curves_where_there_is_nothing_to_restore() -> None:
    assert curves("mine", [Gold("here", ())], [[Edit(0, 4, "here", "there", 0.9, "x")]]) == {}
    assert curves("mine", [GOLD], [[]]) == {}


class CountingRestorer(StubRestorer):
    def __init__(self) -> None:
        super().__init__({"struggle": "war", "round": "around"})
        self.calls: list[tuple[str, bool]] = []

    def restore(self, text: str, *, force: bool = False, min_confidence: float | None = None) -> StubRestoration:
        self.calls.append((text, force))
        return super().restore(text, force=force, min_confidence=min_confidence)


def test_a_comparison_has_curves_and_runs_the_model_once_for_each_text() -> None:
    restorer = CountingRestorer()
    clean = Gold("nothing but a struggle", (GoldEdit(14, 22, "struggle", ("war",)),))
    systems = [DoNothing(), RestorerSystem(FULL, lambda: restorer)]
    compared = compare(systems, [Case("spun", "a", GOLD, None), Case("gated", "b", clean, None)])
    # the gate takes the second text for clean: only for that one the proposals take a run of their own
    assert restorer.calls == [(GOLD.text, False), (clean.text, False), (clean.text, True)]
    found = compared.details()["curves"]
    assert found["gold edits"] == found["proposals"] == 3  # type: ignore[index,call-overload]
    assert compared.words == 5 + 4

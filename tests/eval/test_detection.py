from __future__ import annotations

import math

import pytest

from restore.evaluation.detection import (
    auroc,
    average_precision,
    count_words,
    expected_calibration_error,
    f1,
    recall_at_false_positive_rate,
    words_in,
)
from restore.evaluation.exact_edits import Counts
from restore.evaluation.wer import split_tokens


def test_words_in_spans_leave_marks_out() -> None:
    tokens = split_tokens("one, two; three")
    assert words_in(tokens, [(0, 4), (11, 12)]) == {0, 4}
    assert words_in(tokens, [(3, 4)]) == set()


def test_f1_over_words() -> None:
    counts = count_words({1, 2, 3}, {2, 3, 4, 5})
    assert counts == Counts(right=2, made=3, gold=4)
    assert f1(counts) == pytest.approx(4 / 7)
    assert f1(Counts()) == 1
    assert f1(Counts(0, 0, 3)) == 0


@pytest.mark.parametrize(
    ("clean", "spun", "expected"),
    [
        ([0.1, 0.2], [0.8, 0.9], 1),
        ([0.8, 0.9], [0.1, 0.2], 0),
        ([0.5, 0.5], [0.5], 0.5),
        ([0.1, 0.4, 0.6, 0.6], [0.5, 0.6], (2 + 2 + 2 * 0.5) / 8),
    ],
)
def test_auroc(clean: list[float], spun: list[float], expected: float) -> None:
    assert auroc(clean, spun) == pytest.approx(expected)


def test_auroc_of_nothing() -> None:
    assert math.isnan(auroc([], [1.0])) and math.isnan(auroc([1.0], []))


def test_recall_at_false_positive_rate() -> None:
    clean = [i / 200 for i in range(200)]  # 1 % lets two of them through: the threshold is the third highest, 0.985
    assert recall_at_false_positive_rate(clean, [0.98, 0.985, 0.99, 1.0]) == 0.5
    assert recall_at_false_positive_rate([0.1, 0.3], [0.2, 0.4, 0.3]) == pytest.approx(1 / 3)
    assert recall_at_false_positive_rate([0.9], [0.1], rate=1.0) == 1
    assert math.isnan(recall_at_false_positive_rate([], [0.5]))


def test_calibration_error() -> None:
    # bin 0.9-1.0: 0.9, 1.0 with one right (gap .45); bin 0.1-0.2: 0.15 wrong (gap .15)
    assert expected_calibration_error([0.9, 1.0, 0.15], [True, False, False]) == pytest.approx(2 / 3 * 0.45 + 1 / 3 * 0.15)
    assert expected_calibration_error([], []) == 0


def test_calibration_rejects_what_is_no_confidence() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_calibration_error([1.2], [True])
    with pytest.raises(ValueError, match="2 confidences for 1"):
        expected_calibration_error([0.1, 0.2], [True])


@pytest.mark.parametrize(
    ("scores", "damaged", "expected"),
    [
        ([0.9, 0.8, 0.1], [True, True, False], 1),
        ([0.9, 0.8, 0.7], [True, False, True], (1 + 2 / 3) / 2),
        ([0.1, 0.9], [True, False], 1 / 2),
        ([0.5, 0.5, 0.5, 0.5], [True, False, False, True], 1 / 2),  # one threshold takes all
        ([0.5, 0.5, 0.2], [False, True, True], (1 / 2 + 2 / 3) / 2),
    ],
)
def test_average_precision(scores: list[float], damaged: list[bool], expected: float) -> None:
    assert average_precision(scores, damaged) == pytest.approx(expected)


def test_average_precision_without_damage_or_words() -> None:
    assert math.isnan(average_precision([0.3], [False])) and math.isnan(average_precision([], []))
    with pytest.raises(ValueError, match="1 scores for 2"):
        average_precision([0.3], [True, False])

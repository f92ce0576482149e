from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from restore.evaluation.plots import (
    BAR,
    BAR_TOP,
    LEFT,
    RIGHT,
    ROW,
    SERIES,
    Bar,
    Line,
    Point,
    Scale,
    bars,
    lines,
    shortened,
    tick_label,
    ticks,
)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 0.55, [0, 0.2, 0.4, 0.6]),
        (-0.3, 1, [-0.5, 0, 0.5, 1]),
        (0, 132.2, [0, 50, 100, 150]),
        (0, 3.986, [0, 1, 2, 3, 4]),
        (0, 41_000, [0, 10_000, 20_000, 30_000, 40_000, 50_000]),
        (0, 0.004, [0, 0.001, 0.002, 0.003, 0.004]),
        (0, 5, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_ticks_are_round_and_reach_over_the_range(low: float, high: float, expected: list[float]) -> None:
    assert ticks(low, high) == expected


@pytest.mark.parametrize("low", [1.0, 2.0, float("nan")])
def test_no_ticks_without_a_range(low: float) -> None:
    with pytest.raises(ValueError, match="no range"):
        ticks(low, 1.0)


def test_tick_labels() -> None:
    assert [tick_label(v) for v in (0.2, 50_000, -0.5, 0.0)] == ["0.2", "50,000", "-0.5", "0"]


def test_a_scale_is_linear() -> None:
    scale = Scale(-1, 1, 10, 110)
    assert [scale.at(v) for v in (-1, 0, 0.5, 1)] == [10, 60, 85, 110]


def test_where_a_bar_stands() -> None:
    root = ET.fromstring(
        bars("all", "recovery", [Bar("one", 0.2, "0.200"), Bar("two", 0.55, "0.550", (0.5, 0.6), True, 0.8)], 1.0)
    )
    width = RIGHT - LEFT
    first, second = root.iter("rect")
    assert (first.attrib["x"], first.attrib["y"], first.attrib["height"]) == (str(LEFT), str(BAR_TOP), str(BAR))
    assert float(first.attrib["width"]) == pytest.approx(0.2 * width, abs=0.01)
    assert float(second.attrib["y"]) == ROW + BAR_TOP
    assert float(second.attrib["width"]) == pytest.approx(0.55 * width, abs=0.01)
    assert second.attrib["class"] == "bar strong"
    whisker = next(p for p in root.iter("path") if p.attrib["class"] == "error").attrib["d"]
    ends = [float(x) for x in re.findall(r"M([\d.]+) ", whisker)]
    assert (ends[0], ends[2]) == (pytest.approx(LEFT + 0.5 * width, abs=0.01), pytest.approx(LEFT + 0.6 * width, abs=0.01))
    mark = next(line for line in root.iter("line") if line.attrib["class"] == "mark")
    assert float(mark.attrib["x1"]) == pytest.approx(LEFT + 0.8 * width, abs=0.01)


def test_a_negative_bar_ends_at_zero() -> None:
    root = ET.fromstring(bars("all", "recovery", [Bar("worse", -0.5, "-0.500"), Bar("none", None, "–")], 1.0))
    (only,) = root.iter("rect")
    # the axis runs from -0.5 to 1: zero is a third of the way
    assert float(only.attrib["x"]) == LEFT
    assert float(only.attrib["width"]) == pytest.approx((RIGHT - LEFT) / 3, abs=0.01)
    assert [line.attrib["class"] for line in root.iter("line")].count("zero") == 1


def test_bars_of_nothing_but_zeros_have_an_axis() -> None:
    root = ET.fromstring(bars("all", "edits", [Bar("one", 0.0, "0.000")]))
    assert next(root.iter("rect")).attrib["width"] == "0"


def test_lines_and_their_legend() -> None:
    made = lines("all", ("recall", "precision"), [Line("one", (Point(0, 0, "start"), Point(1, 1, "end", 1.0)))], "diagonal")
    root = ET.fromstring(made)
    assert root.attrib["role"] == "img" and root.attrib["aria-label"] == "all"
    first, last = root.iter("circle")
    assert float(first.attrib["cx"]) < float(last.attrib["cx"]) == RIGHT
    assert float(first.attrib["cy"]) > float(last.attrib["cy"])
    assert float(first.attrib["r"]) < float(last.attrib["r"])
    assert [t.text for t in root.iter("title")] == ["one: start", "one: end"]
    texts = [t.text for t in root.iter("text")]
    assert {"recall", "precision", "one", "diagonal", "0.4"} <= set(texts)


def test_too_many_lines() -> None:
    with pytest.raises(ValueError, match="told apart"):
        lines("all", ("x", "y"), [Line(str(i), ()) for i in range(SERIES + 1)])


def test_shortened() -> None:
    assert shortened("table", 5) == "table" and shortened("table + LM", 7) == "table…"

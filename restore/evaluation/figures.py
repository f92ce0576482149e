"""Which plots a set of results has: each a picture with the same numbers as a table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from restore.evaluation.plots import SERIES, Bar, Line, Point, bars, lines
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL
from restore.evaluation.tables import NONE, cell, shown, value_of
from restore.markup import Markup

ORACLE = "oracle over candidates"


@dataclass(frozen=True)
class Figure:
    """A plot: its ``key`` (unique on a page), title, what to know when reading it, the picture, and its table, header first."""

    key: str
    title: str
    caption: str
    svg: Markup
    table: tuple[tuple[str, ...], ...]


def slug(*names: str) -> str:
    """Return names as one key of lower-case letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", " ".join(names).lower()).strip("-")


def overall(results: Sequence[SuiteResult]) -> list[Figure]:
    """Return the figures that set suites side by side."""
    found = [_overview(results)]
    with_curves = [r for r in results if _curves(r).get("precision-recall")]
    groups = [with_curves[i : i + SERIES] for i in range(0, len(with_curves), SERIES)]
    found += [_precision_recall(group, i) for i, group in enumerate(groups)]
    found.append(next((f for r in results if (f := _pace(r)) is not None), None))
    return [f for f in found if f is not None]


def of_suite(result: SuiteResult) -> list[Figure]:
    """Return the figures of one suite."""
    found = [_systems(result, column) for column in _main_columns(result)]
    found += [_engines(result), _classes(result), _reliability(result)]
    found += [_rates(result, name) for name in result.timings if name.startswith("words/s") and name not in result.columns]
    return [f for f in found if f is not None]


def _main_columns(result: SuiteResult) -> list[str]:
    """Return the columns worth a plot: the first and recovery, or the first two."""
    known = [c for c in result.columns if any(value_of(result, s, c) is not None for s in result.systems)]
    return known[:1] + (["recovery"] if "recovery" in known[1:] else [] if "recovery" in known else known[1:2])


def _overview(results: Sequence[SuiteResult]) -> Figure | None:
    """Recovery of the full system in each suite, the oracle beside it."""
    items = [b for r in results if (b := _measured(r, r.main, "recovery", r.label, strong=True)) is not None]
    if len(items) < 2:
        return None
    title = "Recovery by suite"
    marks = {r.label: value_of(r, ORACLE, "recovery") for r in results}
    items = [Bar(b.label, b.value, b.text, b.interval, True, marks[b.label]) for b in items]
    caption = (
        f"The full system, {FULL}, unless another is named. "
        "The tick is what choosing right every time would reach with the same table."
    )
    svg = bars(_spoken(title, items), "recovery", items, 1.0, "oracle over candidates")
    return Figure("recovery", title, caption, svg, _table("suite", "recovery", items, "oracle"))


def _systems(result: SuiteResult, column: str) -> Figure | None:
    """A value for every system."""
    items = [b for s in result.systems if (b := _measured(result, s, column, s, strong=s.startswith(FULL))) is not None]
    if not items:
        return None
    title = f"{column[:1].upper()}{column[1:]} by system"
    bounded = any(b.interval for b in items)
    caption = "Whiskers: 95 % intervals over articles." if bounded else "Without intervals."
    top = 1.0 if column == "recovery" else None
    svg = bars(_spoken(f"{title}, {result.suite}", items), column, items, top)
    return Figure(slug(column, result.suite), title, caption, svg, _table("system", column, items))


def _engines(result: SuiteResult) -> Figure | None:
    """Recovery of the full system by spinning engine, the oracle beside it, where a suite has several."""
    engines = result.details.get("engines")
    if not isinstance(engines, Mapping):
        return None
    items = [
        Bar(b.label, b.value, b.text, b.interval, True, value_of(result, ORACLE, name))
        for name in engines
        if (b := _measured(result, FULL, name, name, strong=True)) is not None
    ]
    if not items:
        return None
    title = "Recovery by engine"
    svg = bars(_spoken(f"{title}, {result.suite}", items), "recovery", items, 1.0, ORACLE)
    return Figure(slug("engines", result.suite), title, f"{FULL}.", svg, _table("engine", "recovery", items, "oracle"))


def _classes(result: SuiteResult) -> Figure | None:
    """Exact recall of the full system by class of edit, the oracle beside it."""
    classes: Any = result.details.get("classes")
    found = classes.get(result.main) if isinstance(classes, Mapping) else None
    if not found:
        return None
    best = classes.get(ORACLE, {})
    items = [
        Bar(f"{name} ({c['gold']:,.0f})", c["recall"], shown(c["recall"]), None, True, best.get(name, {}).get("recall"))
        for name, c in found.items()
        if c["gold"]
    ]
    title = "Exact recall by class of edit"
    caption = f"{result.main}; how many gold edits there are in brackets. An edit may be in several classes."
    svg = bars(_spoken(f"{title}, {result.suite}", items), "recall of exact edits", items, 1.0, ORACLE if best else "")
    return Figure(slug("classes", result.suite), title, caption, svg, _table("class", "recall", items, "oracle" if best else ""))


def _precision_recall(results: Sequence[SuiteResult], number: int) -> Figure:
    """Precision against recall while the threshold falls, one line a suite."""
    drawn: list[Line] = []
    table = [("suite", "threshold", "precision", "recall", "edits")]
    for result in results:
        points = []
        for p in _curves(result)["precision-recall"]:
            text = f"threshold {p['threshold']:g}: precision {p['precision']:.3f}, recall {p['recall']:.3f}"
            points.append(Point(p["recall"], p["precision"], text, 0.4 if p["threshold"] == 0.5 else 0.0))
            cells = f"{p['threshold']:g}", f"{p['precision']:.3f}", f"{p['recall']:.3f}", f"{p['made']:,.0f}"
            table.append((result.label, *cells))
        drawn.append(Line(result.label, tuple(points)))
    title = "Precision and recall over thresholds"
    caption = (
        "Proposed edits, each by itself, as --min-confidence rises from 0 (right end) to 0.99 (left end); the big dot is 0.5. "
        "Recall counts gold edits settled."
    )
    svg = lines(f"{title}: {', '.join(r.suite for r in results)}", ("recall", "precision"), drawn)
    return Figure(slug("precision recall", str(number or "")), title, caption, svg, tuple(table))


def _reliability(result: SuiteResult) -> Figure | None:
    """How often edits of a confidence are right."""
    bins = _curves(result).get("reliability")
    if not bins:
        return None
    most = max(b["count"] for b in bins)
    points = [
        Point(
            b["confidence"],
            b["right"],
            f"confidence {b['from']:g}–{b['to']:g}: {b['right']:.1%} of {b['count']:,.0f} right",
            math.sqrt(b["count"] / most),
        )
        for b in bins
    ]
    rows = [(f"{b['from']:g}–{b['to']:g}", f"{b['confidence']:.3f}", f"{b['right']:.3f}", f"{b['count']:,.0f}") for b in bins]
    title = "Reliability of confidences"
    caption = "Proposed edits in ten bins; a dot's area grows with their number. Below the diagonal: too sure."
    svg = lines(
        f"{title}, {result.suite}",
        ("mean confidence", "share right"),
        [Line(result.main, tuple(points))],
        "confidence = share right",
    )
    header = ("confidence", "mean", "share right", "edits")
    return Figure(slug("reliability", result.suite), title, caption, svg, (header, *rows))


def _rates(result: SuiteResult, name: str) -> Figure | None:
    """Words a second, as a suite measured them."""
    rates = result.timings[name]
    if not isinstance(rates, Mapping):
        return None
    return _speed(result, name, {s: r for s, r in rates.items() if isinstance(r, (int, float))}, "As measured on one machine.")


def _pace(result: SuiteResult) -> Figure | None:
    """Words a second of every system, over the time that a suite of texts took it."""
    seconds, words = result.timings.get("seconds"), result.details.get("words")
    if not isinstance(seconds, Mapping) or not isinstance(words, (int, float)):
        return None
    rates = {s: words / t for s, t in seconds.items() if isinstance(t, (int, float)) and t >= 0.01}
    caption = f"Over the time {result.suite} took on one machine; a system that took no measurable time is left out."
    return _speed(result, "words/s", rates, caption)


def _speed(result: SuiteResult, name: str, rates: Mapping[str, float], caption: str) -> Figure | None:
    items = [Bar(label, rate, shown(rate), strong=label == FULL) for label, rate in rates.items()]
    if not items:
        return None
    title = name.replace("words/s", "Words a second")
    svg = bars(_spoken(f"{title}, {result.suite}", items), "words/s", items)
    return Figure(slug(name, result.suite), title, caption, svg, _table("", "words/s", items))


def _measured(result: SuiteResult, system: str, column: str, label: str, strong: bool) -> Bar | None:
    value = value_of(result, system, column)
    if value is None:
        return None
    bounds = result.intervals.get(system, {}).get(column)
    return Bar(label, value, cell(result, system, column), (bounds.low, bounds.high) if bounds else None, strong)


def _curves(result: SuiteResult) -> Mapping[str, Any]:
    found = result.details.get("curves")
    return found if isinstance(found, Mapping) else {}


def _spoken(title: str, items: Iterable[Bar]) -> str:
    """What a plot shows, for those who hear it."""
    return f"{title}. " + "; ".join(f"{b.label}: {b.text}" for b in items)


def _table(first: str, column: str, items: Iterable[Bar], mark: str = "") -> tuple[tuple[str, ...], ...]:
    """Return the bars as a table; ``mark`` names the column of their marks, if wanted."""
    width = 3 if mark else 2
    found = [(first, column, mark), *((b.label, b.text, NONE if b.mark is None else shown(b.mark)) for b in items)]
    return tuple(row[:width] for row in found)

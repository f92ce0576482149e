"""Which plots a set of results has: each a picture with the same numbers as a table."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from restore.evaluation.markup import Markup
from restore.evaluation.plots import SERIES, Bar, Line, Point, bars, lines
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL
from restore.evaluation.tables import NONE, cell, shown, value_of

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
    return [f for f in found if f is not None]


def of_suite(result: SuiteResult) -> list[Figure]:
    """Return the figures of one suite."""
    found = (_headline(result), _classes(result), _reliability(result), _speed(result))
    return [f for f in found if f is not None]


def _overview(results: Sequence[SuiteResult]) -> Figure | None:
    """Recovery of the full system in each suite, the oracle beside it."""
    items = [b for r in results if (b := _measured(r, FULL, "recovery", r.suite, strong=True)) is not None]
    if len(items) < 2:
        return None
    title = "Recovery by suite"
    marks = {r.suite: value_of(r, ORACLE, "recovery") for r in results}
    items = [Bar(b.label, b.value, b.text, b.interval, True, marks[b.label]) for b in items]
    caption = f"The full system, {FULL}. The tick is what choosing right every time would reach with the same table."
    svg = bars(_spoken(title, items), "recovery", items, 1.0, "oracle over candidates")
    return Figure("recovery", title, caption, svg, _table("suite", "recovery", items, "oracle"))


def _headline(result: SuiteResult) -> Figure | None:
    """The suite's main value for every system."""
    columns = ("recovery", *result.columns)
    column = next((c for c in columns if any(value_of(result, s, c) is not None for s in result.systems)), "")
    items = [b for s in result.systems if (b := _measured(result, s, column, s, strong=s.startswith(FULL))) is not None]
    if not items:
        return None
    title = f"{column[:1].upper()}{column[1:]} by system"
    bounded = any(b.interval for b in items)
    caption = "Whiskers: 95 % intervals over articles." if bounded else "A single article or no draw: there is no interval."
    top = 1.0 if column == "recovery" else None
    svg = bars(_spoken(f"{title}, {result.suite}", items), column, items, top)
    return Figure(slug(column, result.suite), title, caption, svg, _table("system", column, items))


def _classes(result: SuiteResult) -> Figure | None:
    """Exact recall of the full system by class of edit, the oracle beside it."""
    classes: Any = result.details.get("classes")
    found = classes.get(FULL) if isinstance(classes, Mapping) else None
    if not found:
        return None
    best = classes.get(ORACLE, {})
    items = [
        Bar(f"{name} ({c['gold']:,.0f})", c["recall"], shown(c["recall"]), None, True, best.get(name, {}).get("recall"))
        for name, c in found.items()
        if c["gold"]
    ]
    title = "Exact recall by class of edit"
    caption = f"{FULL}; how many gold edits there are in brackets. An edit may be in several classes."
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
            points.append(Point(p["recall"], p["precision"], text))
            cells = f"{p['threshold']:g}", f"{p['precision']:.3f}", f"{p['recall']:.3f}", f"{p['made']:,.0f}"
            table.append((result.suite, *cells))
        drawn.append(Line(result.suite, tuple(points)))
    title = "Precision and recall over thresholds"
    caption = (
        "Proposed edits, each by itself, as --min-confidence rises from 0 (right end) to 0.99 (left). "
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
        f"{title}, {result.suite}", ("mean confidence", "share right"), [Line(FULL, tuple(points))], "confidence = share right"
    )
    header = ("confidence", "mean", "share right", "edits")
    return Figure(slug("reliability", result.suite), title, caption, svg, (header, *rows))


def _speed(result: SuiteResult) -> Figure | None:
    """Words a second by system: as the suite measured it, else over the time it took."""
    rates, seconds, words = result.timings.get("words/s"), result.timings.get("seconds"), result.details.get("words")
    caption = "As measured on one machine."
    if "words/s" in result.columns:
        return None  # the headline shows it
    if not isinstance(rates, Mapping):
        if not isinstance(seconds, Mapping) or not isinstance(words, (int, float)) or not words:
            return None
        rates = {s: words / t for s, t in seconds.items() if isinstance(t, (int, float)) and t >= 0.01}
        caption = "Over the time this suite took on one machine; what took no measurable time is left out."
    items = [Bar(s, float(r), shown(r), strong=s == FULL) for s, r in rates.items() if isinstance(r, (int, float))]
    if not items:
        return None
    title = "Words a second"
    svg = bars(_spoken(f"{title}, {result.suite}", items), "words/s", items)
    return Figure(slug("speed", result.suite), title, caption, svg, _table("system", "words/s", items))


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

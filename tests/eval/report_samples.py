"""Made-up results with everything that reports know."""

from __future__ import annotations

from restore.evaluation.bootstrap import Interval
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL

ORACLE = "oracle over candidates"
POINTS = [
    {"threshold": 0.0, "precision": 0.6, "recall": 0.8, "made": 40},
    {"threshold": 0.5, "precision": 0.8, "recall": 0.6, "made": 22},
    {"threshold": 0.9, "precision": 1.0, "recall": 0.2, "made": 6},
]
BINS = [
    {"from": 0.3, "to": 0.4, "confidence": 0.35, "right": 0.4, "count": 5},
    {"from": 0.9, "to": 1.0, "confidence": 0.96, "right": 0.9, "count": 35},
]


def recovery_suite(name: str = "seeds-wp", rival: str = "table, unigram prior") -> SuiteResult:
    """A suite of spun texts with two engines, a rival and an oracle."""
    values = {
        "do nothing": {"recovery": 0.0, "precision": 1.0, "one": 0.0, "two": 0.0},
        rival: {"recovery": -0.125, "precision": 0.25, "one": 0.25, "two": 0.25},
        FULL: {"recovery": 0.5, "precision": 0.75, "one": 0.625, "two": 0.375},
        ORACLE: {"recovery": 0.875, "precision": 1.0, "one": 0.875, "two": 0.875},
    }
    bounds = {FULL: {"recovery": Interval(0.5, 0.4375, 0.5625), "one": Interval(0.625, 0.5, 0.75)}}
    details: dict[str, object] = {
        "words": 1000,
        "classes": {s: {"one-to-one": {"gold": 12, "recall": v["recovery"], "precision": 1.0}} for s, v in values.items()},
        "engines": {"one": {}, "two": {}},
        "curves": {"system": FULL, "gold edits": 50, "proposals": 40, "precision-recall": POINTS, "reliability": BINS},
        "texts": {"secret": "the very words of an article"},
    }
    seconds = {"seconds": {"do nothing": 0.0, rival: 0.1, FULL: 4.0, ORACLE: 0.5}}
    signature = f"suite:{name}|data:0123|model:m|table:t"
    columns = ("recovery", "precision", "one", "two")
    return SuiteResult(name, signature, columns, values, bounds, details, seconds, ("a note",), "What it measures.")


def harm_suite() -> SuiteResult:
    """Edits to clean text."""
    values = {"do nothing": {"edits/1000 words": 0.0}, f"{FULL}, gate on": {"edits/1000 words": 0.25, "texts changed": 0.5}}
    return SuiteResult("harm", "suite:harm|data:4567", ("edits/1000 words", "texts changed"), values)


def speed_suite() -> SuiteResult:
    """Words a second, which are all timings."""
    timings: dict[str, object] = {"words/s": {FULL: 150.0, "bare encoder": 700.0}, "words/s by length": {"100 words": 120.0}}
    return SuiteResult("speed", "suite:speed|data:89ab", ("words/s",), {FULL: {}, "bare encoder": {}}, {}, {}, timings)

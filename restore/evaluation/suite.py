"""What suites share: their result, the data in the checkout, and the comparison of systems on spun texts with originals."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import restore
from restore.errors import InputError
from restore.evaluation.bootstrap import Interval, paired_difference
from restore.evaluation.curves import curves
from restore.evaluation.gold import Gold
from restore.evaluation.progress import steps
from restore.evaluation.scoring import ArticleScore, class_recall, intervals, mean_recovery, score, summary
from restore.evaluation.systems import FULL, Bench, RestorerSystem, System, TablePrior
from restore.evaluation.wer import is_word

CHECKOUT = Path(__file__).resolve().parents[2]


class CheckoutNeeded(InputError):
    """A suite needs files that only the source checkout has."""


@dataclass(frozen=True)
class SuiteResult:
    """What a suite found.

    ``signature`` names data, model, table, version and settings; ``columns`` are the values the table shows, ``systems`` all
    values by system, ``intervals`` their 95 % intervals; ``details`` what else there is; ``timings`` all that differs between
    two runs; ``notes`` lines to print below the table; ``description`` a sentence on what the suite measures; ``main`` the
    system that the suite is about, which stands for it beside other suites.

    Reports know these details and timings, where a suite has them: "classes" (:func:`class_recall` by system), "curves"
    (:func:`restore.evaluation.curves.curves`), "words", "seconds" by system and "words/s" by system.
    """

    suite: str
    signature: str
    columns: tuple[str, ...]
    systems: dict[str, dict[str, float]]
    intervals: dict[str, dict[str, Interval]] = field(default_factory=dict)
    details: dict[str, object] = field(default_factory=dict)
    timings: dict[str, object] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    description: str = ""
    main: str = FULL

    @property
    def label(self) -> str:
        """The suite's name, with that of its main system where this is not the usual one."""
        return self.suite if self.main == FULL else f"{self.suite} ({self.main})"

    def as_dict(self) -> dict[str, object]:
        """Return the result as JSON-ready data, numbers rounded to six digits, nan as None."""
        systems: dict[str, object] = {}
        for name, values in self.systems.items():
            bounds = {k: [i.low, i.high] for k, i in self.intervals.get(name, {}).items()}
            systems[name] = {**values, **({"interval_95": bounds} if bounds else {})}
        return {
            "suite": self.suite,
            "description": self.description,
            "main": self.main,
            "signature": self.signature,
            "columns": list(self.columns),
            "systems": tidy(systems),
            "details": tidy(self.details),
            "notes": list(self.notes),
            "timings": tidy(self.timings),
        }

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> SuiteResult:
        """Return the result that :meth:`as_dict` wrote; raises KeyError, TypeError or AttributeError for other data."""
        values = {s: {k: v for k, v in found.items() if isinstance(v, (int, float))} for s, found in data["systems"].items()}
        bounds = {s: found.get("interval_95", {}) for s, found in data["systems"].items()}
        return SuiteResult(
            data["suite"],
            data["signature"],
            tuple(data["columns"]),
            values,
            {s: {k: Interval(values[s][k], *b[k]) for k in b if k in values[s]} for s, b in bounds.items() if b},
            data["details"],
            data["timings"],
            tuple(data["notes"]),
            data["description"],
            data.get("main", FULL),
        )


def tidy(value: object) -> object:
    """Return JSON-ready data with floats rounded to six digits and nan as None."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 6)
    if isinstance(value, Mapping):
        return {str(k): tidy(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [tidy(v) for v in value]
    return value


def checkout_folder(name: str, suite: str) -> Path:
    """Return a folder of the source checkout; raises CheckoutNeeded where it is missing, as in an installed wheel."""
    folder = CHECKOUT / name
    if not folder.is_dir():
        raise CheckoutNeeded(f"eval {suite} needs {name}/ of the source checkout; run it from an editable install of a clone")
    return folder


def clean_seeds(suite: str) -> dict[str, str]:
    """Return the clean seed articles (all but the spun one, 004) by file name; raises CheckoutNeeded without a checkout."""
    paths = sorted(checkout_folder("seeds", suite).glob("00[0-3]_*.txt"))
    return {path.stem: path.read_bytes().decode("utf-8") for path in paths}


def signature(suite: str, bench: Bench, texts: Iterable[str], **settings: object) -> str:
    """Return the line that says what was measured: a hash of the data, the model, the table, the version, the settings."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    parts = {"suite": suite, "data": digest.hexdigest()[:12], "model": bench.model, "table": bench.table.digest}
    parts |= {"restore": str(getattr(restore, "__version__", "unknown"))} | {k: str(v) for k, v in settings.items()}
    return "|".join(f"{k}:{v}" for k, v in parts.items())


@dataclass(frozen=True)
class Case:
    """A spun text with its gold; ``article`` is what it was made from, ``original`` None where the gold has alternatives."""

    name: str
    article: str
    gold: Gold
    original: str | None


@dataclass(frozen=True)
class Comparison:
    """Outputs and scores of every system over the same cases, which have so many ``words`` in all."""

    outputs: dict[str, list[str]]
    scores: dict[str, list[ArticleScore]]
    seconds: dict[str, float]
    curves: dict[str, object] = field(default_factory=dict)
    words: int = 0

    def values(self) -> dict[str, dict[str, float]]:
        """Return each system's summary."""
        return {name: summary(scores) for name, scores in self.scores.items()}

    def intervals(self) -> dict[str, dict[str, Interval]]:
        """Return each system's intervals."""
        return {name: intervals(scores) for name, scores in self.scores.items()}

    def details(self) -> dict[str, object]:
        """Return the scores of each text, the classes of edits, the full system's curves and its lead over the table's prior."""
        out: dict[str, object] = {
            "texts": {s: {a.name: a.as_dict() for a in scores} for s, scores in self.scores.items()},
            "classes": {s: class_recall(scores) for s, scores in self.scores.items()},
            "words": self.words,
        }
        if self.curves:
            out["curves"] = self.curves
        full, prior = self.scores.get(FULL), self.scores.get(TablePrior.name)
        if full and prior:
            lead = paired_difference(full, prior, mean_recovery, [a.article for a in full])
            if lead is not None:
                out["recovery lead over the table's prior"] = {"value": lead.value, "interval_95": [lead.low, lead.high]}
        return out


def compare(systems: Sequence[System], cases: Sequence[Case], main: str = FULL) -> Comparison:
    """Run every system on every case and score it; where the gold has alternatives, against those nearest to its output.

    ``main``: the system whose confidences are judged.
    """
    found: dict[str, object] = {}
    outputs: dict[str, list[str]] = {}
    scores: dict[str, list[ArticleScore]] = {}
    seconds: dict[str, float] = {}
    for system in steps(systems, "systems", lambda s: s.name):
        if isinstance(system, RestorerSystem):
            _ = system.restorer  # loaded before the clock starts
        begin = time.perf_counter()
        outputs[system.name] = [system.run(case.gold.text) for case in steps(cases, "texts")]
        seconds[system.name] = round(time.perf_counter() - begin, 3)
        scores[system.name] = [
            score(c.name, c.article, c.gold.text, c.gold.reference_for(out) if c.original is None else c.original, out)
            for c, out in zip(cases, outputs[system.name])
        ]
        if isinstance(system, RestorerSystem) and system.name == main:
            found = curves(main, [c.gold for c in cases], [system.proposals(c.gold.text) for c in cases])
    words = sum(is_word(token) for case in cases for token in case.gold.tokens.texts)
    return Comparison(outputs, scores, seconds, found, words)

"""Detection: documents of several lengths, clean and spun by the engine trained on and by others, and their damaged words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from restore.evaluation.bootstrap import Interval, interval
from restore.evaluation.detection import (
    auroc,
    average_precision,
    count_words,
    expected_calibration_error,
    f1,
    recall_at_false_positive_rate,
    words_in,
)
from restore.evaluation.detectors import Verdict, detectors, judge
from restore.evaluation.engines import keyed_engine, other_engines
from restore.evaluation.exact_edits import Counts
from restore.evaluation.gold import Gold
from restore.evaluation.suite import SuiteResult, clean_seeds, signature
from restore.evaluation.suites.harm import read_clean
from restore.evaluation.systems import FULL, Bench
from restore.table import PhraseTable

NAME = "detect"
LENGTHS, QUICK_LENGTHS = (50, 100, 300, 1000), (50, 100, 300)  # words
WORDS, QUICK_WORDS = 30_000, 1_200  # clean words read at each length
FILE_DOCUMENTS = 20  # of about 400 words, taken from each file of other clean text
REGION = 1000  # words: pieces of one stretch of text are drawn together for the intervals
SEEN = "seen"


@dataclass(frozen=True)
class _Condition:
    """Documents of one length, clean and spun by one engine; ``regions``: the stretch of text that each was cut from."""

    engine: str
    seen: bool
    length: int
    regions: list[str]
    clean: list[str]
    golds: list[Gold]


def cut(text: str, length: int, most: int) -> list[str]:
    """Cut ``text`` into documents of exactly ``length`` words (runs without blanks), ``most`` words together at the most."""
    words = list(re.finditer(r"\S+", text))
    stops = range(length, min(len(words), most) + 1, length)
    return [text[words[stop - length].start() : words[stop - 1].end()] for stop in stops]


def conditions(text: str, spin_table: PhraseTable, quick: bool) -> list[_Condition]:
    """Return every engine at every length that ``text`` is long enough for."""
    keyed = keyed_engine(spin_table)
    out: list[_Condition] = []
    for engine in [keyed, *other_engines(spin_table)]:
        for length in QUICK_LENGTHS if quick else LENGTHS:
            clean = cut(text, length, QUICK_WORDS if quick else WORDS)
            golds = [Gold.from_spun(engine.spin(piece, f"detect {length} {n}")) for n, piece in enumerate(clean)]
            regions = [str(n * length // REGION) for n in range(len(clean))]
            if clean:
                out.append(_Condition(engine.name, engine is keyed, length, regions, clean, golds))
    return out


def measures(condition: _Condition, clean: Sequence[Verdict], spun: Sequence[Verdict]) -> dict[str, float]:
    """Return the measures of one condition: documents told apart, words found, and whether scores mean what they say."""
    low, high = [v.spun for v in clean], [v.spun for v in spun]
    counts = Counts()
    scores: list[float] = []
    truth: list[bool] = []
    for gold, verdict in zip(condition.golds, spun):
        damaged = words_in(gold.tokens, [(e.start, e.end) for e in gold.edits])
        counts += count_words(verdict.reported(), damaged)
        scores += verdict.words.values()
        truth += [i in damaged for i in verdict.words]
    return {
        "auroc": auroc(low, high),
        "recall": recall_at_false_positive_rate(low, high),
        "word f1": f1(counts),
        "word ap": average_precision(scores, truth),
        "calibration error": expected_calibration_error(low + high, [False] * len(low) + [True] * len(high)),
        "word calibration error": expected_calibration_error(scores, truth),
    }


def run(bench: Bench, spin_table: PhraseTable, clean: Path | None = None, quick: bool = False) -> SuiteResult:
    """Run the suite on the clean seeds, or the text at ``clean``; ``bench`` holds the held-out model, ``spin_table`` all pairs.

    Raises CheckoutNeeded or InputError.
    """
    text = "\n".join((read_clean(clean, FILE_DOCUMENTS) if clean else clean_seeds(NAME)).values())
    every = conditions(text, spin_table, quick)
    values: dict[str, dict[str, float]] = {}
    details: dict[str, object] = {"conditions": {}}
    bounds: dict[str, dict[str, Interval]] = {}
    for system in detectors(bench):
        clean_verdicts: dict[int, list[Verdict]] = {}
        found: dict[str, dict[str, float]] = {}
        pairs: list[tuple[_Condition, list[float], list[float]]] = []
        for condition in every:
            if condition.length not in clean_verdicts:
                clean_verdicts[condition.length] = judge(system, condition.clean)
            before, after = clean_verdicts[condition.length], judge(system, [g.text for g in condition.golds])
            found[f"{condition.engine}, {condition.length} words"] = measures(condition, before, after)
            pairs.append((condition, [v.spun for v in before], [v.spun for v in after]))
        values[system.name] = _means(every, found)
        bounds[system.name] = {
            f"auroc {kind}": bound
            for kind in (SEEN, "unseen")
            if (bound := _interval([p for p in pairs if p[0].seen is (kind == SEEN)])) is not None
        }
        details["conditions"] = {**_mapping(details["conditions"]), system.name: found}
        if system.name == FULL:
            details |= {f"{FULL}, {m}": {k: v[m] for k, v in found.items()} for m in ("auroc", "recall", "word f1")}
    details["documents"] = {f"{c.length} words": len(c.clean) for c in every}
    texts = [t for c in every for t in (*c.clean, *(g.text for g in c.golds))]
    line = signature(NAME, bench, texts, spin_table=spin_table.digest, clean=clean.name if clean else "seeds")
    columns = tuple(f"{m} {kind}" for m in ("auroc", "recall", "word f1", "word ap") for kind in (SEEN, "unseen"))
    return SuiteResult(NAME, line, (*columns, "calibration error"), values, bounds, details, notes=bench.absent)


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, Mapping) else {}


def _means(every: Sequence[_Condition], found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return each measure's mean over lengths and engines, for the engine that was trained on and the others apart."""
    out: dict[str, float] = {}
    for kind in (SEEN, "unseen"):
        some = [found[f"{c.engine}, {c.length} words"] for c in every if c.seen is (kind == SEEN)]
        for measure in some[0] if some else ():
            out[f"{measure} {kind}"] = sum(m[measure] for m in some) / len(some)
    every_measure = list(found.values())
    out["calibration error"] = sum(m["calibration error"] for m in every_measure) / max(1, len(every_measure))
    return out


def _interval(pairs: Sequence[tuple[_Condition, list[float], list[float]]]) -> Interval | None:
    """Return the mean AUROC of some conditions with its interval over stretches of text."""
    items = [(at, c, s) for at, (_, clean, spun) in enumerate(pairs) for c, s in zip(clean, spun)]
    regions = [region for condition, *_ in pairs for region in condition.regions]

    def mean_auroc(some: Sequence[tuple[int, float, float]]) -> float:
        clean: dict[int, list[float]] = {}
        spun: dict[int, list[float]] = {}
        for at, one, other in some:
            clean.setdefault(at, []).append(one)
            spun.setdefault(at, []).append(other)
        return sum(auroc(clean[at], spun[at]) for at in clean) / max(1, len(clean))

    return interval(items, mean_auroc, regions)

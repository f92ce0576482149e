"""Clean seeds spun by other engines: recovery, exact edits and detection, each engine by itself."""

from __future__ import annotations

from restore.evaluation.bootstrap import interval
from restore.evaluation.engines import other_engines
from restore.evaluation.oracle import candidate_recall
from restore.evaluation.scoring import mean_recovery, summary
from restore.evaluation.spins import damage_counts, detection, exact_by_source, spin_all
from restore.evaluation.suite import SuiteResult, clean_seeds, compare, signature
from restore.evaluation.systems import FULL, Bench
from restore.table import PhraseTable

NAME = "seeds-other"
DRAWS, QUICK_DRAWS = 3, 1
QUICK_ARTICLES = 2


def run(bench: Bench, spin_table: PhraseTable, quick: bool = False, draws: int | None = None) -> SuiteResult:
    """Run the suite: ``bench`` holds the held-out model, ``spin_table`` is the whole table. Raises CheckoutNeeded."""
    articles = clean_seeds(NAME)
    if quick:  # the shortest ones
        articles = dict(sorted(articles.items(), key=lambda item: (len(item[1]), item[0]))[:QUICK_ARTICLES])
    count = draws or (QUICK_DRAWS if quick else DRAWS)
    engines = other_engines(spin_table)
    spins = {e.name: spin_all(articles, e.spin, count, f"{e.name}: ") for e in engines}
    every = [d for of_engine in spins.values() for d in of_engine]
    golds = {d.case.gold.text: d.case.gold for d in every}
    compared = compare(bench.systems(golds), [d.case for d in every])
    values, bounds = compared.values(), compared.intervals()
    by_engine: dict[str, dict[str, dict[str, float]]] = {name: {} for name in spins}
    size = len(articles) * count
    for system, scores in compared.scores.items():
        values[system] |= exact_by_source(every, compared.outputs[system])
        for at, (engine, of_engine) in enumerate(spins.items()):
            part = slice(at * size, (at + 1) * size)
            by_engine[engine][system] = summary(scores[part]) | exact_by_source(of_engine, compared.outputs[system][part])
            values[system][engine] = mean_recovery(scores[part])
            bound = interval(scores[part], mean_recovery, [score.article for score in scores[part]])
            if bound is not None:
                bounds.setdefault(system, {})[engine] = bound
    restorer = bench.full()
    clean = [restorer.detect(text).spun_score for text in articles.values()]
    details: dict[str, object] = compared.details() | {
        "damage": damage_counts(every),
        "candidates": candidate_recall(bench.table, list(golds.values())),
        "engines": {e.name: {"description": e.description, "systems": by_engine[e.name]} for e in engines},
        "detection": {name: detection(restorer, of_engine, clean) for name, of_engine in spins.items()},
    }
    for name in spins:
        found = by_engine[name].get(FULL, {})
        details[f"{FULL}, {name}"] = {k: found[k] for k in ("precision", "recall", "f0.5", "known", "unknown")}
    texts = [text for d in every for text in (d.spun.text, d.original)]
    line = signature(NAME, bench, texts, spin_table=spin_table.digest, engines=len(engines), draws=count)
    return SuiteResult(NAME, line, ("recovery", *spins), values, bounds, details, {"seconds": compared.seconds}, bench.notes)

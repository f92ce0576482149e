"""Clean seeds spun by the article-key engine: recovery, exact edits, known and unknown sources apart, detection, calibration."""

from __future__ import annotations

from collections.abc import Sequence

from restore.evaluation.curves import judge
from restore.evaluation.detection import expected_calibration_error
from restore.evaluation.oracle import candidate_recall
from restore.evaluation.spins import Draw, damage_counts, detection, exact_by_source, spin_all
from restore.evaluation.suite import Comparison, SuiteResult, clean_seeds, compare, signature
from restore.evaluation.systems import Bench, RestorerSystem
from restore.simulator import KeyedSpinner
from restore.table import PhraseTable

NAME = "seeds-wp"
DRAWS, QUICK_DRAWS = 10, 2


def spin_articles(articles: dict[str, str], table: PhraseTable, draws: int) -> list[Draw]:
    """Spin each article ``draws`` times, each time with another key, over the whole of ``table``."""
    return spin_all(articles, KeyedSpinner(table).spin, draws)


def detected(system: RestorerSystem, draws: Sequence[Draw], clean: Sequence[str]) -> dict[str, object]:
    """Return detection of words and documents, and the calibration of proposed edits."""
    judged = [j for draw in draws for j in judge(draw.case.gold, system.proposals(draw.case.gold.text))]
    scores = [system.restorer.detect(text).spun_score for text in clean]
    return {
        **detection(system.restorer, draws, scores),
        "clean documents": len(scores),
        "calibration error": expected_calibration_error([j.confidence for j in judged], [j.right for j in judged]),
        "proposals": len(judged),
    }


def run(bench: Bench, spin_table: PhraseTable, quick: bool = False, draws: int | None = None) -> SuiteResult:
    """Run the suite: ``bench`` holds the held-out model, ``spin_table`` is the whole table. Raises CheckoutNeeded."""
    articles = clean_seeds(NAME)
    count = draws or (QUICK_DRAWS if quick else DRAWS)
    spun = spin_articles(articles, spin_table, count)
    golds = {d.case.gold.text: d.case.gold for d in spun}
    systems = bench.systems(golds)
    compared: Comparison = compare(systems, [d.case for d in spun])
    values = compared.values()
    for name, outputs in compared.outputs.items():
        values[name] |= exact_by_source(spun, outputs)
    details = compared.details() | {
        "damage": damage_counts(spun),
        "candidates": candidate_recall(bench.table, list(golds.values())),
        "detection": {s.name: detected(s, spun, list(articles.values())) for s in systems if isinstance(s, RestorerSystem)},
    }
    texts = [text for d in spun for text in (d.spun.text, d.original)]
    line = signature(NAME, bench, texts, spinner="keyed", spin_table=spin_table.digest, draws=count)
    columns = ("recovery", "precision", "recall", "f0.5", "known", "unknown")
    return SuiteResult(NAME, line, columns, values, compared.intervals(), details, {"seconds": compared.seconds}, bench.notes)

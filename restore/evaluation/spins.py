"""Simulated spins as cases to restore: what of their damage comes back, known and unknown entries apart, and what is found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from restore.evaluation.detection import auroc, f1, found_words, recall_at_false_positive_rate
from restore.evaluation.exact_edits import Counts
from restore.evaluation.gold import Gold
from restore.evaluation.protocols import RestorerLike
from restore.evaluation.scoring import restored_exactly
from restore.evaluation.suite import Case
from restore.holdout import is_unknown
from restore.simulator import Spun


@dataclass(frozen=True)
class Draw:
    """One spin of one article."""

    case: Case
    spun: Spun
    original: str


def spin_all(articles: Mapping[str, str], spin: Callable[[str, str], Spun], count: int, label: str = "") -> list[Draw]:
    """Spin each article ``count`` times, each time with another seed; ``label`` stands before the names of the cases."""
    out: list[Draw] = []
    for name, text in articles.items():
        for number in range(count):
            spun = spin(text, f"eval {name} {number}")
            out.append(Draw(Case(f"{label}{name}/{number}", name, Gold.from_spun(spun), text), spun, text))
    return out


def exact_by_source(draws: Sequence[Draw], outputs: Sequence[str]) -> dict[str, float]:
    """Return the share of damage restored exactly, by whether the held-out model's table and training knew its source."""
    hit = {True: 0, False: 0}
    seen = {True: 0, False: 0}
    for draw, output in zip(draws, outputs):
        rights = restored_exactly(draw.case.gold.edits, draw.original, output)
        for edit, right in zip(draw.spun.edits, rights):
            unknown = is_unknown(edit.origin, edit.target)
            seen[unknown] += 1
            hit[unknown] += right
    return {
        "known": hit[False] / max(1, seen[False]),
        "unknown": hit[True] / max(1, seen[True]),
        "damage": (hit[False] + hit[True]) / max(1, seen[False] + seen[True]),
    }


def detection(restorer: RestorerLike, draws: Sequence[Draw], clean: Sequence[float]) -> dict[str, float]:
    """Return how well spins are told from clean texts, whose scores are ``clean``, and how many damaged words are found."""
    words = Counts()
    scores: list[float] = []
    for draw in draws:
        gold = draw.case.gold
        found = restorer.detect(gold.text)
        scores.append(found.spun_score)
        words += found_words(gold.tokens, found.spans, gold.edits)
    return {
        "document auroc": auroc(clean, scores),
        "document recall at 1% false positives": recall_at_false_positive_rate(clean, scores),
        "word f1": f1(words),
        "word precision": words.precision,
        "word recall": words.recall,
    }


def damage_counts(draws: Sequence[Draw]) -> dict[str, int]:
    """Return how many edits lead back, how many of them from unknown entries, from how many spins of how many articles."""
    unknown = [is_unknown(e.origin, e.target) for d in draws for e in d.spun.edits]
    articles = {d.case.article for d in draws}
    return {"edits": len(unknown), "unknown": sum(unknown), "spins": len(draws), "articles": len(articles)}

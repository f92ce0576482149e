"""Tortured phrases of science ("profound learning" for "deep learning") in generated sentences: found, and put right?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from restore.errors import InputError
from restore.evaluation.detectors import Verdict, by_edits, by_network
from restore.evaluation.gold import Gold, GoldEdit
from restore.evaluation.prior import DetectorPrior
from restore.evaluation.scoring import restored_exactly
from restore.evaluation.suite import Case, SuiteResult, compare, signature
from restore.evaluation.systems import FULL, Bench, RestorerSystem, System
from restore.evaluation.templates import SCIENCE, write_documents
from restore.holdout import is_unknown
from restore.table import BIT, PhraseTable

NAME = "tortured"
PHRASES, QUICK_PHRASES = 300, 60  # of each half: known and unknown to the held-out model
A_DOCUMENT = 10


@dataclass(frozen=True)
class _Phrase:
    """A tortured phrase, what it stands for, and whether the held-out model's table and training knew it."""

    spun: str
    original: str
    unknown: bool


def phrase_pairs(table: PhraseTable) -> list[_Phrase]:
    """Return the tortured phrases of two words or more that stand for one term of two words or more, in order."""
    originals: dict[str, list[str]] = {}
    for row in np.flatnonzero((table.origin & BIT["tortured"]) > 0).tolist():
        originals.setdefault(table.phrases[int(table.form[row])], []).append(table.phrases[int(table.source[row])])
    single = {spun: found[0] for spun, found in sorted(originals.items()) if len(found) == 1}
    return [_Phrase(s, o, is_unknown(o, o)) for s, o in single.items() if " " in s and " " in o]


def choose(pairs: Sequence[_Phrase], count: int) -> list[_Phrase]:
    """Return ``count`` unknown phrases and as many known ones, in turns, always the same; fewer where there are not so many."""
    draw = random.Random("tortured phrases")
    halves = [draw.sample(some, len(some)) for some in ([p for p in pairs if p.unknown is u] for u in (True, False))]
    size = min(count, *map(len, halves))
    return [phrase for both in zip(*(half[:size] for half in halves)) for phrase in both]


def documents(phrases: Sequence[_Phrase]) -> tuple[list[Case], list[list[_Phrase]]]:
    """Return texts of ten sentences, each with a phrase, and the phrases of each."""
    groups = [list(phrases[at : at + A_DOCUMENT]) for at in range(0, len(phrases), A_DOCUMENT)]
    written = write_documents([[p.spun for p in group] for group in groups], SCIENCE, NAME)
    cases: list[Case] = []
    for number, (group, (text, places)) in enumerate(zip(groups, written)):
        gold = Gold(text, tuple(GoldEdit(a, b, p.spun, (p.original,)) for p, (a, b) in zip(group, places)))
        cases.append(Case(str(number), str(number), gold, gold.reference_for("")))
    return cases, groups


def _shares(hits: Sequence[bool], phrases: Sequence[_Phrase], name: str) -> dict[str, float]:
    """Return the share of phrases that were hit: all, known ones, unknown ones."""
    out = {name: sum(hits) / max(1, len(hits))}
    for unknown in (False, True):
        some = [hit for hit, phrase in zip(hits, phrases) if phrase.unknown is unknown]
        out[f"{'unknown' if unknown else 'known'} {name}"] = sum(some) / max(1, len(some))
    return out


def _verdict(system: System, gold: Gold) -> Verdict:
    if isinstance(system, (RestorerSystem, DetectorPrior)):
        return by_network(system.restorer, gold.text, gold.tokens)
    return by_edits(system, gold.text, gold.tokens)


def run(bench: Bench, spin_table: PhraseTable, quick: bool = False) -> SuiteResult:
    """Run the suite: ``bench`` holds the held-out model, ``spin_table`` is the whole table.

    Raises InputError when the table holds no tortured phrases of both halves.
    """
    cases, groups = documents(choose(phrase_pairs(spin_table), QUICK_PHRASES if quick else PHRASES))
    phrases = [phrase for group in groups for phrase in group]
    if not phrases:
        raise InputError(f"eval {NAME}: the table to spin with holds no tortured phrases; build it with scripts/build_table.py")
    systems = bench.systems({c.gold.text: c.gold for c in cases})
    systems.append(RestorerSystem(f"{FULL}, forced", bench.full, force=True))
    systems.append(RestorerSystem(f"{FULL}, every proposal", bench.full, force=True, min_confidence=0.0))
    compared = compare(systems, cases)
    values = compared.values()
    for system in systems:
        right: list[bool] = []
        found: list[bool] = []
        false, words = 0, 0
        for case, output in zip(cases, compared.outputs[system.name]):
            gold = case.gold
            right += restored_exactly(gold.edits, case.original or "", output)
            verdict = _verdict(system, gold)
            reported = verdict.reported()
            inside = [set(gold.tokens.covering(e.start, e.end)) for e in gold.edits]
            found += [not reported.isdisjoint(place) for place in inside]
            elsewhere = set(verdict.words) - set().union(*inside)
            false += len(reported & elsewhere)
            words += len(elsewhere)
        values[system.name] |= _shares(right, phrases, "repaired") | _shares(found, phrases, "detected")
        values[system.name]["false alarms/1000 words"] = 1000 * false / max(1, words)
    details = compared.details() | {"phrases": {"all": len(phrases), "unknown": sum(p.unknown for p in phrases)}}
    line = signature(NAME, bench, [c.gold.text for c in cases], spin_table=spin_table.digest, phrases=len(phrases))
    columns = ("repaired", "known repaired", "unknown repaired", "detected", "known detected", "unknown detected")
    return SuiteResult(
        NAME,
        line,
        (*columns, "false alarms/1000 words"),
        values,
        compared.intervals(),
        details,
        {"seconds": compared.seconds},
        bench.notes,
    )

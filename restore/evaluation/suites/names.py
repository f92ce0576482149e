"""Names of institutions and programmes, and idioms, spun in generated sentences: which come back whole?"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from restore.errors import InputError
from restore.evaluation.gold import Gold
from restore.evaluation.scoring import occurrences, original_spans
from restore.evaluation.suite import Case, SuiteResult, checkout_folder, compare, signature
from restore.evaluation.systems import FULL, Bench, RestorerSystem
from restore.evaluation.templates import IDIOMS, NAMES, write_documents
from restore.evaluation.wer import tokenise
from restore.holdout import is_unknown
from restore.simulator import KeyedSpinner, Spun
from restore.table import PhraseTable

NAME = "names"
COUNTS, QUICK_COUNTS = {"name": 200, "idiom": 100}, {"name": 40, "idiom": 20}
FILES = {"name": "written.txt", "idiom": "idioms.txt"}
TEMPLATES = {"name": NAMES, "idiom": IDIOMS}
A_DOCUMENT = 10


@dataclass(frozen=True)
class Item:
    """A name or an idiom in a document; ``unknown``: some of what the spinner did to it the held-out model could not know."""

    text: str
    kind: str
    document: int
    unknown: bool


def read_lists(folder: Path) -> dict[str, list[str]]:
    """Return the hand-written names and idioms of two words or more, by kind."""
    lines = {kind: (folder / file).read_text(encoding="utf-8").splitlines() for kind, file in FILES.items()}
    return {kind: [line for line in found if " " in line] for kind, found in lines.items()}


def choose(listed: Iterable[str], count: int, spinner: KeyedSpinner) -> list[str]:
    """Return ``count`` entries that the spinner changes, always the same; none is part of another."""
    pool = sorted(set(listed))
    random.Random("names").shuffle(pool)
    chosen: list[str] = []
    for entry in pool:
        if len(chosen) == count:
            break
        words = tokenise(entry)
        apart = not any(occurrences(words, tokenise(other)) or occurrences(tokenise(other), words) for other in chosen)
        if apart and spinner.spin(f"It is {entry}.", "names", bare=0.0).edits:
            chosen.append(entry)
    return chosen


def documents(chosen: dict[str, list[str]], spinner: KeyedSpinner) -> tuple[list[Case], list[Item]]:
    """Return spun documents of ten sentences, and the names and idioms in them that the spinner changed."""
    cases: list[Case] = []
    items: list[Item] = []
    for kind, entries in chosen.items():
        groups = [entries[at : at + A_DOCUMENT] for at in range(0, len(entries), A_DOCUMENT)]
        for group, (text, places) in zip(groups, write_documents(groups, TEMPLATES[kind], kind)):
            number = len(cases)
            spun = spinner.spin(text, f"names {number}")
            cases.append(Case(str(number), str(number), Gold.from_spun(spun), text))
            for entry, (start, end) in zip(group, places):
                unknown = _unknown(spun, cases[-1].gold, start, end)
                if unknown is not None:
                    items.append(Item(entry, kind, number, unknown))
    return cases, items


def _unknown(spun: Spun, gold: Gold, start: int, end: int) -> bool | None:
    """Whether some edit inside ``start:end`` of the original is of an unknown entry; None where nothing was changed."""
    inside = [edit for edit, (a, b) in zip(spun.edits, original_spans(gold.edits)) if a < end and b > start]
    return any(is_unknown(e.origin, e.target) for e in inside) if inside else None


def whole(items: Sequence[Item], cases: Sequence[Case], outputs: Sequence[str]) -> list[bool]:
    """Tell for each item whether the restored document has it whole, as often as the original has."""
    before = [tokenise(case.original or "") for case in cases]
    after = [tokenise(output) for output in outputs]
    out: list[bool] = []
    for item in items:
        words = tokenise(item.text)
        out.append(occurrences(words, after[item.document]) >= max(1, occurrences(words, before[item.document])))
    return out


def shares(items: Sequence[Item], right: Sequence[bool]) -> dict[str, float]:
    """Return the share of items restored whole: all, by kind, and by whether all pieces were known."""

    def share(some: Sequence[bool]) -> float:
        return sum(some) / max(1, len(some))

    return {
        "restored": share(right),
        "names": share([r for i, r in zip(items, right) if i.kind == "name"]),
        "idioms": share([r for i, r in zip(items, right) if i.kind == "idiom"]),
        "all pieces known": share([r for i, r in zip(items, right) if not i.unknown]),
        "some unknown": share([r for i, r in zip(items, right) if i.unknown]),
    }


def run(bench: Bench, spin_table: PhraseTable, quick: bool = False) -> SuiteResult:
    """Run the suite: ``bench`` holds the held-out model, ``spin_table`` all pairs. Raises CheckoutNeeded or InputError."""
    listed = read_lists(checkout_folder("models/lexicon/names", NAME))
    spinner = KeyedSpinner(spin_table)
    counts = QUICK_COUNTS if quick else COUNTS
    chosen = {kind: choose(listed[kind], count, spinner) for kind, count in counts.items()}
    cases, items = documents(chosen, spinner)
    if not items:
        raise InputError(f"eval {NAME}: the table to spin with changes none of the listed names; use that of the checkout")
    systems = bench.systems({c.gold.text: c.gold for c in cases})
    if bench.without_names is not None:
        without, entries = bench.without_names, [entry for found in chosen.values() for entry in found]
        systems.append(RestorerSystem(f"{FULL}, these names not listed", lambda: without(entries)))
    compared = compare(systems, cases)
    values = compared.values()
    names: dict[str, object] = {}
    for system, outputs in compared.outputs.items():
        right = whole(items, cases, outputs)
        values[system] |= shares(items, right)
        names[system] = {item.text: ok for item, ok in zip(items, right)}
    details = compared.details() | {
        "names": names,
        "tested": {
            "names": sum(i.kind == "name" for i in items),
            "idioms": sum(i.kind == "idiom" for i in items),
            "some unknown": sum(i.unknown for i in items),
        },
    }
    texts = [text for c in cases for text in (c.gold.text, c.original or "")]
    line = signature(NAME, bench, texts, spin_table=spin_table.digest, names=len(items))
    columns = ("restored", "names", "idioms", "all pieces known", "some unknown", "recovery")
    return SuiteResult(NAME, line, columns, values, compared.intervals(), details, {"seconds": compared.seconds}, bench.notes)

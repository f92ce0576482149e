"""Seed 004, really spun, against the gold made by hand: recovery, exact edits, names and idioms, damaged words found."""

from __future__ import annotations

from pathlib import Path

from restore.evaluation.detection import f1, found_words
from restore.evaluation.gold import Annotation
from restore.evaluation.oracle import candidate_recall
from restore.evaluation.scoring import occurrences
from restore.evaluation.suite import Case, SuiteResult, checkout_folder, compare, signature
from restore.evaluation.systems import Bench, RestorerSystem
from restore.evaluation.wer import tokenise

NAME = "spun-seed"


def annotated() -> dict[str, Annotation]:
    """Return the annotated documents of ``eval/gold`` by name; raises CheckoutNeeded, or InputError for a malformed one."""
    seeds, folder = checkout_folder("seeds", NAME), checkout_folder("eval/gold", NAME)
    return {path.stem: load(path, seeds) for path in sorted(folder.glob("*.json"))}


def load(path: Path, documents: Path) -> Annotation:
    """Read one gold file; raises InputError when it does not fit its document."""
    return Annotation.load(path, documents)


def names_restored(annotation: Annotation, restored: str) -> dict[str, bool]:
    """Tell for each listed name whether ``restored`` has it as often as the original nearest to ``restored`` does."""
    reference, text = tokenise(annotation.gold.reference_for(restored)), tokenise(restored)
    listed = {name: tokenise(name) for name in annotation.names}
    return {name: occurrences(words, text) >= max(1, occurrences(words, reference)) for name, words in listed.items()}


def run(bench: Bench) -> SuiteResult:
    """Run the suite. Raises CheckoutNeeded, or InputError for a gold file that does not fit its document."""
    documents = annotated()
    golds = {a.gold.text: a.gold for a in documents.values()}
    systems = bench.systems(golds)
    compared = compare(systems, [Case(name, name, a.gold, None) for name, a in documents.items()])
    values = compared.values()
    names: dict[str, object] = {}
    for system, outputs in compared.outputs.items():
        found = {f"{d}: {n}": ok for (d, a), out in zip(documents.items(), outputs) for n, ok in names_restored(a, out).items()}
        values[system]["names"] = sum(found.values()) / max(1, len(found))
        names[system] = found
    words: dict[str, object] = {}
    for item in systems:
        if isinstance(item, RestorerSystem):
            words[item.name] = {}
            for name, a in documents.items():
                counts = found_words(a.gold.tokens, item.restorer.detect(a.gold.text).spans, a.gold.edits)
                words[item.name] = {name: {"f1": f1(counts), "precision": counts.precision, "recall": counts.recall}}
    details = compared.details() | {
        "names": names,
        "candidates": candidate_recall(bench.table, list(golds.values())),
        "damaged words": words,
    }
    texts = [t for a in documents.values() for t in (a.gold.text, repr(a.gold.edits), repr(a.names))]
    line = signature(NAME, bench, texts, documents=len(documents))
    columns = ("recovery", "precision", "recall", "f0.5", "names")
    return SuiteResult(NAME, line, columns, values, compared.intervals(), details, {"seconds": compared.seconds}, bench.notes)

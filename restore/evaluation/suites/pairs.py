"""Your own pairs: a folder of NAME/spun.txt with NAME/original.txt."""

from __future__ import annotations

from pathlib import Path

from restore.errors import InputError
from restore.evaluation.oracle import candidate_recall
from restore.evaluation.pair_gold import gold_of_pair
from restore.evaluation.suite import Case, SuiteResult, compare, signature
from restore.evaluation.systems import Bench
from restore.parallel import ORIGINAL, SPUN, pair_folders
from restore.table import PhraseTable

NAME = "pairs"


def read_pairs(folder: Path, table: PhraseTable | None = None) -> list[Case]:
    """Return the pairs of ``folder`` in the order of their names; raises InputError when there is none or one is incomplete."""
    cases: list[Case] = []
    for pair in pair_folders(folder):
        texts: list[str] = []
        for name in (SPUN, ORIGINAL):
            try:
                texts.append((pair / name).read_bytes().decode("utf-8-sig"))
            except OSError as error:
                raise InputError(f"{pair / name}: cannot be read ({error.strerror or error}); each pair needs both files") from error
            except UnicodeDecodeError as error:
                raise InputError(f"{pair / name}: is not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8") from error
        spun, original = texts
        cases.append(Case(pair.name, pair.name, gold_of_pair(spun, original, table), original))
    return cases


def run(bench: Bench, folder: Path) -> SuiteResult:
    """Run the suite on the pairs of ``folder``. Raises InputError."""
    cases = read_pairs(folder, bench.table)
    compared = compare(bench.systems({c.gold.text: c.gold for c in cases}), cases)
    texts = [text for c in cases for text in (c.gold.text, c.original or "")]
    line = signature(NAME, bench, texts, pairs=len(cases))
    columns = ("recovery", "precision", "recall", "f0.5", "wer")
    return SuiteResult(
        NAME,
        line,
        columns,
        compared.values(),
        compared.intervals(),
        compared.details() | {"candidates": candidate_recall(bench.table, [c.gold for c in cases])},
        {"seconds": compared.seconds},
        bench.notes,
    )

"""Clean seeds spun by the article-key engine, restored by the held-out model with the spinner's whole table imported."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from restore.engine_list import draw_list
from restore.evaluation.spins import exact_by_source, spin_all
from restore.evaluation.suite import SuiteResult, clean_seeds, compare, signature
from restore.evaluation.suites.seeds_wp import DRAWS, QUICK_DRAWS
from restore.evaluation.systems import Bench, RestorerSystem
from restore.simulator import KeyedSpinner
from restore.table import PhraseTable
from restore.thesaurus.own import OwnTable, Pair
from restore.thesaurus.tables import UserTable

if TYPE_CHECKING:
    from restore.restorer import Restorer

NAME = "own-table"
SEED = 4  # draws the one engine whose list is imported
IMPORTED = "own table imported"


def as_user_has_it(engine: PhraseTable) -> OwnTable:
    """Return an engine's list as originals and spun forms, no weights."""
    entries = [(engine.phrases[s], engine.phrases[f]) for s, f in zip(engine.source.tolist(), engine.form.tolist())]
    return OwnTable(tuple(Pair(s, f) for s, f in sorted(entries)), True)


def imported(engine: PhraseTable) -> UserTable:
    """Return the list of ``engine`` imported as a user would."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.tsv"
        as_user_has_it(engine).write(path)
        return UserTable.load(path)


def restorer_with(engine: PhraseTable, model: str | Path) -> Restorer:
    """Return the restorer of ``model`` with the list of ``engine`` imported. Raises InputError."""
    from restore.restorer import Restorer

    return Restorer(model, imported(engine))


def run(bench: Bench, spin_table: PhraseTable, model: str | Path, quick: bool = False, draws: int | None = None) -> SuiteResult:
    """Run the suite: ``bench`` holds ``model``, the held-out one, and ``spin_table`` is the whole table.

    Raises CheckoutNeeded or InputError.
    """
    count = draws or (QUICK_DRAWS if quick else DRAWS)
    engine = draw_list(spin_table, SEED)
    spinner = KeyedSpinner(engine)
    spun = spin_all(clean_seeds(NAME), spinner.spin, count)

    restorer = restorer_with(engine, model)
    beside = replace(bench, table=restorer.table, full=lambda: restorer, main=IMPORTED)
    systems = beside.systems({d.case.gold.text: d.case.gold for d in spun})
    systems.insert(1, RestorerSystem("model's own table", bench.full))
    compared = compare(systems, [d.case for d in spun], IMPORTED)
    values = compared.values()
    for name, outputs in compared.outputs.items():
        values[name] |= exact_by_source(spun, outputs)
    texts = [text for d in spun for text in (d.spun.text, d.original)]
    line = signature(NAME, bench, texts, spinner="keyed", spin_table=engine.digest, draws=count)
    columns = ("recovery", "precision", "recall", "f0.5", "known", "unknown")
    return SuiteResult(
        NAME, line, columns, values, compared.intervals(), compared.details(), {"seconds": compared.seconds}, bench.notes,
        main=IMPORTED,
    )  # fmt: skip

"""The suites by name. Describing them loads nothing: each brings in its module when it is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from restore.errors import InputError

if TYPE_CHECKING:
    from restore.evaluation.suite import SuiteResult
    from restore.evaluation.systems import Bench
    from restore.table import PhraseTable


@dataclass(frozen=True)
class Request:
    """What a user asks of a suite; each heeds the settings that its entry below names."""

    quick: bool = False
    model: str | None = None
    systems: tuple[str, ...] = ()
    draws: int | None = None
    clean: Path | None = None
    folder: Path | None = None

    def bench(self, fallback: str = "default") -> Bench:
        """Return the bench with the asked-for model, or the shipped model ``fallback``. Raises InputError."""
        from restore.evaluation import bench

        return bench.open_bench(self.model, fallback, self.systems, not self.quick)

    def held_out(self, suite: str) -> tuple[Bench, PhraseTable]:
        """Return the bench with the held-out model, and the whole table to spin with. Raises CheckoutNeeded."""
        from restore.evaluation import bench
        from restore.evaluation import suite as shared

        shared.clean_seeds(suite)
        if self.model is None:
            bench.held_out_folder(suite)
        return self.bench("heldout"), bench.whole_table(suite)


@dataclass(frozen=True)
class Suite:
    """A suite: its name, a line that describes it, what its data are, and how it is run.

    ``options``: which of "draws", "clean" and "folder" it heeds. A suite that needs a folder is no part of "all suites".
    """

    name: str
    description: str
    data: str
    run: Callable[[Request], SuiteResult]
    options: frozenset[str] = frozenset()

    def check(self, request: Request) -> None:
        """Raise InputError when the request sets an option that this suite does not heed."""
        for option in ("draws", "clean"):
            if getattr(request, option) is not None and option not in self.options:
                raise InputError(f"eval {self.name} has no --{option}; leave it out")

    def result(self, request: Request) -> SuiteResult:
        """Run the suite; its description goes with the result."""
        return replace(self.run(request), description=self.description)

    def heeded(self, request: Request) -> Request:
        """Return the request without the options that this suite does not heed."""
        return replace(
            request,
            draws=request.draws if "draws" in self.options else None,
            clean=request.clean if "clean" in self.options else None,
        )


def _seeds_wp(request: Request) -> SuiteResult:
    from restore.evaluation.suites import seeds_wp

    return seeds_wp.run(*request.held_out(seeds_wp.NAME), request.quick, request.draws)


def _seeds_other(request: Request) -> SuiteResult:
    from restore.evaluation.suites import seeds_other

    return seeds_other.run(*request.held_out(seeds_other.NAME), request.quick, request.draws)


def _own_table(request: Request) -> SuiteResult:
    from restore.evaluation.bench import held_out_folder
    from restore.evaluation.suites import own_table

    model = request.model or held_out_folder(own_table.NAME)
    return own_table.run(*request.held_out(own_table.NAME), model, request.quick, request.draws)


def _spun_seed(request: Request) -> SuiteResult:
    from restore.evaluation.suites import spun_seed

    spun_seed.annotated()
    return spun_seed.run(request.bench())


def _harm(request: Request) -> SuiteResult:
    from restore.evaluation.suite import clean_seeds
    from restore.evaluation.suites import harm

    if request.clean is None:
        clean_seeds(harm.NAME)
    return harm.run(request.bench(), request.clean, request.quick)


def _detect(request: Request) -> SuiteResult:
    from restore.evaluation.suites import detect

    return detect.run(*request.held_out(detect.NAME), request.clean, request.quick)


def _tortured(request: Request) -> SuiteResult:
    from restore.evaluation.suites import tortured

    return tortured.run(*request.held_out(tortured.NAME), request.quick)


def _names(request: Request) -> SuiteResult:
    from restore.evaluation.suites import names

    return names.run(*request.held_out(names.NAME), request.quick)


def _speed(request: Request) -> SuiteResult:
    from restore.evaluation.suite import checkout_folder
    from restore.evaluation.suites import speed

    checkout_folder("seeds", speed.NAME)
    return speed.run(request.bench(), request.quick, request.model)


def _pairs(request: Request) -> SuiteResult:
    from restore.evaluation.suites import pairs

    if request.folder is None:
        raise InputError("eval pairs needs a folder of pairs; see 'restore eval pairs --help'")
    pairs.read_pairs(request.folder)
    return pairs.run(request.bench(), request.folder)


_SEEDS = "clean seeds 000-003, spun here; a quarter of the entries held out"
SUITES = (
    Suite("seeds-wp", "Clean seeds, spun by the commonest engine.", _SEEDS, _seeds_wp, frozenset({"draws"})),
    Suite("seeds-other", "Clean seeds, spun by six other engines.", _SEEDS, _seeds_other, frozenset({"draws"})),
    Suite("own-table", "As seeds-wp, with the spinner's whole table imported.", _SEEDS, _own_table, frozenset({"draws"})),
    Suite("spun-seed", "The spun seed against the hand-made gold.", "seed 004 and eval/gold", _spun_seed),
    Suite(
        "harm", "Edits to clean text, gate on and forced.", "clean seeds, or the text of --clean", _harm, frozenset({"clean"})
    ),
    Suite(
        "detect", "Spun documents and damaged words told from clean ones.",
        "clean seeds or the text of --clean, cut to 50-1,000 words, and spun here", _detect, frozenset({"clean"}),
    ),
    Suite("tortured", "Tortured phrases of science in generated sentences.", "pairs of the whole table in templates", _tortured),
    Suite("names", "Names and idioms, spun, that must come back whole.", "models/lexicon/names in templates, spun here", _names),
    Suite("speed", "Words a second, start-up, memory.", "the five seeds", _speed),
    Suite("pairs", "Your own pairs of spun texts and originals.", "the folder DIR", _pairs, frozenset({"folder"})),
)  # fmt: skip


def all_suites() -> list[Suite]:
    """Return the suites that need nothing from the user."""
    return [suite for suite in SUITES if "folder" not in suite.options]

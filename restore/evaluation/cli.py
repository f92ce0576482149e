"""``restore eval``: measure the systems side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from restore.cli.group import OneLineErrors

if TYPE_CHECKING:
    from restore.evaluation.suite import SuiteResult
    from restore.evaluation.systems import Bench

app = typer.Typer(
    name="eval",
    # errors a user can act on become one line and exit status 2 there
    cls=OneLineErrors,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Quick = Annotated[bool, typer.Option("--quick", help="Fewer spins, documents and rounds.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write results.json, .md and .html into this folder.")]
Model = Annotated[str | None, typer.Option("--model", help="A model directory or a masked LM, instead of the shipped models.")]


@dataclass(frozen=True)
class _Options:
    quick: bool
    out: Path | None
    model: str | None


def _chosen(context: typer.Context, quick: bool, out: Path | None, model: str | None) -> _Options:
    """Return a subcommand's options; a results folder that cannot be written is told before the work."""
    from restore.evaluation.report import check_folder

    outer = context.obj if isinstance(context.obj, _Options) else _Options(False, None, None)
    options = _Options(quick or outer.quick, out or outer.out, model or outer.model)
    if options.out is not None:
        check_folder(options.out)
    return options


def _finish(results: Sequence[SuiteResult], options: _Options) -> None:
    from rich.console import Console

    from restore.evaluation.report import show, write

    console = Console()
    for result in results:
        show(result, console)
    if options.out is not None:
        write(results, options.out)


def _bench(options: _Options, fallback: str = "default") -> Bench:
    from restore.evaluation.bench import open_bench

    return open_bench(options.model, fallback)


def _seeds_wp(options: _Options, draws: int | None = None) -> SuiteResult:
    from restore.evaluation.bench import held_out_folder, whole_table
    from restore.evaluation.suite import clean_seeds
    from restore.evaluation.suites import seeds_wp

    clean_seeds(seeds_wp.NAME)
    if options.model is None:
        held_out_folder(seeds_wp.NAME)
    return seeds_wp.run(_bench(options, "heldout"), whole_table(), options.quick, draws)


def _spun_seed(options: _Options) -> SuiteResult:
    from restore.evaluation.suites import spun_seed

    spun_seed.annotated()
    return spun_seed.run(_bench(options))


def _harm(options: _Options, clean: Path | None = None) -> SuiteResult:
    from restore.evaluation.suite import clean_seeds
    from restore.evaluation.suites import harm

    if clean is None:
        clean_seeds(harm.NAME)
    return harm.run(_bench(options), clean, options.quick)


@app.callback(invoke_without_command=True)
def every(context: typer.Context, quick: Quick = False, out: Out = None, model: Model = None) -> None:
    """Measure how well spun text is restored and how much clean text is harmed.

    Without a subcommand: seeds-wp, spun-seed and harm.
    """
    from restore.evaluation.progress import bars, steps

    context.obj = _Options(quick, out, model)
    context.with_resource(bars())
    if context.invoked_subcommand is None:
        options = _chosen(context, quick, out, model)
        suites = {"seeds-wp": _seeds_wp, "spun-seed": _spun_seed, "harm": _harm}
        _finish([suites[name](options) for name in steps(list(suites), "suites", str)], options)


@app.command("seeds-wp")
def seeds_wp_command(
    context: typer.Context,
    quick: Quick = False,
    out: Out = None,
    model: Model = None,
    draws: Annotated[int | None, typer.Option("--draws", min=1, help="Spins of each seed (default 10, quick 2).")] = None,
) -> None:
    """Spun seeds, restored by the held-out model.

    Clean seeds, spun by the commonest engine over the whole table. Needs the source checkout.
    """
    options = _chosen(context, quick, out, model)
    _finish([_seeds_wp(options, draws)], options)


@app.command("spun-seed")
def spun_seed_command(context: typer.Context, quick: Quick = False, out: Out = None, model: Model = None) -> None:
    """The spun seed against the hand-made gold.

    Needs the source checkout.
    """
    options = _chosen(context, quick, out, model)
    _finish([_spun_seed(options)], options)


@app.command("harm")
def harm_command(
    context: typer.Context,
    quick: Quick = False,
    out: Out = None,
    model: Model = None,
    clean: Annotated[
        Path | None, typer.Option("--clean", help="Clean text instead of the seeds: .txt or .txt.xz, one paragraph a line.")
    ] = None,
) -> None:
    """Edits to clean text, gate on and forced.

    Without --clean it needs the source checkout.
    """
    options = _chosen(context, quick, out, model)
    _finish([_harm(options, clean)], options)


@app.command("speed")
def speed_command(context: typer.Context, quick: Quick = False, out: Out = None, model: Model = None) -> None:
    """Words a second beside the bare encoder's.

    Needs the source checkout.
    """
    from restore.evaluation.suite import checkout_folder
    from restore.evaluation.suites import speed

    options = _chosen(context, quick, out, model)
    checkout_folder("seeds", speed.NAME)
    _finish([speed.run(_bench(options), options.quick)], options)


@app.command("pairs")
def pairs_command(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A folder of NAME/spun.txt with NAME/original.txt.", metavar="DIR")],
    quick: Quick = False,
    out: Out = None,
    model: Model = None,
) -> None:
    """Your own pairs of spun texts and originals."""
    from restore.evaluation.suites import pairs

    options = _chosen(context, quick, out, model)
    pairs.read_pairs(folder)
    _finish([pairs.run(_bench(options), folder)], options)

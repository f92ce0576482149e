"""``restore eval``: measure the systems side by side."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from restore.cli.group import OneLineErrors
from restore.evaluation.registry import SUITES, Request, Suite, all_suites

if TYPE_CHECKING:
    from restore.evaluation.suite import SuiteResult

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
Systems = Annotated[
    list[str] | None,
    typer.Option("--system", metavar="NAME=COMMAND", help="Another system: a command that reads a text and writes it restored."),
]
Draws = Annotated[int | None, typer.Option("--draws", min=1, help="Spins of each seed.")]
Clean = Annotated[
    Path | None, typer.Option("--clean", help="Clean text instead of the seeds: .txt or .txt.xz, one paragraph a line.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes that share the suites; default: 2 where there are 2 cores.")
]
Folder = Annotated[Path, typer.Argument(help="A folder of NAME/spun.txt with NAME/original.txt.", metavar="DIR")]


@dataclass(frozen=True)
class _Options:
    """What stood on the command line: what is asked of the suites, and where results go."""

    request: Request = field(default_factory=Request)
    out: Path | None = None


def _chosen(context: typer.Context, request: Request, out: Path | None) -> _Options:
    """Return a subcommand's options; a results folder or a system that will not do is told before the work."""
    from restore.evaluation.peers import Command
    from restore.evaluation.report import check_folder

    outer = context.obj if isinstance(context.obj, _Options) else _Options()
    before = outer.request
    merged = replace(
        request,
        quick=request.quick or before.quick,
        model=request.model or before.model,
        systems=request.systems or before.systems,
        draws=request.draws or before.draws,
        clean=request.clean or before.clean,
    )
    for system in merged.systems:
        Command.parse(system)
    options = _Options(merged, out or outer.out)
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


@app.callback(invoke_without_command=True)
def every(
    context: typer.Context,
    quick: Quick = False,
    out: Out = None,
    model: Model = None,
    system: Systems = None,
    draws: Draws = None,
    clean: Clean = None,
    workers: Workers = None,
) -> None:
    """Measure how well spun text is restored and how much clean text is harmed.

    Without a subcommand: every suite but pairs.
    """
    from restore.evaluation.progress import bars
    from restore.evaluation.side_by_side import default_workers, run_suites

    request = Request(quick, model, tuple(system or ()), draws, clean)
    context.obj = _Options(request, out)
    context.with_resource(bars())
    if context.invoked_subcommand is None:
        options = _chosen(context, request, out)
        _finish(run_suites(all_suites(), options.request, workers or default_workers()), options)


def _command(suite: Suite) -> Callable[..., None]:
    """Return the subcommand of a suite, with the options that it heeds."""

    def command(
        *,
        context: typer.Context,
        folder: Folder,
        quick: Quick = False,
        out: Out = None,
        model: Model = None,
        system: Systems = None,
        draws: Draws = None,
        clean: Clean = None,
    ) -> None:
        options = _chosen(context, Request(quick, model, tuple(system or ()), draws, clean, folder), out)
        suite.check(options.request)
        _finish([suite.result(options.request)], options)

    def run(**given: object) -> None:
        command(**{"folder": None, **given})  # type: ignore[arg-type]

    signature = inspect.signature(command, eval_str=True)
    own = {"draws", "clean", "folder"} - suite.options
    run.__signature__ = signature.replace(parameters=[p for p in signature.parameters.values() if p.name not in own])  # type: ignore[attr-defined]
    return run


for _suite in SUITES:
    _help = f"{_suite.description}\n\nData: {_suite.data}."
    app.command(_suite.name, short_help=_suite.description, help=_help)(_command(_suite))

"""``restore eval``: hands its arguments to the evaluation, which is loaded only then."""

from __future__ import annotations

import typer

from restore.errors import InputError

# Options, --help included, belong to the evaluation's own commands.
PASS_THROUGH = {
    "allow_extra_args": True,
    "ignore_unknown_options": True,
    "allow_interspersed_args": False,
    "help_option_names": [],
}


def evaluate(context: typer.Context) -> None:
    """Measure the restorer (see 'restore eval --help')."""
    try:
        from restore.evaluation.cli import app as eval_app
    except ModuleNotFoundError as error:
        raise InputError(f"'restore eval' needs {error.name}, which is missing; reinstall restore-articles") from error
    status = typer.main.get_command(eval_app).main(context.args, prog_name="restore eval", standalone_mode=False)
    if isinstance(status, int) and status:
        raise typer.Exit(status)

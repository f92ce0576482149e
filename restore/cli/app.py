"""The command ``restore``: its sub-commands and its options."""

from __future__ import annotations

from typing import Annotated

import typer

from restore.cli import corpus, detect, doctor, evaluate, file, table
from restore.cli.group import OneLineErrors
from restore.cli.output import emit
from restore.cli.versions import version_line

EXAMPLES = """\b
Examples:
  restore file article.txt > restored.txt
  restore file article.txt --diff
  restore detect *.txt
  restore corpus articles/ restored/
  restore eval --help
"""

app = typer.Typer(
    name="restore",
    cls=OneLineErrors,
    # plain help: rich would double the time `restore --help` takes
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # messages of the completion's installer: no colour, whatever the terminal
    context_settings={"color": False, "help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        emit(f"{version_line()}\n".encode())
        raise typer.Exit


@app.callback(epilog=EXAMPLES)
def restore(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the versions of program, model and table.", callback=_show_version, is_eager=True),
    ] = False,
) -> None:
    """Restore English articles mangled by a synonym spinner to their likely original wording.

    Defaults of options may stand in restore.toml or in pyproject.toml, [tool.restore].

    Exit status: 0 done; 1 spun found with --check; 2 bad usage, input or output; 70 internal error; 130 interrupted.
    """


app.command("file", epilog=file.EXAMPLES)(file.file)
app.command("detect", epilog=detect.EXAMPLES)(detect.detect)
app.command("corpus", epilog=corpus.EXAMPLES)(corpus.corpus)
app.command("apply", epilog=corpus.APPLY_EXAMPLES)(corpus.apply)
app.add_typer(table.app, name="table")
app.command("doctor", epilog=doctor.EXAMPLES)(doctor.doctor)
app.command("eval", context_settings=evaluate.PASS_THROUGH, add_help_option=False)(evaluate.evaluate)


def main() -> None:
    """Run the command; the entry point of the package."""
    app(prog_name="restore")

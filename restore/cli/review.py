"""The review page of ``restore file --html``, and ``restore apply`` of the decisions saved from it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from restore.cli.one_file import refuse_terminal, tell_left_out
from restore.cli.outcome import Outcome
from restore.cli.output import emit, say
from restore.errors import InputError
from restore.formats.filetext import EXTRACTED, FileText, PlainFile
from restore.formats.pick import read_again
from restore.reading import STDIN, Input, display_name, read_text
from restore.writing import check_target, same_file, write_atomic

Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="PAGE", help="Also write a page on which to accept or reject each edit (docs/review.md)."),
]


def check_html(html: Path | None, source: str, target: Path | None) -> None:
    """Raise InputError or a usage error when the page plainly cannot be written there, so that no work is done in vain."""
    if html is None:
        return
    if str(html) == STDIN:
        raise typer.BadParameter("needs the name of a file", param_hint="'--html'")
    check_target(html)
    for other, what in ((None if source == STDIN else Path(source), "input"), (target, "restored text")):
        if other is not None and same_file(html, other):
            raise typer.BadParameter(f"would replace the {what}; choose another name", param_hint="'--html'")


def write_html(html: Path, given: FileText, source: str, outcome: Outcome) -> None:
    """Write the review page of an input that was restored, or left alone; raises InputError when that fails.

    Of a document the page shows the running text, to be saved in UTF-8.
    """
    from restore.restorer import Restoration
    from restore.review.page import page

    o = outcome
    found = o.restoration or Restoration(
        o.text, o.text, (), (), 0.0, o.spun, o.version, o.model or "", "Does not look English; left unchanged."
    )
    suffix = "html" if given.kind == EXTRACTED else given.kind
    name = f"text.{suffix}" if source == STDIN else Path(source).name
    like = given.given if isinstance(given, PlainFile) else Input(given.text, "utf-8")
    write_atomic(html, page(found, like, name, given.kind).encode())


def apply_decisions(source: str, decided_in: str, output: str | None) -> None:
    """Write ``source`` (a file, or - for standard input) with the edits made that the file ``decided_in`` accepts.

    A document is read as it was for the review page, and stays one. ``output``: where to; None or - for standard output.
    Raises InputError when a file cannot be used or written.
    """
    from restore.review.decisions import Decisions

    target = None if output in (None, STDIN) else Path(str(output))
    if target is not None:
        check_target(target)
        if decided_in != STDIN and same_file(target, Path(decided_in)):
            raise typer.BadParameter("would replace the decisions; choose another name", param_hint="'-o'")
    name = display_name(source)
    decisions = Decisions.read(read_text(decided_in), decided_in)
    try:
        given = read_again(source, decisions.input)
    except InputError as error:
        about = f" ({decided_in} is about a file read as {decisions.input})" if decisions.input else ""
        raise InputError(f"{error}{about}") from error
    for note in given.notes:
        say(f"{name}: {note}")
    refuse_terminal(given, target, name)
    written = decisions.apply(given, name, decided_in)
    tell_left_out(written, name)
    data = written.render()
    if target is None:
        emit(data)
    else:
        write_atomic(target, data)

"""The review page of ``restore file --html``, and ``restore apply`` of the decisions saved from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from restore.cli.outcome import Outcome
from restore.cli.output import emit, say
from restore.errors import InputError
from restore.formats.filetext import FileText, PlainFile
from restore.reading import STDIN, display_name, read_text
from restore.writing import check_target, encode, write_atomic

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
        if other is not None and _same(html, other):
            raise typer.BadParameter(f"would replace the {what}; choose another name", param_hint="'--html'")


def write_html(html: Path, given: FileText, source: str, outcome: Outcome) -> None:
    """Write the review page of an input that was restored, or left alone; raises InputError when that fails."""
    if not isinstance(given, PlainFile):
        raise InputError(f"{display_name(source)}: a review page shows plain text only; save it as .txt, or use --extract")
    from restore.restorer import Restoration
    from restore.review.page import page

    o = outcome
    found = o.restoration or Restoration(
        o.text, o.text, (), (), 0.0, o.spun, o.version, o.model or "", "Does not look English; left unchanged."
    )
    name = "text.txt" if source == STDIN else Path(source).name
    write_atomic(html, page(found, given.given, name).encode())


def apply_decisions(source: str, decided_in: str, output: str | None) -> None:
    """Write ``source`` (a file, or - for standard input) with the edits made that the file ``decided_in`` accepts.

    ``output``: where to; None or - for standard output. Raises InputError when a file cannot be used or written.
    """
    from restore.review.decisions import Decisions

    target = None if output in (None, STDIN) else Path(str(output))
    if target is not None:
        check_target(target)
    name = display_name(source)
    decisions = Decisions.read(read_text(decided_in), decided_in)
    given = read_text(source)
    for note in given.notes:
        say(f"{name}: {note}")
    data = encode(decisions.apply(given.text, name, decided_in), given, name)
    if target is None:
        emit(data)
    else:
        write_atomic(target, data)


def _same(one: Path, other: Path) -> bool:
    if os.path.exists(one) and os.path.exists(other):
        return os.path.samefile(one, other)
    return os.path.realpath(one) == os.path.realpath(other)

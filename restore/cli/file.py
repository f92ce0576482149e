"""``restore file``: one text in, the restored text out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from restore import session
from restore.cli.options import Model, Table, TableModeName
from restore.cli.outcome import Outcome
from restore.cli.output import as_json, emit, for_terminal, say
from restore.cli.references import read_references
from restore.diff import wants_color, word_diff
from restore.language import looks_english
from restore.reading import STDIN, Input, display_name, read_text
from restore.writing import check_target, encode, write_atomic

if TYPE_CHECKING:
    from restore.restorer import Restorer

EXAMPLES = """\b
Examples:
  restore file article.txt                    restored text to standard output
  restore file article.txt -o article.txt     restore in place
  cat article.txt | restore file - --diff     show what would change
  restore file article.txt --json             text, edits and scores
  restore file article.txt --min-confidence 0.9
  restore file article.txt --reference clean/   clean articles on the same subject help
  restore file article.txt --table spinner.tsv
"""


def _in_unit_range(value: float | None) -> float | None:
    # written so that "nan" fails too
    if value is not None and not 0 <= value <= 1:
        raise typer.BadParameter(f"{value:g} is not between 0 and 1")
    return value


def file(
    source: Annotated[str, typer.Argument(metavar="INPUT", help="Text file, or - for standard input.", show_default=False)],
    output: Annotated[
        str | None,
        typer.Option("-o", "--output", metavar="OUT", help="Write there instead of standard output; may be INPUT itself."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print text, edits and scores as one JSON object.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the text with each edit as [-old-]{+new+}.")] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            metavar="X",
            help="Make only edits at least this likely to be right, 0 to 1. Lower finds more and harms more.",
            show_default="the model's own",
            callback=_in_unit_range,
        ),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference", metavar="PATH", help="Clean text on the same subject, or a folder of such .txt files; may be repeated."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Restore also what looks clean or is not English.")] = False,
    model: Model = None,
    table: Table = None,
    table_mode: TableModeName = "replace",
) -> None:
    """Restore one text.

    Everything outside the edits stays byte for byte as it is: line breaks, encoding, byte-order mark. Text that looks clean or is
    not English is passed on unchanged, and standard error says so.
    """
    if json and diff:
        raise typer.BadParameter("cannot be combined with --diff", param_hint="'--json'")
    target = None if output in (None, STDIN) else Path(str(output))
    name = display_name(source)
    given = read_text(source)
    if target is not None:
        _check_output(target, source, "JSON" if json else "diff" if diff else None)
    for note in given.notes:
        say(f"{name}: {note}")
    references = read_references(reference or [], source, given.text)
    load = partial(session.make_restorer, model, table, table_mode)
    outcome = _restore(given, name, model, load, force, min_confidence, references)
    if json:
        data = as_json(outcome.as_dict())
    elif diff:
        shown = word_diff(given.text, outcome.edits, color=target is None and wants_color(sys.stdout))
        data = for_terminal(shown) if target is None else encode(shown, given, name)
    else:
        data = encode(outcome.text, given, name)
    if target is None:
        emit(data)
    else:
        write_atomic(target, data)


def _check_output(target: Path, source: str, report: str | None) -> None:
    check_target(target)
    if report and source != STDIN and os.path.exists(target) and os.path.samefile(target, source):
        raise typer.BadParameter(f"would replace the input by its {report}; choose another name", param_hint="'-o'")


def _restore(
    given: Input,
    name: str,
    model: str | None,
    load: Callable[[], Restorer],
    force: bool,
    min_confidence: float | None,
    references: list[str],
) -> Outcome:
    if not force and not looks_english(given.text):
        say(f"{name}: does not look English; left unchanged; --force restores it all the same")
        return Outcome.untouched(given.text, model or session.shipped_model_name())
    restoration = load().restore(given.text, force=force, min_confidence=min_confidence, references=references)
    if restoration.notice:
        say(f"{name}: {restoration.notice}")
    return Outcome.of(restoration)

"""``restore file``: texts in, restored texts out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from restore.cli.config import Config, NoConfig
from restore.cli.group import SPUN
from restore.cli.in_place import check_backup, write_result
from restore.cli.options import Device, FormatName, Model, Protected, ProtectFile, Quotes, Table, TableModeName
from restore.cli.output import emit, say
from restore.cli.protecting import protection
from restore.cli.references import read_references
from restore.cli.review import Html, check_html, write_html
from restore.cli.several import Failures
from restore.cli.show import DIFF, EXPLANATION, JSON, VERDICT, Show
from restore.cli.targets import Target, plan_targets
from restore.cli.treating import Treating, Wanted
from restore.formats.filetext import FileText
from restore.formats.pick import AUTO, read_file
from restore.reading import display_name

EXAMPLES = """\b
Examples:
  restore file article.txt                    restored text to standard output
  restore file *.txt -o restored/             several texts into a folder
  restore file *.txt --in-place               each in its place; the old text is kept as *.txt.orig
  cat article.txt | restore file - --diff     show what would change
  restore file article.txt --json             text, edits and scores
  restore file article.txt --explain          each edit with what speaks for it
  restore file article.txt --protect "Belt and Road" --quotes keep
  restore file *.txt --check                  1 as exit status if any looks spun
  restore file article.txt --min-confidence 0.9
  restore file article.txt --html review.html -o restored.txt   a page to decide on each edit
  restore file article.txt --reference clean/   clean articles on the same subject help
  restore file article.txt --table spinner.tsv
  restore file page.html -o restored.html     also .md and .docx; all but the words stays as it is
  restore file page.html --extract            the page's article as plain text
"""


def _in_unit_range(value: float | None) -> float | None:
    # written so that "nan" fails too
    if value is not None and not 0 <= value <= 1:
        raise typer.BadParameter(f"{value:g} is not between 0 and 1")
    return value


def file(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Text, Markdown, HTML or Word files; - for standard input.", show_default=False),
    ],
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="Write there instead of standard output: a file, which may be INPUT itself; for several INPUTs a folder.",
        ),
    ] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="Write each text to its own place and keep a backup.")] = False,
    backup: Annotated[str, typer.Option("--backup", metavar="SUFFIX", help="Ending of the backup's name.")] = ".orig",
    json: Annotated[
        bool, typer.Option("--json", help="Print text, edits and scores as one JSON object, a line each for several INPUTs.")
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Print the text with each edit as [-old-]{+new+}.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Print each edit with what speaks for it.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write no text; name those that look spun, and exit with 1 if there are any.")
    ] = False,
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
            "--reference",
            metavar="PATH",
            help="Clean text, page or document on the same subject, or a folder of such; may be repeated.",
        ),
    ] = None,
    protect: Protected = None,
    protect_file: ProtectFile = None,
    quotes: Quotes = "restore",
    format: FormatName = AUTO,
    extract: Annotated[
        bool, typer.Option("--extract", help="Take the article out of a saved web page first; what comes out is plain text.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Restore also what looks clean or is not English.")] = False,
    html: Html = None,
    model: Model = None,
    table: Table = None,
    table_mode: TableModeName = "replace",
    device: Device = "auto",
    no_config: NoConfig = False,
    config: Config = None,
) -> None:
    """Restore texts, each in its own format, with one model load for all of them.

    Everything outside the edits stays byte for byte as it is: line breaks, encoding, markup, styles. Text that looks clean or is
    not English is passed on unchanged, and standard error says so. Of several inputs a bad one is named on standard error, the
    others still go on, and the exit status is 2.
    """
    show = Show(_report(json, diff, explain, check), len(sources) > 1, html is not None)
    if check and (output is not None or in_place):
        raise typer.BadParameter("writes nothing; leave -o and --in-place out", param_hint="'--check'")
    if html is not None and (show.several or show.report == VERDICT):
        raise typer.BadParameter("is the page of one text that is restored", param_hint="'--html'")
    targets = plan_targets(sources, output, in_place, backup, show.report, extract)
    check_html(html, targets[0].source, targets[0].path)
    references = read_references(reference or [])
    rule = protection(protect or [], protect_file, quotes)
    treating = Treating(Wanted(model, table, table_mode, device, force, min_confidence, references, rule))
    failures = Failures(show.several)
    spun = [
        _file(target, partial(read_file, format=format, extract=extract), treating, show, failures, html) for target in targets
    ]
    if failures.status or (check and any(spun)):
        raise typer.Exit(failures.status or SPUN)


def _report(json: bool, diff: bool, explain: bool, check: bool) -> str | None:
    wanted = [
        (name, report)
        for name, report, yes in (("--json", JSON, json), ("--diff", DIFF, diff), ("--explain", EXPLANATION, explain))
        if yes
    ]
    if len(wanted) > 1:
        raise typer.BadParameter(f"cannot be combined with {wanted[1][0]}", param_hint=f"'{wanted[0][0]}'")
    return wanted[0][1] if wanted else VERDICT if check else None


def _file(
    target: Target, read: Callable[[str], FileText], treating: Treating, show: Show, failures: Failures, html: Path | None
) -> bool:
    """Restore one file and return whether it looks spun.

    Its failure is told there; that of the model or of standard output ends the run.
    """
    name = display_name(target.source)
    given = None
    with failures.of(name):
        check_backup(target)
        given = read(target.source)
        for note in given.notes:
            say(f"{name}: {note}")
    if given is None:
        return False
    restorer = treating.restorer_for(given)
    data = None
    spun = False
    with failures.of(name):
        if show.report == VERDICT:
            score = treating.judge(given, target.source, restorer)
            spun = score is not None
            data = f"{name}: looks spun (score {score:.2f})\n".encode("utf-8", "surrogateescape") if spun else b""
        else:
            outcome = treating.restore(given, target.source, restorer)
            spun = outcome.spun
            data = show.bytes(outcome, given, target, treating)
            if html is not None:
                write_html(html, given, target.source, outcome)
        if target.path is not None:
            write_result(target, data)
    if data and target.path is None:
        emit(data)
    return spun

"""``restore detect``: whether texts are spun, and where; nothing is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from restore import session
from restore.cli.config import Config, NoConfig
from restore.cli.group import BAD_INPUT
from restore.cli.options import Device, FormatName, Model, Table, TableModeName
from restore.cli.output import as_json, emit, say
from restore.errors import InputError
from restore.formats.pick import AUTO, read_file
from restore.language import looks_english
from restore.reading import display_name

if TYPE_CHECKING:
    from restore.restorer import Detection, Restorer

EXAMPLES = """\b
Examples:
  restore detect article.txt
  restore detect *.txt | sort -r              most likely spun first
  curl -s URL | restore detect - --json

\b
Prints a line a file: score, verdict, share of damaged words, name.
"""


def detect(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="Text, Markdown, HTML or Word files; - for standard input.", show_default=False),
    ],
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object, or a list for several inputs.")] = False,
    format: FormatName = AUTO,
    model: Model = None,
    table: Table = None,
    table_mode: TableModeName = "replace",
    device: Device = "auto",
    no_config: NoConfig = False,
    config: Config = None,
) -> None:
    """Tell whether texts are spun, with one model load for all of them.

    A text that is not English gets no score. A bad input is named on standard error, the others still go on, and the exit status
    is 2.
    """
    restorer: Restorer | None = None
    reports: list[dict[str, object]] = []
    failed = False
    for source in sources:
        name = display_name(source)
        try:
            given = read_file(source, format)
        except InputError as error:
            say(str(error))
            failed = True
            continue
        for note in given.notes:
            say(f"{name}: {note}")
        found: Detection | None = None
        if looks_english(given.text):
            if restorer is None:
                restorer = session.make_restorer(model, table, table_mode, device)
            found = restorer.detect(given.text)
        else:
            say(f"{name}: does not look English; not judged")
        if json:
            reports.append(_report(source, found))
        else:
            emit(_line(source, found))
    if json and len(sources) > 1:
        emit(as_json(reports))
    elif json and reports:
        emit(as_json(reports[0]))
    if failed:
        raise typer.Exit(BAD_INPUT)


def _line(name: str, found: Detection | None) -> bytes:
    columns = ("   -", "not-English", "   -")
    if found is not None:
        columns = (f"{found.spun_score:.2f}", "spun" if found.spun else "clean", f"{100 * found.damaged_share:3.0f}%")
    score, verdict, share = columns
    # file names go out as they came in, also those of no valid encoding
    return f"{score}  {verdict:<11}  {share}  {name}\n".encode("utf-8", "surrogateescape")


def _report(name: str, found: Detection | None) -> dict[str, object]:
    if found is None:
        return {"name": name, "spun_score": None, "spun": None, "damaged_share": None, "spans": []}
    return {
        "name": name,
        "spun_score": round(float(found.spun_score), 4),
        "spun": bool(found.spun),
        "damaged_share": round(float(found.damaged_share), 4),
        "spans": [{"start": s.start, "end": s.end, "source": s.source, "score": round(float(s.score), 4)} for s in found.spans],
    }

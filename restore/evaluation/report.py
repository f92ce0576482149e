"""Results on the screen and in files: results.json for programs, results.md and results.html for readers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from restore.errors import InputError
from restore.evaluation.page import page
from restore.evaluation.suite import SuiteResult
from restore.evaluation.tables import extra, rows
from restore.writing import check_target, write_atomic

FORMAT = "restore-eval-1"
FILES = ("results.json", "results.md", "results.html")


def show(result: SuiteResult, console: Console) -> None:
    """Print a result: the table of systems, what else is worth a line, the signature."""
    table = Table(title=Text(result.suite), title_justify="left", title_style="bold")
    header, *body = rows(result, narrow=True)
    for i, name in enumerate(header):
        table.add_column(Text(name), justify="right" if i else "left", overflow="fold")
    for row in body:
        table.add_row(*map(Text, row))  # Text: a name in brackets is no markup
    console.print(table)
    for line in extra(result):
        console.print(line, markup=False, highlight=False)
    console.print(result.signature, style="dim", markup=False, highlight=False, soft_wrap=True)


def plain(text: str) -> str:
    """Return ``text`` as one line that Markdown shows as it is, also in a table."""
    for char in "\\|`*_":
        text = text.replace(char, f"\\{char}")
    text = text.replace("<", "&lt;").replace("](", "]\\(")
    return " ".join(text.split())


def markdown(results: Sequence[SuiteResult]) -> str:
    """Return results as Markdown."""
    parts: list[str] = ["# Evaluation results", ""]
    for result in results:
        header, *body = [[plain(cell) for cell in row] for row in rows(result)]
        parts += [f"## {plain(result.suite)}", "", *([plain(result.description), ""] if result.description else [])]
        parts += [f"`{result.signature}`", "", "| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
        parts += ["| " + " | ".join(row) + " |" for row in body]
        parts += ["", *(f"- {plain(line)}" for line in extra(result)), ""]
    return "\n".join(parts).rstrip() + "\n"


def check_folder(folder: Path) -> None:
    """Make the folder for results; raises InputError when it or the files in it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder}: cannot be made ({error.strerror or error}); name another folder with --out") from error
    for name in FILES:
        check_target(folder / name)


def write(results: Sequence[SuiteResult], folder: Path) -> None:
    """Write results.json, results.md and results.html into ``folder``, each under a temporary name first.

    The JSON is the same for the same inputs but for its "timings". Raises InputError when they cannot be written.
    """
    check_folder(folder)
    data = {"format": FORMAT, "suites": {r.suite: r.as_dict() for r in results}}
    as_json = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    for name, text in zip(FILES, (as_json, markdown(results), page(results))):
        write_atomic(folder / name, text.encode())


def read(path: Path) -> list[SuiteResult]:
    """Return the results in a results.json; raises InputError when it cannot be read or is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"its format is not {FORMAT}")
        return [SuiteResult.from_dict(suite) for suite in data["suites"].values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"{path}: no readable results ({error!r}); write them anew with restore eval --out") from error

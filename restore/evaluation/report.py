"""Results on the screen and in files: results.json for programs, results.md for readers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from restore.errors import InputError
from restore.evaluation.suite import SuiteResult
from restore.writing import check_target, write_atomic

FILES = ("results.json", "results.md")


def _cell(result: SuiteResult, system: str, column: str, bounded: bool) -> str:
    """Return a value with its interval, or a dash where the system has none."""
    value: object = result.systems[system].get(column)
    timed = result.timings.get(column)
    if value is None and isinstance(timed, Mapping):
        value = timed.get(system)
    if not isinstance(value, (int, float)):
        return "–"
    text = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"
    bounds = result.intervals.get(system, {}).get(column)
    return f"{text} [{bounds.low:.3f}, {bounds.high:.3f}]" if bounds and bounded else text


def rows(result: SuiteResult, narrow: bool = False) -> list[list[str]]:
    """Return the result's table as text, the header first; ``narrow``: intervals in the first column only."""
    header = ["system", *result.columns]
    body = [
        [system, *(_cell(result, system, c, not (narrow and i)) for i, c in enumerate(result.columns))]
        for system in result.systems
    ]
    return [header, *body]


def _extra(result: SuiteResult) -> list[str]:
    """Return one line for each small group of numbers among details and timings."""
    lines: list[str] = list(result.notes)
    for name, group in [*result.details.items(), *result.timings.items()]:
        if isinstance(group, (int, float)):
            lines.append(f"{name}: {group:g}")
        elif name in result.columns or not isinstance(group, Mapping):
            continue
        elif all(isinstance(v, (int, float)) for v in group.values()):
            lines.append(f"{name}: " + ", ".join(f"{k} {v:.4g}" for k, v in group.items()))
        elif name == "detection":
            for system, values in group.items():
                lines.append(f"detection, {system}: " + ", ".join(f"{k} {v:.4g}" for k, v in values.items()))
    return lines


def show(result: SuiteResult, console: Console) -> None:
    """Print a result: the table of systems, what else is worth a line, the signature."""
    table = Table(title=result.suite, title_justify="left", title_style="bold")
    header, *body = rows(result, narrow=True)
    for i, name in enumerate(header):
        table.add_column(name, justify="right" if i else "left", overflow="fold")
    for row in body:
        table.add_row(*row)
    console.print(table)
    for line in _extra(result):
        console.print(line, markup=False, highlight=False)
    console.print(result.signature, style="dim", markup=False, highlight=False, soft_wrap=True)


def markdown(results: Sequence[SuiteResult]) -> str:
    """Return results as Markdown."""
    parts: list[str] = ["# Evaluation results", ""]
    for result in results:
        header, *body = rows(result)
        parts += [f"## {result.suite}", "", f"`{result.signature}`", ""]
        parts += ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
        parts += ["| " + " | ".join(row) + " |" for row in body]
        parts += ["", *(f"- {line}" for line in _extra(result)), ""]
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
    """Write results.json and results.md into ``folder``, each under a temporary name first.

    The JSON is the same for the same inputs but for its "timings". Raises InputError when they cannot be written.
    """
    check_folder(folder)
    data = {"format": "restore-eval-1", "suites": {r.suite: r.as_dict() for r in results}}
    as_json = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
    for name, text in zip(FILES, (as_json, markdown(results))):
        write_atomic(folder / name, text.encode())

"""Results as rows of text, for every kind of report."""

from __future__ import annotations

import math
from collections.abc import Mapping

from restore.evaluation.suite import SuiteResult

NONE = "–"


def shown(value: float) -> str:
    """Return a value as reports show it: three decimals, none from 100 on."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"


def value_of(result: SuiteResult, system: str, column: str) -> float | None:
    """Return a system's value in a column, wherever the result has it; None where there is none."""
    timed = result.timings.get(column)
    value: object = result.systems.get(system, {}).get(column)
    if value is None and isinstance(timed, Mapping):
        value = timed.get(system)
    return float(value) if isinstance(value, (int, float)) and math.isfinite(value) else None


def cell(result: SuiteResult, system: str, column: str, bounded: bool = True) -> str:
    """Return a value, ``bounded`` with its interval, or a dash where the system has none."""
    value = value_of(result, system, column)
    if value is None:
        return NONE
    bounds = result.intervals.get(system, {}).get(column)
    return f"{shown(value)} [{shown(bounds.low)}, {shown(bounds.high)}]" if bounds and bounded else shown(value)


def rows(result: SuiteResult, narrow: bool = False) -> list[list[str]]:
    """Return the result's table as text, the header first; ``narrow``: intervals in the first column only."""
    header = ["system", *result.columns]
    body = [
        [system, *(cell(result, system, c, not (narrow and i)) for i, c in enumerate(result.columns))]
        for system in result.systems
    ]
    return [header, *body]


def extra(result: SuiteResult) -> list[str]:
    """Return the notes, then one line for each small group of numbers among details and timings."""
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

"""Write the README's and the model card's result tables from the results in eval/results, between their markers.

python scripts/readme_results.py
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from restore.evaluation.report import plain, read
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL
from restore.evaluation.tables import NONE, cell, rows
from restore.writing import write_atomic

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "eval" / "results"
TARGETS = ((ROOT / "README.md", "results"), (ROOT / "models" / "default" / "README.md", "scores"))
# Columns of the table of recovery: heading, and what the system's name holds
OTHERS = (("do nothing", "do nothing"), ("table", "table, unigram"), ("n-gram", "n-gram"), ("oracle", "oracle"))


def collect(folder: Path) -> dict[str, SuiteResult]:
    """Return the results in a folder and in its folders, whose results are labelled with their names. Raises InputError."""
    found = {r.suite: r for r in read(folder / "results.json")}
    for path in sorted(folder.glob("*/results.json")):
        found |= {f"{r.suite}, {path.parent.name}": r for r in read(path)}
    return found


def line(cells: Sequence[str]) -> str:
    """Return a row of a Markdown table."""
    return "| " + " | ".join(plain(c) for c in cells) + " |"


def is_listed(system: str, count: int) -> bool:
    """Whether one of ``count`` systems has a row of its own: where there are many, the full system's variants and the table's."""
    return count <= 3 or system.startswith(FULL) or any(part in system for _, part in OTHERS[1:])


def recovery_table(results: dict[str, SuiteResult]) -> list[str]:
    """Return the table of the full system's scores by suite, the other systems' recovery beside them."""
    header = ["suite", "recovery", "precision", "recall", "F0.5", *(heading for heading, _ in OTHERS)]
    lines = [line(header), "|---" * len(header) + "|"]
    for label, result in results.items():
        own = [cell(result, result.main, column, column == "recovery") for column in ("recovery", "precision", "recall", "f0.5")]
        beside: list[str] = []
        for _, part in OTHERS:
            name = next((s for s in result.systems if part in s), None)
            beside.append(NONE if name is None else cell(result, name, "recovery", False))
        name = label if result.main == FULL else f"{label} ({result.main})"
        lines.append(line([name, *own, *beside]))
    return lines


def text_of(results: dict[str, SuiteResult]) -> str:
    """Return all tables: one of recovery, one for each suite that measures something else, and the signatures."""
    recovered = {label: r for label, r in results.items() if "recovery" in r.systems.get(r.main, {})}
    parts: list[str] = []
    if recovered:
        parts += [
            f"Recovery of {FULL}, unless another is named (95 % interval), its exact edits, and the recovery of other systems:",
            "",
        ]
        parts += [*recovery_table(recovered), ""]
    for label, result in results.items():
        if label not in recovered or result.columns[0] != "recovery" or result.main != FULL:
            header, *body = rows(result, narrow=True)
            lines = [line(row) for row in body if is_listed(row[0], len(body))]
            parts += [f"**{plain(label)}**", "", line(header), "|---" * len(header) + "|", *lines, ""]
    parts += ["Signatures:", "", *(f"- `{result.signature}`" for result in results.values()), ""]
    return "\n".join(parts)


def replace_between(path: Path, marker: str, text: str) -> None:
    """Replace what stands between two markers of a file; exits where they are missing."""
    old = path.read_text(encoding="utf-8")
    pattern = rf"(<!-- {marker} -->\n).*?(<!-- /{marker} -->)"
    new, count = re.subn(pattern, lambda m: f"{m[1]}{text}\n{m[2]}", old, flags=re.DOTALL)
    if not count:
        raise SystemExit(f"{path}: no markers <!-- {marker} --> … <!-- /{marker} -->")
    write_atomic(path, new.encode())


def main() -> None:
    """Replace what stands between the markers."""
    text = text_of(collect(RESULTS))
    for path, marker in TARGETS:
        replace_between(path, marker, text)


if __name__ == "__main__":
    main()

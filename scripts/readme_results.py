"""Write the README's and the model card's result tables from the results in eval/results, between their markers.

python scripts/readme_results.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The suites of the tables: heading, file
RESULTS = (
    ("Seed 004, really spun, against the hand-made gold", "results.json", "spun-seed"),
    ("Clean seeds, spun with a table of which a quarter is unknown to model and table", "results.json", "seeds-wp"),
    ("Harm: 100,000 words of clean news, releases and speeches from sources never trained on", "harm-100k/results.json", "harm"),
)
COLUMNS = {
    "spun-seed": ("recovery", "precision", "recall", "f0.5"),
    "seeds-wp": ("recovery", "precision", "recall", "f0.5", "known", "unknown"),
    "harm": ("edits/1000 words", "texts changed"),
}
TARGETS = ((ROOT / "README.md", "results"), (ROOT / "models" / "default" / "README.md", "scores"))


def table(heading: str, name: str, suite: dict[str, dict[str, dict[str, float]]]) -> str:
    """Return a Markdown table: systems down, values across, 95 % intervals of the first column; then the signature."""
    columns = COLUMNS[name]
    lines = [
        f"**{heading}** (`restore eval {name}`)\n",
        "| system | " + " | ".join(columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for system, values in suite["systems"].items():
        bounds: dict[str, list[float]] = values.get("interval_95", {})  # type: ignore[assignment]
        cells = ["" if values.get(c) is None else f"{values[c]:.3f}" for c in columns]
        if columns[0] in bounds:
            low, high = bounds[columns[0]]
            cells[0] += f" [{low:.3f}, {high:.3f}]"
        lines.append(f"| {system} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, f"\n`{suite['signature']}`\n"])


def main() -> None:
    """Replace what stands between the markers."""
    parts = []
    for heading, file, name in RESULTS:
        data = json.loads((ROOT / "eval" / "results" / file).read_text(encoding="utf-8"))
        parts.append(table(heading, name, data["suites"][name]))
    text = "\n".join(parts)
    for path, marker in TARGETS:
        old = path.read_text(encoding="utf-8")
        new, count = re.subn(
            rf"(<!-- {marker} -->\n).*?(<!-- /{marker} -->)", lambda m: f"{m[1]}{text}\n{m[2]}", old, flags=re.DOTALL
        )
        if not count:
            raise SystemExit(f"{path}: no markers <!-- {marker} --> … <!-- /{marker} -->")
        partial = path.with_name(path.name + ".partial")
        partial.write_text(new, encoding="utf-8")
        partial.replace(path)


if __name__ == "__main__":
    main()

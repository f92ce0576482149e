"""Write the README's and the model card's result tables from eval/results/results.json, between their markers.

python scripts/readme_results.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGETS = ((ROOT / "README.md", "results"), (ROOT / "models" / "default" / "README.md", "scores"))


def table(suites: dict[str, dict[str, object]]) -> str:
    """Return one Markdown table a suite: systems down, values across, then its signature."""
    parts = []
    for name, suite in suites.items():
        systems = suite["systems"]
        assert isinstance(systems, dict)
        columns = list(dict.fromkeys(c for values in systems.values() for c in values if c != "interval_95"))
        parts.append(f"**{name}**\n")
        parts.append("| system | " + " | ".join(columns) + " |")
        parts.append("|---" * (len(columns) + 1) + "|")
        for system, values in systems.items():
            cells = ["" if values.get(c) is None else f"{values[c]:.3f}" for c in columns]
            parts.append(f"| {system} | " + " | ".join(cells) + " |")
        parts.append(f"\n`{suite['signature']}`\n")
    return "\n".join(parts)


def main() -> None:
    """Replace what stands between the markers."""
    data = json.loads((ROOT / "eval" / "results" / "results.json").read_text(encoding="utf-8"))
    text = table(data["suites"])
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

"""Check the quick evaluation against the bounds in eval/floors.json: what must not fall, and what must not rise.

python scripts/check_floors.py                  # runs restore eval --quick, then checks
python scripts/check_floors.py results.json     # checks results written by restore eval --quick --out
python scripts/check_floors.py --update         # tightens the bounds to what was reached, less their slack
python scripts/check_floors.py --update --allow-lower    # loosens them too, where less was reached

Exit status: 0 all bounds hold, 1 one does not (a line for each), 2 unreadable files.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from restore.errors import InputError
from restore.writing import write_atomic

FLOORS = Path(__file__).resolve().parent.parent / "eval" / "floors.json"
FORMAT = "restore-floors-1"
LEAST, MOST = "at least", "at most"


@dataclass(frozen=True)
class Bound:
    """What a figure of the quick results, at ``path`` below its suite, must reach (``at least``) or not exceed (``at most``).

    ``slack``: how far the bound stays away from what was reached, for machines that round otherwise.
    """

    suite: str
    path: tuple[str, ...]
    direction: str
    value: float
    slack: float

    @property
    def name(self) -> str:
        """What is bounded."""
        return f"{self.suite}: {' / '.join(self.path)}"

    def figure(self, results: dict[str, Any]) -> float | None:
        """Return the figure in the data of a results.json; None where there is no number."""
        here: Any = results["suites"].get(self.suite)
        for key in self.path:
            here = here.get(key) if isinstance(here, dict) else None
        return float(here) if isinstance(here, (int, float)) and math.isfinite(here) else None

    def holds(self, got: float) -> bool:
        """Whether ``got`` is within the bound."""
        return got >= self.value if self.direction == LEAST else got <= self.value

    def moved_to(self, got: float) -> Bound:
        """Return the bound that ``got`` would set: three decimals, rounded away from ``got``."""
        if self.direction == LEAST:
            value = math.floor((got - self.slack) * 1000 + 1e-6) / 1000
        else:
            value = math.ceil((got + self.slack) * 1000 - 1e-6) / 1000
        return Bound(self.suite, self.path, self.direction, value, self.slack)

    def is_looser_than(self, other: Bound) -> bool:
        """Whether this bound lets pass what ``other`` does not."""
        return self.value < other.value if self.direction == LEAST else self.value > other.value


def read_json(path: Path, form: str) -> dict[str, Any]:
    """Return a JSON object of the given format; raises InputError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict) or data.get("format") != form:
            raise ValueError(f"it is no {form}")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read ({error}); see eval/README.md") from error
    return data


def read_bounds(path: Path) -> list[Bound]:
    """Return the bounds in a floors file; raises InputError."""
    try:
        listed = [Bound(**(entry | {"path": tuple(entry["path"])})) for entry in read_json(path, FORMAT)["bounds"]]
        for bound in listed:
            if bound.direction not in (LEAST, MOST) or not math.isfinite(bound.value) or bound.slack < 0:
                raise ValueError(f"{bound.name}: direction, value or slack will not do")
    except (KeyError, TypeError, ValueError) as error:
        raise error if isinstance(error, InputError) else InputError(f"{path}: not a list of bounds ({error})") from error
    return listed


def write_bounds(bounds: Iterable[Bound], path: Path) -> None:
    """Write a floors file, one bound a line."""
    lines = ",\n".join(f"  {json.dumps(asdict(bound), ensure_ascii=False)}" for bound in bounds)
    write_atomic(path, f'{{\n "format": "{FORMAT}",\n "bounds": [\n{lines}\n ]\n}}\n'.encode())


def broken(bounds: Sequence[Bound], results: dict[str, Any]) -> list[str]:
    """Return a line for each bound that does not hold: what, the bound, what was got."""
    lines: list[str] = []
    for bound in bounds:
        got = bound.figure(results)
        if got is None:
            lines.append(f"{bound.name}: {bound.direction} {bound.value:g}, got nothing: the results lack this figure")
        elif not bound.holds(got):
            lines.append(f"{bound.name}: {bound.direction} {bound.value:g}, got {got:g}")
    return lines


def updated(bounds: Sequence[Bound], results: dict[str, Any], allow_lower: bool) -> list[Bound]:
    """Return the bounds as the results set them: tighter where they allow it, looser only with ``allow_lower``.

    A bound whose figure is missing stays as it is.
    """
    out: list[Bound] = []
    for bound in bounds:
        got = bound.figure(results)
        moved = bound if got is None else bound.moved_to(got)
        out.append(bound if moved.is_looser_than(bound) and not allow_lower else moved)
    return out


def quick_results() -> dict[str, Any]:
    """Run the quick evaluation and return its results; its output goes to standard error."""
    import subprocess

    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "restore", "eval", "--quick", "--out", folder]
        status = subprocess.run(command, stdout=sys.stderr, check=False).returncode
        if status:
            raise InputError(f"restore eval --quick failed with exit status {status}; see above")
        return read_json(Path(folder) / "results.json", "restore-eval-1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Check, or with --update set, the bounds; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("results", nargs="?", type=Path, help="a results.json of restore eval --quick; else it is run")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="the file of bounds")
    parser.add_argument("--update", action="store_true", help="tighten the bounds to these results")
    parser.add_argument("--allow-lower", action="store_true", help="with --update: loosen bounds too")
    options = parser.parse_args(arguments)
    if options.allow_lower and not options.update:
        parser.error("--allow-lower goes with --update")
    try:
        bounds = read_bounds(options.floors)
        results = read_json(options.results, "restore-eval-1") if options.results else quick_results()
        if options.update:
            bounds = updated(bounds, results, options.allow_lower)
        lines = broken(bounds, results)
        if options.update and not lines:
            write_bounds(bounds, options.floors)
    except InputError as error:
        print(f"check_floors: {error}", file=sys.stderr)
        return 2
    for line in lines:
        print(f"check_floors: {line}", file=sys.stderr)
    print(f"check_floors: {len(bounds) - len(lines)} of {len(bounds)} bounds hold", file=sys.stderr)
    if options.update and lines:
        print("check_floors: nothing updated; loosening a bound takes --allow-lower", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())

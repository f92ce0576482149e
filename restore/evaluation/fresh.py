"""What a fresh process costs: seconds until it has restored a first text, and the most memory it held.

``python -m restore.evaluation.fresh [MODEL] < text`` prints both as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from restore.errors import InputError


@dataclass(frozen=True)
class Fresh:
    """``seconds`` from the process's start to its end, ``restoring`` of them for the text; ``peak_mb`` None where not told."""

    seconds: float
    restoring: float
    peak_mb: float | None


def peak_memory_mb() -> float | None:
    """Return the largest memory this process has held, in MB; None where the system does not tell."""
    try:  # on Linux ru_maxrss starts from what the parent process held
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1e3, 1)
    except OSError:
        pass
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)


def _run(words: list[str], text: str) -> tuple[float, str]:
    """Run Python with this package and no other arguments; return the seconds and the output. Raises InputError when it fails."""
    here = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join(p for p in (here, os.environ.get("PYTHONPATH")) if p)
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *words], input=text.encode(), capture_output=True, env=os.environ | {"PYTHONPATH": paths}, check=False
    )
    taken = time.perf_counter() - begin
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
        raise InputError(f"a fresh process of restore failed: {said[-1]}; try 'restore file' on a text")
    return taken, done.stdout.decode("utf-8")


def help_seconds() -> float:
    """Return how long ``restore --help`` takes."""
    return _run(["-m", "restore", "--help"], "")[0]


def restore_once(model: str | None, text: str) -> Fresh:
    """Restore ``text`` by force in a process of its own, with ``model`` as ``--model`` takes it. Raises InputError."""
    taken, out = _run(["-m", "restore.evaluation.fresh", *([model] if model else [])], text)
    found = json.loads(out)
    return Fresh(taken, found["restoring"], found["peak"])


def main() -> None:
    """Restore standard input and print what it cost."""
    from restore.restorer import Restorer

    text = sys.stdin.buffer.read().decode()
    restorer = Restorer(sys.argv[1] if len(sys.argv) > 1 else None)
    begin = time.perf_counter()
    restorer.restore(text, force=True)
    print(json.dumps({"restoring": time.perf_counter() - begin, "peak": peak_memory_mb()}))


if __name__ == "__main__":
    main()

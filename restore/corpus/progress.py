"""How far a run has come: a bar for who watches a terminal, or lines of JSON for a log; otherwise nothing."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any

from restore.corpus.tally import Tally
from restore.corpus.workspace import Workspace

BAR_SECONDS, LOG_SECONDS = 0.5, 10.0


class Meter:
    """Sums the counts of a run's shards; what was there at the start does not count for speeds."""

    def __init__(self, space: Workspace, sizes: Sequence[int]) -> None:
        self._space, self._total = space, sum(sizes)
        self._done: dict[int, Tally] = {}
        self._open = set(range(len(sizes)))
        self._start = time.monotonic()
        for shard in self._open.copy():
            if space.completed(shard):
                self._close(shard)
        self._before = sum(self._done.values(), Tally())

    def _close(self, shard: int) -> None:
        self._open.discard(shard)
        self._done[shard] = self._space.tally(shard)

    def read(self) -> tuple[Tally, Tally, float]:
        """Return (counts of all shards, those since the start, seconds since the start)."""
        started = sorted(int(p.stem) for p in self._space.counted())
        running = Tally()
        for shard in started:
            if shard in self._open:
                if self._space.completed(shard):
                    self._close(shard)
                else:
                    running += self._space.tally(shard)
        total = sum(self._done.values(), running)
        return total, total - self._before, time.monotonic() - self._start

    def report(self) -> dict[str, Any]:
        """Return the figures for a log; speeds in units a second, ``eta`` in seconds or None."""
        total, now, seconds = self.read()
        left = self._total - total.input_bytes
        return {
            **asdict(total),
            "of_bytes": self._total,
            "spun_share": round(total.spun / max(1, total.documents), 4),
            "documents_per_second": round(now.documents / max(seconds, 1e-9), 2),
            "words_per_second": round(now.words / max(seconds, 1e-9), 1),
            "seconds": round(seconds, 1),
            "eta": round(left * seconds / now.input_bytes, 1) if now.input_bytes > 0 else None,
        }


@contextmanager
def shown(meter: Meter, log_json: bool) -> Iterator[None]:
    """Show progress on standard error while the block runs: JSON lines if ``log_json``, a bar on a terminal, else nothing."""
    stream = sys.stderr
    if not log_json and not stream.isatty():
        yield
        return
    over = threading.Event()
    thread = threading.Thread(target=_log if log_json else _bar, args=(meter, stream, over), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _log(meter: Meter, stream: IO[str], over: threading.Event) -> None:
    last = False
    while not last:
        last = over.wait(LOG_SECONDS)
        print(json.dumps({"progress": meter.report()}), file=stream, flush=True)


def _bar(meter: Meter, stream: IO[str], over: threading.Event) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = BarColumn(), TaskProgressColumn(), TextColumn("{task.description}", markup=False)
    console = Console(file=stream)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task("starting", total=1.0)
        last = False
        while not last:
            last = over.wait(BAR_SECONDS)
            report = meter.report()
            share = report["input_bytes"] / report["of_bytes"] if report["of_bytes"] else 1.0
            bar.update(task, completed=share, description=line(report))


def line(report: dict[str, Any]) -> str:
    """Return the figures of a report as a person reads them."""
    eta = "-" if report["eta"] is None else time.strftime("%H:%M:%S", time.gmtime(report["eta"] % 86400))
    days = int((report["eta"] or 0) // 86400)
    return (
        f"{report['documents']:,} documents ({report['documents_per_second']:,.1f}/s)  "
        f"{report['words_per_second']:,.0f} words/s  "
        f"{100 * report['spun_share']:.1f}% spun  {report['errors']:,} errors  ETA {f'{days}d ' if days else ''}{eta}"
    )

"""A bar on standard error while a long text is restored; never when nobody watches."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 2.0  # seconds before a bar appears


@contextmanager
def progress(what: str) -> Iterator[Callable[[float], None]]:
    """Show how far the block has come with ``what``; it tells by calling what it is given, with a share in 0–1.

    The bar appears after ``PATIENCE`` seconds, if standard error is a terminal, and is gone when the block ends.
    """
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda share: None
        return
    bar = _Bar(what)
    timer = threading.Timer(PATIENCE, bar.start)
    timer.daemon = True
    timer.start()
    try:
        yield bar.move
    finally:
        timer.cancel()
        bar.stop()


class _Bar:
    """A bar that may be started from another thread, or never."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._share: float | None = None
        self._over = False
        self._lock = threading.Lock()
        self._shown: tuple[Progress, TaskID] | None = None

    def start(self) -> None:
        from rich.console import Console
        from rich.markup import escape
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._over:
                return
            columns = TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn()
            bar = Progress(
                *columns, console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
            )  # what others write must not be caught
            task = bar.add_task(escape(self._what), total=None)
            self._shown = bar, task
            bar.start()
        self._draw()

    def move(self, share: float) -> None:
        self._share = share
        self._draw()

    def stop(self) -> None:
        with self._lock:
            self._over = True
            if self._shown is not None:
                self._shown[0].stop()

    def _draw(self) -> None:
        with self._lock:
            if self._shown is not None and self._share is not None:
                bar, task = self._shown
                bar.update(task, total=1.0, completed=self._share)

"""A progress bar on standard error over suites, systems and texts, for whoever watches a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")
_shown: ContextVar[Progress | None] = ContextVar("_shown", default=None)


@contextmanager
def bars() -> Iterator[None]:
    """Show a bar for each :func:`steps` that runs inside; nothing where standard error is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    # markup off: names are the user's; no redirection: standard output is not the bar's to touch
    text = TextColumn("{task.description}", markup=False)
    columns = (text, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
    token = _shown.set(progress)
    try:
        yield
    finally:
        progress.stop()
        _shown.reset(token)


def steps(items: Sequence[T], what: str, name: Callable[[T], str] | None = None) -> Iterator[T]:
    """Yield ``items``, moving a bar labelled ``what`` (and the item's ``name``) on after each, inside of :func:`bars`."""
    progress = _shown.get()
    if progress is None:
        yield from items
        return
    if not progress.tasks:  # on the screen only while something runs, so that results print on a clean one
        progress.start()
    task = progress.add_task(what, total=len(items))
    try:
        for item in items:
            if name is not None:
                progress.update(task, description=f"{what}: {name(item)}")
            yield item
            progress.advance(task)
    finally:
        progress.remove_task(task)
        if not progress.tasks:
            progress.stop()

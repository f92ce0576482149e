"""What the worker processes of this package have in common."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from threading import Thread


def end_with_parent(*others: Callable[[], object]) -> None:
    """End this process at once when the one that started it is gone, or when one of ``others`` returns; returns meanwhile.

    A worker waits for work for ever otherwise: its pool's end of the queue is open in its fellow workers too.
    """
    parent = multiprocessing.parent_process()
    waits = others if parent is None else (parent.join, *others)
    for wait in waits:
        Thread(target=_end_after, args=(wait,), daemon=True).start()


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)

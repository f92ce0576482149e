"""Suites in several processes at once, with the results that one process would give."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from restore.evaluation.progress import steps
from restore.evaluation.registry import SUITES, Request
from restore.workers import end_with_parent

if TYPE_CHECKING:
    from restore.evaluation.registry import Suite
    from restore.evaluation.suite import SuiteResult

MOST = 2  # processes by default: each holds about 1 GB
_TIMED = frozenset({"speed"})  # suites that measure time, and so run by themselves
_LONGEST = ("detect", "seeds-wp", "seeds-other", "own-table")  # begun first, or a process would wait for the last of them


def default_workers() -> int:
    """Return how many processes share the suites: two where the machine has as many cores."""
    return min(MOST, os.cpu_count() or 1)


def run_suites(suites: Sequence[Suite], request: Request, workers: int) -> list[SuiteResult]:
    """Return the suites' results, in the order of ``suites``.

    With one worker they run in this process, one after the other; with more, each runs in one of ``workers`` processes of one
    thread, and those that measure time follow alone. Raises InputError, or what a suite raises.
    """
    if workers == 1:
        return [suite.result(suite.heeded(request)) for suite in steps(suites, "suites", lambda suite: suite.name)]
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    found: dict[str, SuiteResult] = {}
    # spawned, not forked: a library that has started its threads does not survive a fork
    with ProcessPoolExecutor(workers, get_context("spawn"), _prepare) as pool:
        order = sorted(suites, key=lambda s: _LONGEST.index(s.name) if s.name in _LONGEST else len(_LONGEST))
        jobs = {pool.submit(_run, suite.name, suite.heeded(request)): suite for suite in order if suite.name not in _TIMED}
        done = as_completed(jobs)
        try:
            for _ in steps(range(len(jobs)), "suites"):
                job = next(done)
                found[jobs[job].name] = job.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for suite in suites:
        if suite.name in _TIMED:
            found[suite.name] = suite.result(suite.heeded(request))
    return [found[suite.name] for suite in suites]


def _prepare() -> None:
    """Keep this process to one thread, before a library that counts cores is loaded, and end it with the one that began it."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    end_with_parent()


def _run(name: str, request: Request) -> SuiteResult:
    """Run a suite by its name: suites themselves do not travel between processes."""
    return next(suite for suite in SUITES if suite.name == name).result(request)

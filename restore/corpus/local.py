"""Tasks of a pipeline on the cores of this machine.

datatrove's own local executor hangs for good when the system kills one of its workers (its pool never learns of the lost task;
memory that runs out is the usual reason), leaves the others running when it is killed itself, and writes its log over the
progress bar. So this one runs datatrove's tasks on the pool of the standard library's ``concurrent.futures``.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from copy import deepcopy
from multiprocessing.synchronize import Event
from pathlib import Path

from datatrove.executor.base import DistributedEnvVars, PipelineExecutor
from datatrove.pipeline.base import PipelineStep

from restore.errors import InputError
from restore.workers import end_with_parent


class LocalExecutor(PipelineExecutor):
    """Runs ``tasks`` ranks of a pipeline in ``workers`` processes (one: in this process), skipping completed ones."""

    def __init__(self, pipeline: Sequence[PipelineStep], tasks: int, workers: int, logging_dir: Path) -> None:
        super().__init__(list(pipeline), str(logging_dir))
        self.tasks, self.workers = tasks, workers

    @property
    def world_size(self) -> int:
        """The number of tasks."""
        return self.tasks

    def get_distributed_env(self, node_rank: int = -1) -> DistributedEnvVars:
        """Return the environment of a task on a single machine."""
        return DistributedEnvVars(
            datatrove_node_ips="localhost", datatrove_cpus_per_task="-1", datatrove_mem_per_cpu="-1",
            datatrove_gpus_on_node="-1", datatrove_executor="LOCAL",
        )  # fmt: skip

    def run(self) -> None:
        """Run every rank that is not complete; raises what the first failing task raised.

        Raises InputError when a worker was killed. Returns or raises only once no worker is left.
        """
        ranks = self.get_incomplete_ranks()
        if self.workers == 1 or len(ranks) == 1:
            for rank in ranks:
                run_rank(self, rank)
        elif ranks:
            self._run_in_pool(ranks)

    def _run_in_pool(self, ranks: Sequence[int]) -> None:
        context = multiprocessing.get_context("spawn")
        stop = context.Event()
        workers = min(self.workers, len(ranks))
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(self, stop))
        try:
            futures: list[Future[None]] = [pool.submit(_run_here, rank) for rank in ranks]
            done, _ = wait(futures, return_when=FIRST_EXCEPTION)
            for future in done:
                future.result()
        except BrokenProcessPool as error:
            advice = "run the same command again to resume, with fewer --workers if memory ran out"
            raise InputError(f"a worker process was killed; {advice}") from error
        except BaseException:
            stop.set()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def run_rank(executor: PipelineExecutor, rank: int) -> None:
    """Run one task; what datatrove logs goes to its file in the logging folder only."""
    with quiet():
        # a copy, for steps count what passes through them
        deepcopy(executor)._run_for_rank(rank)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send standard error nowhere while the block runs."""
    # datatrove's logger takes sys.stderr anew at each task; the progress bar has its own hold on the stream
    from datatrove.utils.logging import logger

    with open(os.devnull, "w") as nowhere, contextlib.redirect_stderr(nowhere):
        try:
            yield
        finally:
            logger.remove()


_executor: LocalExecutor | None = None


def _start(executor: LocalExecutor, stop: Event) -> None:
    """Make a worker ready: it ends at once when the run is stopped, or the process that started it is gone."""
    global _executor
    _executor = executor
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes of a terminal; the first one decides
    end_with_parent(stop.wait)


def _run_here(rank: int) -> None:
    assert _executor is not None
    run_rank(_executor, rank)

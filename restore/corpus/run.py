"""A whole run: inputs → shards → workers → outputs."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from restore import __version__
from restore.corpus import plan
from restore.corpus.files import sweep
from restore.corpus.finish import finish
from restore.corpus.needs import need
from restore.corpus.progress import Meter, shown
from restore.corpus.records import Fields
from restore.corpus.restoring import Treatment, protection
from restore.corpus.sources import Found, find_sources
from restore.corpus.workspace import Workspace
from restore.device import AUTO, CPU, CUDA, find_device
from restore.errors import InputError

if TYPE_CHECKING:
    from datatrove.executor.base import PipelineExecutor
    from datatrove.pipeline.base import PipelineStep

LOCAL, SLURM, RAY = "local", "slurm", "ray"
SHARD_SIZE = 4 << 20


@dataclass(frozen=True)
class Later:
    """What ``restore apply`` does: make the proposals that records carry, if they are at least this likely to be right.

    ``protect``, ``quotes``: as for :class:`restore.corpus.restoring.Treatment`.
    """

    min_confidence: float
    keep_original: bool = False
    protect: tuple[str, ...] = ()
    quotes: str = "restore"


@dataclass(frozen=True)
class Job:
    """What a run makes of ``given`` (folder, glob or file): all that its outputs depend on.

    ``report``: write an index page of the documents too (see restore.corpus.report).
    """

    given: str
    out: str
    fields: Fields = field(default_factory=Fields)
    treatment: Treatment | Later = field(default_factory=Treatment)
    only_spun: bool = False
    shard_size: int = SHARD_SIZE
    report: bool = False

    def settings(self) -> dict[str, object]:
        """Return what must stay the same for a run to be resumed."""
        treatment = asdict(self.treatment)
        if isinstance(self.treatment, Treatment):
            table = self.treatment.table
            treatment["model"] = plan.model_fingerprint(self.treatment.model)
            treatment["table"] = None if table is None else plan.fingerprint(Path(table))
        names = {"version": __version__, "only_spun": self.only_spun, "shard_size": self.shard_size}
        fields = {f"{k}_field" if k in ("text", "id") else k: v for k, v in asdict(self.fields).items()}
        # absent rather than false, so that runs begun by earlier releases can be resumed
        return {**names, **({"report": True} if self.report else {}), **fields, **treatment}


@dataclass(frozen=True)
class Means:
    """How a run is done, which does not show in its outputs.

    ``executor``: local, slurm or ray; ``workers``: tasks at the same time; ``max_errors``: bad records to bear, None for any
    number; ``memory``: GB for a worker, ``slurm``: partition, time and other options of sbatch, for clusters.
    """

    workers: int = 1
    batch_size: int = 32
    max_errors: int | None = None
    executor: str = LOCAL
    log_json: bool = False
    memory: int = 4
    slurm: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """``summary``: None when the run goes on elsewhere; ``found``: the inputs, None when nothing was left to do."""

    summary: dict[str, Any] | None
    found: Found | None


def run(job: Job, means: Means) -> Result:
    """Run a job to its end, or the rest of it; a cluster's queue may only be given it.

    Raises InputError for whatever a user can act on; the same job started again goes on where this one stopped.
    """
    need("datatrove")
    job = on_one_device(job, means.executor)
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    space = Workspace.of(job.out)
    began = time.monotonic()
    with space.locked():
        space.claim(job.settings())
        found: Found | None = None
        count = len(plan.sizes(space)) if space.plan.exists() else 0
        rest = not count or not all(map(space.completed, range(count)))
        if means.executor == LOCAL or not rest:  # a cluster's jobs may still be at work
            sweep(space.folder)
        if rest:
            found = find_sources(job.given, space.folder)
            sizes = plan.prepare(space, found.sources, job.shard_size)
            count = len(sizes)
            meter = Meter(space, sizes)
            executor = make_executor(job, means, space, count)
            with shown(meter, means.log_json):
                executor.run()
            if not all(map(space.completed, range(count))):
                if means.executor == SLURM:
                    return Result(None, found)
                raise InputError(f"{space.engine}: not all tasks ended well, see the logs there; run again to resume")
            done_now = meter.read()[1]
        else:
            done_now = Meter(space, [0] * count).read()[1]
        return Result(finish(space, count, time.monotonic() - began, done_now, job.report), found)


def on_one_device(job: Job, executor: str) -> Job:
    """Return a job whose device is decided, for all its workers and whoever resumes it.

    On a cluster the machine that starts a run is none of those that do it: "auto" is the CPU there.
    Raises InputError when a device that was asked for is not there.
    """
    given = job.treatment
    if not isinstance(given, Treatment):
        return job
    if executor == LOCAL:
        device = find_device(given.device)
    else:
        device = CPU if given.device == AUTO else given.device
    return replace(job, treatment=replace(given, device=device))


def make_executor(job: Job, means: Means, space: Workspace, tasks: int) -> PipelineExecutor:
    """Return what runs the pipeline of a job; raises InputError when it is not installed."""
    if means.executor == SLURM:
        from restore.corpus.clusters import slurm_executor

        return slurm_executor(make_pipeline(job, means, space), means, space, tasks, threads(job), gpus(job))
    if means.executor == RAY:
        from restore.corpus.clusters import ray_executor

        return ray_executor(make_pipeline(job, means, space), means, space, tasks, threads(job), gpus(job))
    from restore.corpus.local import LocalExecutor

    return LocalExecutor(make_pipeline(job, means, space), tasks, means.workers, space.engine)


def threads(job: Job) -> int:
    """Return the cores that one worker uses."""
    return job.treatment.threads if isinstance(job.treatment, Treatment) else 1


def gpus(job: Job) -> int:
    """Return the GPUs that one worker uses."""
    return int(isinstance(job.treatment, Treatment) and job.treatment.device == CUDA)


def make_pipeline(job: Job, means: Means, space: Workspace) -> list[PipelineStep]:
    """Return the steps of a job: read, restore or apply, write."""
    from restore.corpus.steps import ApplyTags, ReadShard, WriteShard
    from restore.integrations.datatrove import RestoreStep

    middle: PipelineStep
    if isinstance(job.treatment, Later):
        later = job.treatment
        middle = ApplyTags(later.min_confidence, later.keep_original, protection(later.protect, later.quotes))
    else:
        middle = RestoreStep(job.treatment, means.batch_size)
    return [ReadShard(space.plan, job.fields), middle, WriteShard(space, job.fields, job.only_spun, means.max_errors, job.report)]

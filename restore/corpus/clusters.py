"""The same pipeline on many machines: datatrove's executors for Slurm and Ray."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from datatrove.executor.base import PipelineExecutor
from datatrove.executor.ray import RayPipelineExecutor
from datatrove.executor.slurm import SlurmPipelineExecutor
from datatrove.pipeline.base import PipelineStep

from restore.corpus.local import quiet
from restore.corpus.needs import need
from restore.corpus.workspace import Workspace
from restore.errors import InputError

if TYPE_CHECKING:
    from restore.corpus.run import Means

ARRAY = 1000  # tasks of one Slurm array; most clusters allow 1001


class _Slurm(SlurmPipelineExecutor):
    def run(self) -> None:
        """Submit the jobs, or run the task whose job this is; raises InputError when there is no Slurm or it refuses."""
        try:
            super().run()
        except FileNotFoundError as error:
            raise InputError(f"{error.filename}: no such program; run --executor slurm where Slurm's commands are") from error
        except subprocess.CalledProcessError as error:
            raise InputError(f"sbatch refused the job (status {error.returncode}); check the --sbatch options") from error

    def get_sbatch_args(self, max_array: int = 1) -> dict[str, object]:
        """Return the directives of the job script, without those that were left to the cluster."""
        found: dict[str, object] = super().get_sbatch_args(max_array)
        return {k: v for k, v in found.items() if v not in ("", None) or k == "requeue"}


class _Ray(RayPipelineExecutor):
    def run(self) -> None:
        """Run all tasks on the cluster that Ray finds, or on this machine."""
        ray = need("ray", "ray")
        ray.init(ignore_reinit_error=True, log_to_driver=False, logging_level="error")
        try:
            with quiet():
                super().run()
        finally:
            ray.shutdown()


def slurm_executor(
    pipeline: Sequence[PipelineStep], means: Means, space: Workspace, tasks: int, threads: int, gpus: int
) -> PipelineExecutor:
    """Return an executor that submits an array of jobs; the folders must be on a disk that all machines share.

    A task gets ``threads`` cores and ``gpus`` GPUs, unless the options of sbatch ask for GPUs already.
    """
    options = dict(means.slurm)
    activate = Path(sys.prefix) / "bin" / "activate"
    with quiet():
        return _Slurm(
            list(pipeline),
            tasks,
            time=options.pop("time", "24:00:00"),
            partition=options.pop("partition", ""),
            cpus_per_task=threads,
            mem_per_cpu_gb=-(-means.memory // threads),
            gpus_per_task=0 if options.keys() & {"gres", "gpus", "gpus-per-node", "gpus-per-task"} else gpus,
            workers=means.workers,
            job_name="restore",
            qos=options.pop("qos", ""),
            venv_path=str(activate) if activate.is_file() else None,
            sbatch_args=options,
            logging_dir=str(space.engine),
            tasks_per_job=-(-tasks // ARRAY),
        )


def ray_executor(
    pipeline: Sequence[PipelineStep], means: Means, space: Workspace, tasks: int, threads: int, gpus: int
) -> PipelineExecutor:
    """Return an executor that runs the tasks on a Ray cluster; the folders must be on a disk that all machines share.

    A task gets ``threads`` cores and ``gpus`` GPUs.
    """
    need("ray", "ray")
    with quiet():
        return _Ray(
            list(pipeline), tasks, means.workers, logging_dir=str(space.engine), cpus_per_task=threads,
            mem_per_cpu_gb=means.memory / threads, gpus_per_task=gpus,
        )  # fmt: skip

"""Slurm: the job script that is generated, and what its jobs do. Ray: where it is installed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from restore.corpus.records import Fields
from restore.corpus.restoring import Treatment
from restore.corpus.run import Job, Later, Means, run
from restore.errors import InputError
from tests.restore.corpus.conftest import outputs

EDIT = {"start": 3, "end": 8, "source": "extra", "target": "more", "confidence": 0.9, "origin": "lexicon"}
TAGS = {"spun_score": 0.9, "spun": True, "applied": False, "edit_count": 1, "edits": [EDIT]}


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A job that needs no model, of three shards."""
    (tmp_path / "in").mkdir()
    for i in range(3):
        (tmp_path / "in" / f"{i}.jsonl").write_text(json.dumps({"text": f"An extra {i}", "restore": TAGS}) + "\n")
    return Job(str(tmp_path / "in"), str(tmp_path / "slurm"), Fields(tagged=True), Later(0.5), shard_size=1)


def programs(folder: Path, **scripts: str) -> dict[str, str]:
    """Make stand-ins for Slurm's commands; return an environment that finds them first."""
    folder.mkdir()
    for name, script in scripts.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return {**os.environ, "PATH": f"{folder}:{Path(sys.prefix) / 'bin'}:{os.environ['PATH']}"}


def test_slurm_gets_a_script_whose_jobs_do_the_work(tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = programs(
        tmp_path / "bin",
        sbatch='for last; do :; done; cat "$last" >> "$(dirname "$0")/submitted"; echo Submitted batch job 42',
        srun='while [ "$1" != launch_pickled_pipeline ]; do shift; done; exec "$@"',
        scontrol="echo node1",
    )
    monkeypatch.setenv("PATH", environment["PATH"])
    means = Means(-1, executor="slurm", memory=3, slurm={"partition": "cpu", "time": "1:00:00", "account": "lab"})
    assert run(job, means).summary is None
    script = Path(job.out, ".restore", "engine", "launch_script.slurm")
    text = script.read_text()
    assert (tmp_path / "bin" / "submitted").read_text().startswith(text)
    directives = set(re.findall(r"^#SBATCH (.*)$", text, re.MULTILINE))
    wanted = {"partition=cpu", "time=1:00:00", "account=lab", "array=0-2", "cpus-per-task=1", "mem-per-cpu=3G"}
    assert {f"--{w}" for w in wanted} <= directives
    assert not any(d.startswith("--qos") for d in directives)
    for task in range(3):
        jobs = {**environment, "SLURM_ARRAY_TASK_ID": str(task), "SLURM_NODELIST": "node1", "PYTHONPATH": os.getcwd()}
        subprocess.run(["bash", script], env=jobs, check=True, capture_output=True)
    result = run(job, means)  # nothing is left to do but to put it together
    assert result.summary is not None and result.summary["written"] == 3
    local = Job(job.given, str(tmp_path / "local"), job.fields, job.treatment, shard_size=1)
    run(local, Means())
    assert outputs(tmp_path / "slurm") == outputs(tmp_path / "local")


@pytest.mark.parametrize(
    ("device", "options", "wanted"),
    [
        ("auto", {}, set()),
        ("cpu", {}, set()),
        ("cuda", {}, {"--gpus=1"}),
        ("cuda", {"gres": "gpu:a100:1"}, {"--gres=gpu:a100:1"}),
    ],
)
def test_a_job_on_gpus_asks_slurm_for_one_each(
    tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch, device: str, options: dict[str, str], wanted: set[str]
) -> None:
    environment = programs(tmp_path / "bin", sbatch="echo Submitted batch job 42")
    monkeypatch.setenv("PATH", environment["PATH"])
    restoring = replace(job, fields=Fields(), treatment=Treatment(device=device))
    # the machine here has no GPU, which does not matter
    assert run(restoring, Means(-1, executor="slurm", slurm=options)).summary is None
    script = Path(job.out, ".restore", "engine", "launch_script.slurm").read_text()
    assert {d for d in re.findall(r"^#SBATCH (.*)$", script, re.MULTILINE) if d.startswith(("--gpu", "--gres"))} == wanted
    settings = json.loads(Path(job.out, ".restore", "settings.json").read_text())
    assert settings["device"] == ("cuda" if device == "cuda" else "cpu")


def test_no_slurm_here_is_one_line(tmp_path: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match=r"^sbatch: no such program"):
        run(job, Means(-1, executor="slurm"))


def test_no_ray_here_is_one_line(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(InputError, match=r"ray is missing; install it: pip install 'restore-articles\[ray\]'"):
        run(job, Means(executor="ray"))


def test_ray_gives_the_same_bytes(tmp_path: Path, job: Job) -> None:
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'restore-articles[ray]'")
    run(job, Means(2, executor="ray", memory=1))
    run(Job(job.given, str(tmp_path / "local"), job.fields, job.treatment, shard_size=1), Means())
    assert outputs(tmp_path / "slurm") == outputs(tmp_path / "local")

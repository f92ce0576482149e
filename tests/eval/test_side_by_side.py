"""Suites in one process and in several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from restore.errors import InputError
from restore.evaluation import side_by_side
from restore.evaluation.registry import SUITES, Request, Suite
from restore.evaluation.side_by_side import default_workers, run_suites

BY_NAME = {suite.name: suite for suite in SUITES}


PARENT = """
import os, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from restore.evaluation.side_by_side import _prepare

if __name__ == "__main__":
    with ProcessPoolExecutor(1, get_context("spawn"), _prepare) as pool:
        print(pool.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def alive(process: int) -> bool:
    """Whether a process runs; one that has ended and was not yet collected does not."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"


def test_default() -> None:
    assert 1 <= default_workers() <= side_by_side.MOST


def test_two_processes_give_what_one_gives(tiny_model: Path, tmp_path: Path) -> None:
    (tmp_path / "pair").mkdir()
    (tmp_path / "pair/spun.txt").write_text("The battle within the nation, a struggle on the street.", encoding="utf-8")
    (tmp_path / "pair/original.txt").write_text("The war in the country, a war on the road.", encoding="utf-8")
    request = Request(quick=True, model=str(tiny_model), folder=tmp_path)
    one, two = (run_suites([BY_NAME["pairs"]], request, workers)[0] for workers in (1, 2))
    assert replace(one, timings={}) == replace(two, timings={})
    assert "OMP_NUM_THREADS" not in os.environ or os.environ["OMP_NUM_THREADS"]  # this process is left as it was


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_suite_is_raised(workers: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no pair"):
        run_suites([BY_NAME["pairs"]], Request(folder=tmp_path), workers)


def test_suites_that_measure_time_run_here(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def run(request: Request) -> object:
        seen.append(os.getpid())
        raise InputError("enough")

    timed = Suite("speed", "", "", run)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="enough"):
        run_suites([timed], Request(), 2)
    assert seen == [os.getpid()]


def test_workers_end_with_the_process_that_began_them(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(200):
        if not alive(child):
            return
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the worker lives on")

"""A run as a process of its own: its workers end with it, and a terminal sees a bar."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

EDIT = {"start": 3, "end": 8, "source": "extra", "target": "more", "confidence": 0.9, "origin": "lexicon"}
TAGS = {"spun_score": 0.9, "spun": True, "applied": False, "edit_count": 1, "edits": [EDIT]}
ENVIRONMENT = {**os.environ, "PYTHONPATH": os.getcwd(), "TERM": "xterm", "COLUMNS": "120"}


def fill(folder: Path, files: int, records: int) -> list[str]:
    """Write tagged records; return the command that applies their tags, which needs no model."""
    folder.mkdir()
    line = json.dumps({"text": "An extra word", "restore": TAGS}) + "\n"
    for i in range(files):
        (folder / f"{i}.jsonl").write_text(line * records)
    out = folder.with_name("out")
    return [sys.executable, "-m", "restore", "apply", str(folder), str(out), "--min-confidence", "0.5", "--shard-size", "0.05"]


def children(pid: int) -> set[int]:
    """Return the processes that a process has started and that live."""
    return {int(c) for p in Path(f"/proc/{pid}/task").glob("*/children") for c in p.read_text().split()}


def alive(pid: int) -> bool:
    """Whether a process lives; one that nobody has waited for yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="tells processes by /proc, which this system lacks")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_no_worker_outlives_the_run_that_started_it(tmp_path: Path, number: int) -> None:
    command = fill(tmp_path / "in", 30, 400)
    with subprocess.Popen([*command, "--workers", "3"], env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        shards = tmp_path / "out" / ".restore" / "shards"
        while time.monotonic() < end and not (list(shards.glob("*.json")) and len(children(process.pid)) >= 3):
            assert process.poll() is None
            time.sleep(0.02)
        started = children(process.pid)
        assert len(started) >= 3
        process.send_signal(number)
    end = time.monotonic() + 30
    while time.monotonic() < end and any(map(alive, started)):
        time.sleep(0.05)
    assert not [pid for pid in started if alive(pid)]
    subprocess.run([*command, "--workers", "2"], env=ENVIRONMENT, check=True, timeout=120, capture_output=True)
    assert json.loads((tmp_path / "out" / "summary.json").read_bytes())["written"] == 30 * 400


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_sees_a_bar_and_a_pipe_does_not(tmp_path: Path) -> None:
    import pty

    command = fill(tmp_path / "in", 4, 50)
    mine, its = pty.openpty()
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=its, stdout=subprocess.PIPE)
    os.close(its)
    seen = b""
    try:
        while chunk := os.read(mine, 1 << 16):
            seen += chunk
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(mine)
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, output) == (0, b"")
    told = seen.decode()
    assert "words/s" in told and "% spun" in told and "errors" in told and "ETA" in told and "━" in told
    # "An" becomes "A" before "more"
    assert "200 documents, 600 words, 100.0% spun, 400 edits, 0 bad records; " in told
    (tmp_path / "out").rename(tmp_path / "before")
    piped = subprocess.run(command, env=ENVIRONMENT, capture_output=True, timeout=60, check=True)
    assert (piped.stdout, piped.stderr) == (b"", b"")

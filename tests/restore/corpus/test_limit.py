"""How many bad records a run bears."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from restore.corpus.files import write_whole
from restore.corpus.limit import EVERY, Limit
from restore.corpus.records import Fields
from restore.corpus.run import Later
from restore.corpus.tally import Tally
from restore.corpus.workspace import Workspace
from restore.errors import InputError


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, in the first place."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def note(space: Workspace, shard: int, errors: int) -> None:
    write_whole(space.progress(shard), Tally(errors=errors).as_json())


def test_other_shards_count_and_are_counted_anew_now_and_then(tmp_path: Path, clock: list[float]) -> None:
    space = Workspace.of(str(tmp_path / "out"))
    limit = Limit(space, 1, 4)
    assert not limit.passed(4) and limit.passed(5)
    note(space, 0, 3)
    note(space, 1, 100)  # what this shard had when it was begun before
    assert not limit.passed(4)  # just looked
    assert limit.passed(4, now=True)
    note(space, 2, 1)
    assert not limit.passed(1)
    clock[0] += EVERY
    assert limit.passed(1)
    assert not limit.passed(0)


def test_any_number_is_borne_without_a_limit(tmp_path: Path) -> None:
    space = Workspace.of(str(tmp_path / "out"))
    note(space, 0, 10**9)
    assert not Limit(space, 1, None).passed(10**9, now=True)


@pytest.mark.parametrize("workers", [1, 2])
def test_shards_at_work_at_one_time_share_the_limit(tmp_path: Path, restore: Callable[..., dict[str, Any]], workers: int) -> None:
    (tmp_path / "in").mkdir()
    for i in range(4):
        (tmp_path / "in" / f"{i}.jsonl").write_text("broken\n" * 3)
    given: dict[str, Any] = {"fields": Fields(tagged=True), "treatment": Later(0.5), "shard_size": 1, "workers": workers}
    with pytest.raises(InputError, match="more than 11 bad records"):
        restore(tmp_path / "in", tmp_path / "out", max_errors=11, **given)
    assert restore(tmp_path / "in", tmp_path / "out", max_errors=12, **given)["errors"] == 12

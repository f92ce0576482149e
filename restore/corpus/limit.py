"""How many bad records a run bears, over all its shards, which other processes may be at work on."""

from __future__ import annotations

import time

from restore.corpus.tally import Tally
from restore.corpus.workspace import Workspace

EVERY = 1.0  # seconds between looks at the other shards
_SHARE = 20  # a look at very many shards may take one part in so many of the time


class Limit:
    """The bad records that a run may still have while one of its shards is at work."""

    def __init__(self, space: Workspace, shard: int, allowed: int | None) -> None:
        """``allowed``: bad records of the whole run, None for any number."""
        self._space, self._shard, self.allowed = space, shard, allowed
        self._others, self._next = 0, 0.0

    def passed(self, mine: int, now: bool = False) -> bool:
        """Whether this shard's bad records, ``mine``, and those of the others are more than are allowed.

        The others are counted anew every second or so, and when that must be true ``now``. Raises InputError when counts are
        damaged.
        """
        if self.allowed is None:
            return False
        began = time.monotonic()
        if now or began >= self._next:
            paths = (p for p in self._space.counted() if p != self._space.progress(self._shard))
            self._others = sum(Tally.of_json(p.read_bytes(), str(p)).errors for p in paths)
            self._next = began + max(EVERY, _SHARE * (time.monotonic() - began))
        return mine + self._others > self.allowed

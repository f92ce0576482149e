"""Where a run keeps its outputs, its plan and how far it has come."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from restore.corpus.files import write_whole, writing
from restore.corpus.kinds import split_name
from restore.corpus.tally import Tally
from restore.errors import InputError

STATE = ".restore"
ERRORS, SUMMARY = RESERVED = "errors.jsonl", "summary.json"


@dataclass(frozen=True)
class Workspace:
    """``target``: what the user named; ``folder``: where the parts go; ``single``: whether they are joined into one file."""

    target: Path
    folder: Path
    single: bool

    @staticmethod
    def of(out: str) -> Workspace:
        """Say where a run writes that was told to write to ``out``: a file by its suffix, or a folder."""
        target = Path(os.path.abspath(out))
        single = bool(split_name(target.name)[1]) and not target.is_dir()
        return Workspace(target, target.with_name(f"{target.name}.restore") if single else target, single)

    @property
    def state(self) -> Path:
        """The folder of what is no output."""
        return self.folder / STATE

    @property
    def plan(self) -> Path:
        """The shards, one a line; written last of what a run starts with."""
        return self.state / "plan.jsonl"

    @property
    def inputs(self) -> Path:
        """The input files as they were when the run began, one a line."""
        return self.state / "inputs.jsonl"

    @property
    def settings(self) -> Path:
        """What the outputs depend on."""
        return self.state / "settings.json"

    @property
    def engine(self) -> Path:
        """datatrove's logs and its marks of completed tasks."""
        return self.state / "engine"

    def errors(self, shard: int) -> Path:
        """Problems of one shard, complete when it is."""
        return self.state / "errors" / f"{shard:05d}.jsonl"

    def progress(self, shard: int) -> Path:
        """Counts of one shard, final when it is completed."""
        return self.state / "shards" / f"{shard:05d}.json"

    def counted(self) -> list[Path]:
        """The counts of all shards that were begun, by number."""
        return sorted((self.state / "shards").glob("*.json"))

    def listing(self, shard: int) -> Path:
        """The documents of one shard that a report may list, complete when it is."""
        return self.state / "listing" / f"{shard:05d}.jsonl"

    def completed(self, shard: int) -> bool:
        """Whether a shard is done, its outputs under their names."""
        return (self.engine / "completions" / f"{shard:05d}").exists()

    def tally(self, shard: int) -> Tally:
        """Return the counts of a shard so far; raises InputError when they are damaged."""
        path = self.progress(shard)
        try:
            return Tally.of_json(path.read_bytes(), str(path))
        except FileNotFoundError:
            return Tally()

    def read_settings(self) -> dict[str, object] | None:
        """Return the settings of the run that began here, or None; raises InputError when they are damaged."""
        try:
            found = json.loads(self.settings.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise InputError(f"{self.settings}: is damaged; start again with another output folder") from error
        return dict(found)

    def claim(self, settings: Mapping[str, object]) -> None:
        """Bind the workspace to settings, or check that it is bound to the same.

        Raises InputError when a run with other settings or another model began here, or the folder holds something else.
        """
        before = self.read_settings()
        wanted = json.loads(json.dumps(settings))
        if before is None:
            if self.single and self.target.exists():
                raise InputError(f"{self.target}: exists already; name another file or remove it")
            strangers = [p.name for p in self.folder.iterdir() if p.name != STATE] if self.folder.is_dir() else []
            if strangers:
                raise InputError(f"{self.folder}: is not empty and holds no run to resume; name another folder")
            write_whole(self.settings, json.dumps(wanted, indent=1).encode() + b"\n")
            return
        for key in sorted({*before, *wanted}):
            if before.get(key) != wanted.get(key):
                change = f"{key}: {before.get(key)!r} then, {wanted.get(key)!r} now"
                raise InputError(f"{self.target}: holds output of other settings ({change}); name another output or remove it")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other runs out of the workspace; the system lifts the lock when this process ends, however it does.

        Raises InputError when another run is at work here.
        """
        with writing(self.state):
            self.state.mkdir(parents=True, exist_ok=True)
            lock = open(self.state / "lock", "wb")
        with lock:
            try:
                import fcntl

                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except ModuleNotFoundError:  # not on every system
                pass
            except OSError as error:
                raise InputError(f"{self.target}: another run is at work there; wait for it or name another output") from error
            yield

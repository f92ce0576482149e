"""The end of a run: parts joined into one file if one was named, ``errors.jsonl``, ``summary.json``."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from restore.corpus.files import renamed, write_whole
from restore.corpus.kinds import Kind, kind_of
from restore.corpus.needs import need
from restore.corpus.report import REPORT, Top, page, read_rows
from restore.corpus.shards import Part, of_line
from restore.corpus.tally import Tally
from restore.corpus.workspace import ERRORS, SUMMARY, Workspace


def finish(space: Workspace, shards: int, seconds: float, done_now: Tally, report: bool = False) -> dict[str, Any]:
    """Put the outputs of completed shards together; return the summary, which is written last.

    ``seconds``, ``done_now``: how long this run took and what it did; an earlier one may have done a part; ``report``: whether
    to write the index page. May be killed and run again. Raises InputError when a file cannot be written.
    """
    path = space.folder / SUMMARY
    if path.exists():
        return dict(json.loads(path.read_bytes()))
    if space.single:
        joined = space.state / "joined"
        if not joined.exists():
            _join(space)
            write_whole(joined, b"")
        for part in _parts(space):
            (space.folder / part.out).unlink(missing_ok=True)
    with renamed(space.folder / ERRORS) as out:
        for shard in range(shards):
            with space.errors(shard).open("rb") as problems:
                shutil.copyfileobj(problems, out)
    total = sum((space.tally(shard) for shard in range(shards)), Tally())
    if report:
        listed = Top(row for shard in range(shards) for row in read_rows(space.listing(shard)))
        write_whole(space.folder / REPORT, page(listed.rows, total))
    summary = {
        **asdict(total),
        "spun_share": round(total.spun / max(1, total.documents), 4),
        "seconds": round(seconds, 1),
        "words_per_second": round(done_now.words / seconds, 1) if seconds > 0 else None,
        "output": str(space.target),
        "settings": space.read_settings(),
    }
    write_whole(path, json.dumps(summary, indent=1, ensure_ascii=False).encode() + b"\n")
    return summary


def _parts(space: Workspace) -> Iterator[Part]:
    with space.plan.open("rb") as plan:
        for line in plan:
            yield from of_line(line).parts


def _join(space: Workspace) -> None:
    """Write the parts one after the other; members of .gz and frames of .zst may follow each other, row groups are copied."""
    with renamed(space.target, space.folder) as out:
        paths = (space.folder / part.out for part in _parts(space))
        if kind_of(space.target.name) is Kind.PARQUET:
            _join_parquet(list(paths), out)
            return
        for path in paths:
            with path.open("rb") as stream:
                shutil.copyfileobj(stream, out, 1 << 20)


def _join_parquet(paths: list[Path], out: Any) -> None:
    parquet = need("pyarrow.parquet")
    schema = parquet.read_schema(paths[0])
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for path in paths:
            with parquet.ParquetFile(path) as file:
                for group in range(file.num_row_groups):
                    writer.write_table(file.read_row_group(group).cast(schema))

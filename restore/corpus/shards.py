"""Files → shards: pieces of work of about one size, cut the same way whatever the number of workers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice, pairwise
from pathlib import Path

from restore.corpus.kinds import Kind, split_name
from restore.corpus.parquet import open_parquet
from restore.corpus.sources import Source
from restore.corpus.streams import finish_line, open_lines, reading, skip
from restore.corpus.workspace import RESERVED
from restore.errors import InputError

FILES_A_SHARD = 1000


@dataclass(frozen=True)
class Part:
    """A stretch of a file, and where its records go.

    Of lines: the bytes ``start`` to ``stop`` of the unpacked file; of Parquet: the row groups ``start`` to ``stop``; a text is
    whole. ``size``: its bytes as they are counted for progress. ``out``: name of its output below the output folder.
    """

    path: str
    kind: Kind
    start: int
    stop: int
    size: int
    out: str


@dataclass(frozen=True)
class Shard:
    """Parts that one task reads one after the other."""

    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """Bytes of all parts."""
        return sum(p.size for p in self.parts)


def cut(source: Source, size: int, suffix: str | None = None) -> list[Part]:
    """Cut a file into parts of about ``size`` bytes; raises InputError when it cannot be read.

    ``suffix``: that of the outputs if it is not the input's own, for parts that are joined into one file later. A compressed
    file is unpacked once for that.
    """
    with reading(source.path):
        if source.kind is Kind.TEXT:
            spans = [(0, source.size, source.size)]
        elif source.kind is Kind.PARQUET:
            spans = _row_groups(source.path, size)
        else:
            spans = _line_spans(source, size)
    base, own = split_name(source.name)
    if suffix is not None:
        base, own = source.name, suffix
    numbered = len(spans) > 1 or suffix is not None
    return [
        Part(source.path, source.kind, start, stop, count, f"{base}-{i:05d}{own}" if numbered else source.name)
        for i, (start, stop, count) in enumerate(spans)
    ]


def _line_spans(source: Source, size: int) -> list[tuple[int, int, int]]:
    packed = source.path.lower().endswith((".gz", ".zst"))
    at, cuts = 0, [0]
    with open_lines(source.path) as stream:
        while packed or at + size < source.size:
            if packed:
                step = skip(stream, size)
            else:
                stream.seek(at + size)
                step = size
            step += finish_line(stream)
            at += step
            if step == 0:
                break
            cuts.append(at)
    end = at if packed else source.size
    if cuts[-1] != end or len(cuts) == 1:
        cuts.append(end)
    return [(a, b, b - a) for a, b in pairwise(cuts)]


def _row_groups(path: str, size: int) -> list[tuple[int, int, int]]:
    with open_parquet(path) as file:
        meta = file.metadata
        spans, start, total = [], 0, 0
        for group in range(meta.num_row_groups):
            total += meta.row_group(group).total_byte_size
            if total >= size:
                spans.append((start, group + 1, total))
                start, total = group + 1, 0
        if start < meta.num_row_groups or not spans:
            spans.append((start, meta.num_row_groups, total))
        return spans


def pack(parts: Iterable[Part], size: int) -> Iterator[Shard]:
    """Pack small parts together, in order, up to ``size`` bytes a shard."""
    waiting: list[Part] = []
    total = 0
    for part in parts:
        if waiting and (total + part.size > size or len(waiting) == FILES_A_SHARD):
            yield Shard(tuple(waiting))
            waiting, total = [], 0
        waiting.append(part)
        total += part.size
    if waiting:
        yield Shard(tuple(waiting))


def make_shards(sources: Sequence[Source], size: int, suffix: str | None = None) -> Iterator[Shard]:
    """Cut and pack files into shards of about ``size`` bytes, ``suffix`` as for :func:`cut`.

    Raises InputError when two outputs would have one name.
    """
    taken: dict[str, str] = {}

    def parts() -> Iterator[Part]:
        for source in sources:
            for part in cut(source, size, suffix):
                for name in outputs(part):
                    other = taken.setdefault(name, source.name)
                    if other != source.name or name in RESERVED:
                        raise InputError(f"{source.name}: its output {name} would stand where another one does; rename the file")
                yield part

    return pack(parts(), size)


def outputs(part: Part) -> list[str]:
    """Return the names of the files that hold a part's records; beside a text stands what was found out about it."""
    return [part.out, f"{part.out}.restore.jsonl"] if part.kind is Kind.TEXT else [part.out]


def as_line(shard: Shard) -> bytes:
    """Return a shard as a line of the plan."""
    return json.dumps([asdict(p) for p in shard.parts], ensure_ascii=False).encode() + b"\n"


def of_line(line: bytes) -> Shard:
    """Return the shard of a line of the plan."""
    return Shard(tuple(Part(**{**p, "kind": Kind(p["kind"])}) for p in json.loads(line)))


def read_shard(plan: Path, number: int) -> Shard:
    """Return one shard of a plan file, reading no more than the lines before it."""
    with plan.open("rb") as lines:
        return of_line(next(islice(lines, number, None)))

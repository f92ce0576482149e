"""The steps around the restorer: read a shard, apply tags of an earlier run, write a shard."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from datatrove.data import Document
from datatrove.pipeline.base import PipelineStep

from restore.corpus import jsonlines
from restore.corpus.annotation import apply_later
from restore.corpus.files import renamed, write_whole
from restore.corpus.kinds import Kind
from restore.corpus.limit import Limit
from restore.corpus.readers import first_number, read_part
from restore.corpus.records import BadRecord, Fields, Problem, Record, too_many
from restore.corpus.report import Row, Top
from restore.corpus.shards import Shard, read_shard
from restore.corpus.sinks import Sink, open_sink
from restore.corpus.tally import Tally, count_words
from restore.corpus.workspace import Workspace
from restore.integrations.datatrove import FAILED, TAGS
from restore.protect import NOTHING, Protect

RECORD, PART = "record", "part"
_EVERY = 1.0  # seconds between notes of progress


class ReadShard(PipelineStep):
    """Yields the documents of the shard whose number is the task's rank.

    datatrove's own readers drop a record that they cannot use with a line in a log; here it becomes a document without text whose
    ``metadata["restore_error"]`` says why, so that none is lost.
    """

    type = "📖 - READER"
    name = "shard"

    def __init__(self, plan: Path, fields: Fields) -> None:
        super().__init__()
        self.plan, self.fields = plan, fields

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the shard's documents; raises InputError when one of its files cannot be read."""
        for index, part in enumerate(read_shard(self.plan, rank).parts):
            for found in read_part(part, self.fields):
                metadata: dict[str, object] = {RECORD: found, PART: index}
                if isinstance(found, Problem):
                    metadata[FAILED] = found.reason
                    yield Document("", found.id or "", metadata=metadata)
                else:
                    yield Document(found.text, found.id, metadata=metadata)


class ApplyTags(PipelineStep):
    """Applies the proposals that records carry, without a model (see restore.corpus.annotation)."""

    type = "✏️ - RESTORE"
    name = "tags"

    def __init__(self, min_confidence: float, keep_original: bool, protect: Protect = NOTHING) -> None:
        super().__init__()
        self.min_confidence, self.keep_original, self.protect = min_confidence, keep_original, protect

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Yield the documents with their proposals applied."""
        for document in data or ():
            if FAILED not in document.metadata:
                try:
                    tags = document.metadata[RECORD].tags
                    text, found = apply_later(document.text, tags, self.min_confidence, self.keep_original, self.protect)
                    document.text, document.metadata[TAGS] = text, found.as_dict()
                except BadRecord as error:
                    document.metadata[FAILED] = str(error)
            yield document


class WriteShard(PipelineStep):
    """Writes a shard's documents, its problems and its counts; the outputs get their names when they are complete."""

    type = "💽 - WRITER"
    name = "shard"

    def __init__(self, space: Workspace, fields: Fields, only_spun: bool, max_errors: int | None, report: bool = False) -> None:
        super().__init__()
        self.space, self.fields, self.only_spun, self.max_errors, self.report = space, fields, only_spun, max_errors, report

    def run(self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1) -> Iterator[Document]:
        """Write and yield the documents; raises InputError when that fails or there are too many problems."""
        shard = read_shard(self.space.plan, rank)
        with renamed(self.space.errors(rank)) as errors:
            writer = _Writer(self, shard, rank, errors)
            documents = iter(data or ())
            document = next(documents, None)
            for index, part in enumerate(shard.parts):
                writer.part = index
                with ExitStack() as stack:
                    # a bad text has no output; in the other formats a part has one even without records
                    sink = stack.enter_context(open_sink(part, self.space.folder, self.fields))
                    while document is not None and document.metadata[PART] == index:
                        writer.take(document, sink)
                        yield document
                        document = next(documents, None)
            writer.finish()
        if self.report:
            write_whole(self.space.listing(rank), writer.top.as_json())
        write_whole(self.space.progress(rank), writer.tally.as_json())


class _Writer:
    """The state of one shard being written."""

    def __init__(self, step: WriteShard, shard: Shard, rank: int, errors: BinaryIO) -> None:
        self.step, self.shard, self.rank, self.errors = step, shard, rank, errors
        self.tally, self.top, self.part = Tally(), Top(), 0
        self.limit = Limit(step.space, rank, step.max_errors)
        self._latest = ("", "")  # bad record: where it is, what is wrong with it
        self._before = [sum(p.size for p in shard.parts[:i]) for i in range(len(shard.parts))]
        self._first: dict[int, int] = {}
        self._noted = time.monotonic()

    def take(self, document: Document, sink: Sink) -> None:
        """Write one document, or why it cannot be written."""
        record: Record | Problem = document.metadata[RECORD]
        reason = document.metadata.get(FAILED)
        if reason is None:
            assert isinstance(record, Record)
            tags = document.metadata[TAGS]
            counted = Tally(1, count_words(record.text), int(tags["spun"]), tags["edit_count"])
            try:
                if tags["spun"] or not self.step.only_spun:
                    sink.write(record, document.text, tags)
                    counted += Tally(written=1)
                    if self.step.report:
                        self.top.add(Row.of(self._name(record), counted.words, tags))
                self.tally += counted
            except BadRecord as error:
                reason = str(error)
        if reason is not None:
            self._problem(record, reason)
        done = self._before[self.part] + record.end
        self.tally += Tally(input_bytes=done - self.tally.input_bytes)
        if time.monotonic() - self._noted > _EVERY:
            self._note()

    def finish(self) -> None:
        """Count what lies behind the last record too, and the bad records of all shards as they are by now."""
        self.tally += Tally(input_bytes=self.shard.size - self.tally.input_bytes)
        if self.tally.errors and self.limit.allowed is not None:
            self._note()  # first: of two shards that end together, one sees the other's
            self._check(now=True)

    def _note(self) -> None:
        self._noted = time.monotonic()
        write_whole(self.step.space.progress(self.rank), self.tally.as_json())

    def _name(self, record: Record) -> str:
        part = self.shard.parts[self.part]
        if self.step.fields.id is not None:
            return record.id
        return part.path if part.kind is Kind.TEXT else f"{part.path}:{self._line(record)}"

    def _line(self, record: Record | Problem) -> int:
        if self.part not in self._first:
            self._first[self.part] = first_number(self.shard.parts[self.part])
        return self._first[self.part] + record.number

    def _problem(self, record: Record | Problem, reason: str) -> None:
        part = self.shard.parts[self.part]
        line = self._line(record)
        named = record.id if isinstance(record, Problem) or self.step.fields.id is not None else None
        self.errors.write(jsonlines.dump({"file": part.path, "line": line, "id": named, "reason": reason}) + b"\n")
        self.tally += Tally(errors=1)
        self._latest = f"{part.path}:{line}", reason
        self._check()

    def _check(self, now: bool = False) -> None:
        if self.limit.allowed is not None and self.limit.passed(self.tally.errors, now):
            self._note()
            raise too_many(self.limit.allowed, *self._latest)

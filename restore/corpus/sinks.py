"""Restored records → the file of a part, in the format of its input."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from restore.corpus import jsonlines
from restore.corpus.files import packed, renamed, write_whole, writing
from restore.corpus.kinds import Kind
from restore.corpus.needs import need
from restore.corpus.parquet import open_parquet
from restore.corpus.readers import Row
from restore.corpus.records import RESTORE, BadRecord, Fields, Record
from restore.corpus.shards import Part, outputs
from restore.edits import Edit
from restore.errors import InputError
from restore.formats.filetext import FileText

ROWS_A_GROUP = 1024


class Sink(Protocol):
    """Takes the records of a part in order."""

    def write(self, record: Record, text: str, tags: dict[str, Any]) -> None:
        """Write ``record`` with ``text`` in place of its own and ``tags`` as its field ``restore``.

        Raises BadRecord when it cannot be written, and InputError when nothing can.
        """
        ...


@contextmanager
def open_sink(part: Part, folder: Path, fields: Fields) -> Iterator[Sink]:
    """Open the outputs of a part below ``folder``; they get their names when the block ends well."""
    path = folder / part.out
    if part.kind is Kind.TEXT:
        yield _TextSink(*(folder / name for name in outputs(part)))
    elif part.kind is Kind.PARQUET:
        with renamed(path) as stream, _parquet(stream, part, fields) as sink:
            yield sink
    else:
        with renamed(path) as stream, packed(stream, part.out) as out:
            yield _LineSink(out, fields.text)


class _LineSink:
    def __init__(self, stream: BinaryIO, text_field: str) -> None:
        self._stream, self._text_field = stream, text_field

    def write(self, record: Record, text: str, tags: dict[str, Any]) -> None:
        self._stream.write(jsonlines.with_result(cast(dict[str, Any], record.payload), self._text_field, text, tags))


class _TextSink:
    """A text, and beside it a line of JSON that says what was found; a text that is tagged only stands in that line."""

    def __init__(self, path: Path, beside: Path) -> None:
        self._path, self._beside = path, beside

    def write(self, record: Record, text: str, tags: dict[str, Any]) -> None:
        if tags["applied"]:
            written = cast(FileText, record.payload).write([Edit(**e) for e in tags["edits"]])
            try:
                data = written.render()
            except InputError as error:
                raise BadRecord(str(error).removeprefix(f"{record.id}: ")) from error
            write_whole(self._path, data)
            # in formats with markup some may have been left out
            made = {"edit_count": len(written.edits), "edits": [e.as_dict() for e in written.edits]}
            line = {"id": record.id, RESTORE: {**tags, **made}}
        else:
            line = {"id": record.id, "text": record.text, RESTORE: tags}
        write_whole(self._beside, jsonlines.dump(line) + b"\n")


@contextmanager
def _parquet(stream: BinaryIO, part: Part, fields: Fields) -> Iterator[Sink]:
    pyarrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    with open_parquet(part.path) as file:
        schema = file.schema_arrow
    if RESTORE in schema.names:
        schema = schema.remove(schema.names.index(RESTORE))
    schema = schema.append(pyarrow.field(RESTORE, _tags_type(pyarrow)))
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        sink = _RowSink(writer, schema, fields.text)
        yield sink
        with writing(Path(part.out)):
            sink.flush()


def _tags_type(pyarrow: Any) -> Any:
    edit = {
        "start": pyarrow.int64(), "end": pyarrow.int64(), "source": pyarrow.string(), "target": pyarrow.string(),
        "confidence": pyarrow.float64(), "origin": pyarrow.string(),
    }  # fmt: skip
    return pyarrow.struct(
        {
            "spun_score": pyarrow.float64(), "spun": pyarrow.bool_(), "applied": pyarrow.bool_(), "edit_count": pyarrow.int64(),
            "edits": pyarrow.list_(pyarrow.struct(edit)), "original": pyarrow.string(),
        }
    )  # fmt: skip


class _RowSink:
    """Rows are taken over as they are in Arrow, so that types of other columns survive that Python lacks."""

    def __init__(self, writer: Any, schema: Any, text_field: str) -> None:
        self._writer, self._schema, self._text_field = writer, schema, text_field
        self._rows: list[tuple[Row, str, dict[str, Any]]] = []

    def write(self, record: Record, text: str, tags: dict[str, Any]) -> None:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise BadRecord(f"the text has a lone surrogate at character {error.start}") from error
        self._rows.append((cast(Row, record.payload), text, tags))
        if len(self._rows) == ROWS_A_GROUP:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting as one row group."""
        if not self._rows:
            return
        pyarrow = need("pyarrow")
        taken: list[Any] = []
        batch, indices = self._rows[0][0].batch, list[int]()
        for row, _, _ in self._rows:
            if row.batch is not batch:
                taken.append(batch.take(pyarrow.array(indices, pyarrow.int64())))
                batch, indices = row.batch, []
            indices.append(row.index)
        taken.append(batch.take(pyarrow.array(indices, pyarrow.int64())))
        table = pyarrow.Table.from_batches(taken)
        columns = {name: table.column(name) for name in table.column_names}
        columns[self._text_field] = pyarrow.array([text for _, text, _ in self._rows], self._schema.field(self._text_field).type)
        columns[RESTORE] = pyarrow.array([tags for _, _, tags in self._rows], self._schema.field(RESTORE).type)
        self._writer.write_table(pyarrow.Table.from_arrays([columns[n] for n in self._schema.names], schema=self._schema))
        self._rows = []

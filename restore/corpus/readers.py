"""A part of a file → its records, and the problems with those that cannot be used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from restore.corpus import jsonlines
from restore.corpus.kinds import Kind
from restore.corpus.needs import need
from restore.corpus.parquet import open_parquet
from restore.corpus.records import RESTORE, BadRecord, Fields, Problem, Record, check_text
from restore.corpus.shards import Part
from restore.corpus.streams import count_lines, open_lines, read_lines, reading
from restore.errors import InputError
from restore.formats.pick import format_of, read_data

ROWS_A_BATCH = 256
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Row:
    """A row of a Parquet file: row ``index`` of an Arrow record batch."""

    batch: Any
    index: int


def read_part(part: Part, fields: Fields) -> Iterator[Record | Problem]:
    """Yield the records of a part in order, a Problem in place of each that cannot be used.

    Raises InputError when the file cannot be read, or has changed since it was cut.
    """
    with reading(part.path):
        if part.kind is Kind.JSONL:
            yield from _lines(part, fields)
        elif part.kind is Kind.PARQUET:
            yield from _rows(part, fields)
        else:
            yield _text(part, fields)


def first_number(part: Part) -> int:
    """Return the number of the part's first line or row in its file, counted from 1."""
    if part.start == 0:
        return 1
    if part.kind is Kind.PARQUET:
        with open_parquet(part.path) as file:
            return 1 + sum(int(file.metadata.row_group(g).num_rows) for g in range(part.start))
    return 1 + count_lines(part.path, part.start)


def read_stream(stream: BinaryIO, fields: Fields, length: int | None = None, first: bool = True) -> Iterator[Record | Problem]:
    """Yield the records of a stream of JSON lines, or of its next ``length`` bytes; blank lines are passed over.

    ``first``: the stream starts where its file does, so that a byte-order mark may stand there.
    """
    for number, (end, line) in enumerate(read_lines(stream, length, jsonlines.line_limit(fields))):
        if line is not None:
            if first and number == 0:
                line = line.removeprefix(_BOM)
            if not line.strip():
                continue
        try:
            value, text, name, tags = jsonlines.parse(line, fields)
        except BadRecord as error:
            yield Problem(number, end, str(error), error.id)
            continue
        yield Record(text, name if name is not None else str(number), number, end, value, tags)


def _lines(part: Part, fields: Fields) -> Iterator[Record | Problem]:
    with open_lines(part.path, part.start) as stream:
        yield from read_stream(stream, fields, part.stop - part.start, part.start == 0)


def _rows(part: Part, fields: Fields) -> Iterator[Record | Problem]:
    with open_parquet(part.path) as file:
        _check_schema(part.path, file.schema_arrow, fields)
        groups = list(range(part.start, part.stop))
        rows = sum(file.metadata.row_group(g).num_rows for g in groups)
        number = 0
        for batch in file.iter_batches(ROWS_A_BATCH, row_groups=groups) if groups else ():
            for index in range(batch.num_rows):
                yield _row(batch, index, number, part.size * (number + 1) // rows, fields)
                number += 1


def _check_schema(path: str, schema: Any, fields: Fields) -> None:
    wanted = [fields.text, *([fields.id] if fields.id is not None else []), *([RESTORE] if fields.tagged else [])]
    for name in wanted:
        if name not in schema.names:
            raise InputError(f"{path}: has no column {name!r}, only {', '.join(schema.names)}; name another")
    types = need("pyarrow").types
    kind = schema.field(fields.text).type
    if not (types.is_string(kind) or types.is_large_string(kind)):
        raise InputError(f"{path}: the column {fields.text!r} holds {kind}, not strings; name another with --text-field")
    if RESTORE in schema.names and not fields.tagged:
        raise InputError(f"{path}: has a column {RESTORE!r} already; rename or remove it")


def _row(batch: Any, index: int, number: int, end: int, fields: Fields) -> Record | Problem:
    name: str | None = None
    try:
        if fields.id is not None:
            name = str(batch.column(fields.id)[index].as_py())
        text = check_text(batch.column(fields.text)[index].as_py(), fields, name)
        tags = batch.column(RESTORE)[index].as_py() if fields.tagged else None
    except UnicodeDecodeError as error:
        return Problem(number, end, f"invalid UTF-8 at byte {error.start}", name)
    except BadRecord as error:
        return Problem(number, end, str(error), name)
    return Record(text, name if name is not None else str(number), number, end, Row(batch, index), tags)


def _text(part: Part, fields: Fields) -> Record | Problem:
    with open(part.path, "rb") as stream:
        if os.fstat(stream.fileno()).st_size > 4 * fields.max_chars + 4:
            return Problem(0, part.size, f"the text is too long: --max-chars allows {fields.max_chars} characters", part.out)
        data = stream.read()
    try:
        given = read_data(data, part.out, format_of(part.out))
        text = check_text(given.text, fields)
    except InputError as error:
        return Problem(0, part.size, str(error).removeprefix(f"{part.out}: "), part.out)
    return Record(text, part.out, 0, part.size, given)

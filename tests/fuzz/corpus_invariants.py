"""What holds for any bytes in the files of a corpus: every line or row is a record or a problem, and nothing is lost."""

from __future__ import annotations

import io
import itertools
import json
import os
import tempfile
from pathlib import Path

from restore.corpus.annotation import Annotation, apply_later
from restore.corpus.jsonlines import dump, parse, with_result
from restore.corpus.kinds import Kind
from restore.corpus.readers import read_part, read_stream
from restore.corpus.records import BadRecord, Fields, Problem, Record
from restore.corpus.shards import cut
from restore.corpus.sources import Source
from restore.edits import apply_edits
from restore.errors import InputError
from restore.language import looks_english
from restore.tokens import sentence_spans, tokenize

BOM = b"\xef\xbb\xbf"
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None
FIELDS = (Fields(max_chars=1000), Fields(id="id"), Fields(tagged=True))


def check_lines(data: bytes) -> None:
    """Read ``data`` as JSON lines; raises AssertionError where a line is lost, doubled, or not what it was when written back."""
    lines = data.split(b"\n")
    wanted = [i for i, line in enumerate(lines) if (line.removeprefix(BOM) if i == 0 else line).strip()]
    for fields in FIELDS:
        found = list(read_stream(io.BytesIO(data), fields))
        assert [r.number for r in found] == wanted
        for record in found:
            if isinstance(record, Problem):
                assert record.reason and "\n" not in record.reason
                json.loads(dump({"id": record.id, "reason": record.reason}))
            else:
                check_record(record, fields)


def check_record(record: Record, fields: Fields) -> None:
    """A record written with another text reads back with that text, the rest as it was."""
    value = record.payload
    assert isinstance(value, dict)
    line = with_result(value, fields.text, "new", {"spun": False})
    assert line.count(b"\n") == 1
    again = json.loads(line)
    assert again.pop("restore") == {"spun": False}
    assert again == {**{k: v for k, v in value.items() if k != "restore"}, fields.text: "new"}
    try:
        assert parse(dump({k: v for k, v in value.items() if k != "restore"}), Fields(fields.text, fields.id))[1] == record.text
    except BadRecord as error:  # a lone surrogate stays an escape; what was read can always be read again
        raise AssertionError(str(error)) from error
    check_text(record.text)


def check_text(text: str) -> None:
    """Tokens and sentences lie in order inside of a text and leave nothing but blanks out."""
    tokens = tokenize(text)
    last = 0
    for start, end, piece in zip(tokens.starts, tokens.ends, tokens.texts):
        assert last <= start < end and text[start:end] == piece
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()
    spans = sentence_spans(text)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert sum(len(text[a:b].strip()) > 0 for a, b in spans) == len(spans)
    looks_english(text)


def check_parquet(data: bytes) -> int:
    """Read ``data`` as a Parquet file, which is refused in one line or read row by row; return how many rows were read."""
    with tempfile.NamedTemporaryFile(suffix=".parquet", dir=MEMORY) as file:
        file.write(data)
        file.flush()
        source = Source(file.name, Path(file.name).name, Kind.PARQUET, len(data), 0)
        total = 0
        for fields in FIELDS:
            found: list[Record | Problem] = []
            try:
                for part in cut(source, 100):
                    rows = list(read_part(part, fields))
                    assert [r.number for r in rows] == list(range(len(rows)))
                    assert [r.end for r in rows] == sorted(r.end for r in rows) and all(r.end <= part.size for r in rows)
                    found += rows
            except InputError as error:
                assert "\n" not in str(error) and file.name in str(error), error
                continue
            for record in found:
                if isinstance(record, Problem):
                    assert record.reason and "\n" not in record.reason
                elif fields.tagged:
                    check_tags(record.text, record.tags)
            total += len(found)
        return total


def check_tagged_lines(data: bytes) -> int:
    """Read ``data`` as lines that carry tags, and make their edits; return how many lines had such as can be made."""
    found = read_stream(io.BytesIO(data), Fields(tagged=True))
    return sum(check_tags(r.text, r.tags) for r in found if isinstance(r, Record))


def check_tags(text: str, tags: object) -> bool:
    """Make the edits of tags, which are refused in one line or lead to the text that they say; return whether they could be."""
    try:
        restored, found = apply_later(text, tags, 0.5)
    except BadRecord as error:
        assert "\n" not in str(error)
        return False
    assert restored == apply_edits(text, found.edits)
    line = dump(found.as_dict())
    again = Annotation.of(json.loads(line))
    assert dump(again.as_dict()) == line and again.edits == found.edits
    return True

"""What holds for any bytes that stand in a file of JSON lines: every line is a record or a problem, and nothing is lost."""

from __future__ import annotations

import io
import itertools
import json

from restore.corpus.jsonlines import dump, parse, with_result
from restore.corpus.readers import read_stream
from restore.corpus.records import BadRecord, Fields, Problem, Record
from restore.language import looks_english
from restore.tokens import sentence_spans, tokenize

BOM = b"\xef\xbb\xbf"
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

"""A line of JSON → a record, and back."""

from __future__ import annotations

import json
import math
from typing import Any

from restore.corpus.records import RESTORE, BadRecord, Fields, check_text

# \uXXXX takes six bytes a character; the other fields may take as much as a text
BYTES_A_CHARACTER = 6
SPARE = 1 << 20


def line_limit(fields: Fields) -> int:
    """Return how many bytes a line may have whose text is as long as ``fields`` allows."""
    return BYTES_A_CHARACTER * fields.max_chars + SPARE


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadRecord(f"broken JSON: the name {twice!r} stands twice in one object")
    return found


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise BadRecord(f"broken JSON: the number {text[:30]} is out of range")
    return value


# Only what can be written back with the same meaning may pass.
_DECODER = json.JSONDecoder(object_pairs_hook=_no_duplicates, parse_float=_finite)


def parse(line: bytes | None, fields: Fields) -> tuple[dict[str, Any], str, str | None, object]:
    """Return (all fields, text, id, tags) of a line; None stands for a line that was too long to be read.

    ``tags`` is the value of ``restore`` if ``fields.tagged``. Raises BadRecord when the line is no such record.
    """
    if line is None:
        raise BadRecord(f"the line is too long: more than {line_limit(fields)} bytes; see --max-chars")
    try:
        value = _DECODER.decode(line.decode("utf-8"))
    except BadRecord:
        raise
    except UnicodeDecodeError as error:
        raise BadRecord(f"invalid UTF-8 at byte {error.start} of the line") from error
    except json.JSONDecodeError as error:
        raise BadRecord(f"broken JSON: {error.msg} at character {error.pos + 1} of the line") from error
    except RecursionError as error:
        raise BadRecord("broken JSON: nested too deep") from error
    except ValueError as error:  # a whole number of thousands of digits
        raise BadRecord(f"broken JSON: {str(error).partition(';')[0]}") from error
    if not isinstance(value, dict):
        raise BadRecord("the line is not a JSON object")
    name: str | None = None
    if fields.id is not None:
        if fields.id not in value:
            raise BadRecord(f"has no field {fields.id!r}")
        name = value[fields.id] if isinstance(value[fields.id], str) else dump(value[fields.id]).decode()
    if fields.text not in value:
        raise BadRecord(f"has no field {fields.text!r}", name)
    text = check_text(value[fields.text], fields, name)
    if fields.tagged and RESTORE not in value:
        raise BadRecord(f"has no field {RESTORE!r}; tag it with 'restore corpus --tag-only' first", name)
    if not fields.tagged and RESTORE in value:
        raise BadRecord(f"has a field {RESTORE!r} already; rename or remove it", name)
    return value, text, name, value.get(RESTORE)


def dump(value: object) -> bytes:
    """Return ``value`` as JSON in UTF-8, without a line end; lone surrogates stay as escapes."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def with_result(fields: dict[str, Any], name: str, text: str, tags: object) -> bytes:
    """Return a record's line with its text in place of the old one and ``restore`` at the end; the other fields as they were."""
    return dump({**{k: v for k, v in fields.items() if k != RESTORE}, name: text, RESTORE: tags}) + b"\n"

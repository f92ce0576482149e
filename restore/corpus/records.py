"""A record, and why something could not become one."""

from __future__ import annotations

from dataclasses import dataclass

from restore.errors import InputError

RESTORE = "restore"


@dataclass(frozen=True)
class Fields:
    """Where a record keeps its text and its id, and how long a text may be.

    ``id``: None when records have none; then they are called after their place. ``max_chars``: code points.
    ``tagged``: records carry the field ``restore`` already, as ``restore apply`` reads them.
    """

    text: str = "text"
    id: str | None = None
    max_chars: int = 250_000_000
    tagged: bool = False


@dataclass(frozen=True)
class Record:
    """A document: its ``text``, its ``id``, and in ``payload`` what its writer needs to write all the rest back untouched.

    ``number`` counts the lines (rows, files) of its part from 0; ``end`` is how many bytes of the part were read after it.
    ``tags``: the field ``restore`` it came with, if its reader was asked for it.
    """

    text: str
    id: str
    number: int
    end: int
    payload: object
    tags: object = None


@dataclass(frozen=True)
class Problem:
    """A record that cannot be used: its place as in :class:`Record`, its id if it could be read, the reason in one line."""

    number: int
    end: int
    reason: str
    id: str | None = None


class BadRecord(ValueError):
    """One record cannot be used; the message is the reason, in one line, for ``errors.jsonl``."""

    def __init__(self, reason: str, id: str | None = None) -> None:
        super().__init__(reason)
        self.id = id


def check_text(value: object, fields: Fields, id: str | None = None) -> str:
    """Return the text of a record; raises BadRecord when it is no text or too long."""
    if not isinstance(value, str):
        kind = "null" if value is None else type(value).__name__
        raise BadRecord(f"the field {fields.text!r} is not a string but {kind}", id)
    if len(value) > fields.max_chars:
        raise BadRecord(f"the text is too long: {len(value)} characters, --max-chars allows {fields.max_chars}", id)
    return value


def too_many(allowed: int, place: str, reason: str) -> InputError:
    """Return the error of a run that has met more than ``allowed`` bad records, the latest at ``place``."""
    return InputError(
        f"more than {allowed} bad records, the latest {place}: {reason}; mend the input or raise --max-errors, run again"
    )

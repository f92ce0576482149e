"""Counts of what was done, for progress and for the summary."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields

from restore.errors import InputError

_LONG = 1_000_000  # characters; of longer texts not all words are held at a time
_WORD = re.compile(r"\S+")


def count_words(text: str) -> int:
    """Return the number of words: runs of characters that are no blanks."""
    return len(text.split()) if len(text) < _LONG else sum(1 for _ in _WORD.finditer(text))


@dataclass(frozen=True)
class Tally:
    """``documents`` read and usable, their ``words``; how many were ``spun``; ``edits`` made or proposed; ``written`` documents.

    ``errors``: records that could not be used; ``input_bytes``: how much of the input is done.
    """

    documents: int = 0
    words: int = 0
    spun: int = 0
    edits: int = 0
    written: int = 0
    errors: int = 0
    input_bytes: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))

    def __sub__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) - getattr(other, f.name) for f in fields(Tally)))

    def as_json(self) -> bytes:
        """Return the counts as a line of JSON."""
        return json.dumps(asdict(self)).encode() + b"\n"

    @staticmethod
    def of_json(data: bytes, name: str) -> Tally:
        """Read what :meth:`as_json` wrote; raises InputError when it is anything else."""
        try:
            return Tally(**json.loads(data))
        except (ValueError, TypeError) as error:
            raise InputError(f"{name}: is damaged; start again with another output folder") from error

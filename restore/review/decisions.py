"""Decisions made on a review page: a JSON file that names every edit and says which to make (docs/review.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from restore.edits import Edit, apply_edits
from restore.errors import InputError
from restore.formats.filetext import EXTRACTED, FileText, Written
from restore.formats.pick import Format
from restore.reading import Input
from restore.review.payload import text_hash

FORMAT, VERSION = "restore-decisions", 1
ACCEPT, REJECT = "accept", "reject"


@dataclass(frozen=True)
class Decisions:
    """``accepted``: the edits to make, in a text whose hash is ``sha256`` (see :func:`restore.review.payload.text_hash`).

    ``input``: how its file was read (``FileText.kind``), None where the decisions do not say.
    """

    sha256: str
    accepted: tuple[Edit, ...]
    input: str | None = None

    @staticmethod
    def read(given: Input, name: str) -> Decisions:
        """Read a file of decisions; raises InputError, with ``name`` in it, when it is none or is damaged."""
        try:
            data = json.loads(given.text)
        except (ValueError, RecursionError) as error:
            raise InputError(f"{name}: is no JSON ({error}); save the decisions from the review page again") from error
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            raise InputError(f"{name}: holds no decisions; save them from a page that 'restore file --html' made")
        if data.get("version") != VERSION:
            raise InputError(f"{name}: is of version {data.get('version')!r}, known is {VERSION}; update restore")
        try:
            accepted = tuple(e for e in map(_accepted, _typed(data, "edits", list)) if e is not None)
            return Decisions(_typed(data, "sha256", str), accepted, _input(data.get("input")))
        except (KeyError, TypeError, ValueError) as error:
            reason = f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)
            raise InputError(f"{name}: is damaged ({reason}); save the decisions from the review page again") from error

    def apply(self, given: FileText, name: str, decided_in: str) -> Written:
        """Return the file with the accepted edits made.

        Raises InputError when the decisions are about another text, or do not fit it; ``name`` and ``decided_in`` are what
        messages call the file and the decisions.
        """
        if text_hash(given.text) != self.sha256:
            raise InputError(f"{name}: is not the text that {decided_in} is about; give the text the review page was made from")
        try:
            apply_edits(given.text, self.accepted)  # a format may leave an edit out before it looks at its wording
            return given.write(self.accepted)
        except ValueError as error:
            raise InputError(f"{decided_in}: does not fit the text ({error}); mend it or save the decisions again") from error


def _typed(data: Mapping[str, Any], key: str, kind: type) -> Any:
    value = data[key]
    # a JSON "true" is an int to Python
    if not isinstance(value, kind) or isinstance(value, bool):
        raise TypeError(f"{key} is not of type {kind.__name__}")
    return value


def _input(value: object) -> str | None:
    if value is not None and value not in (*Format, EXTRACTED):
        raise ValueError(f"input is {value!r}, none of {', '.join((*Format, EXTRACTED))}")
    return None if value is None else str(value)


def _accepted(value: object) -> Edit | None:
    """The edit that one entry accepts, or None."""
    if not isinstance(value, Mapping):
        raise TypeError("an edit is not an object")
    decision = value["decision"]
    if decision not in (ACCEPT, REJECT):
        raise ValueError(f"a decision is {decision!r}, neither {ACCEPT} nor {REJECT}")
    start, end = _typed(value, "start", int), _typed(value, "end", int)
    if not 0 <= start <= end:
        raise ValueError("an edit starts where no text is")
    source, target = _typed(value, "source", str), _typed(value, "target", str)
    confidence = value.get("confidence", 1.0)
    if not isinstance(confidence, int | float):
        raise TypeError("confidence is no number")
    return Edit(start, end, source, target, float(confidence), str(value.get("origin", "user"))) if decision == ACCEPT else None

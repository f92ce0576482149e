"""JSON lines in → JSON lines out, for pipes; memory does not grow with the input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from restore.corpus import jsonlines
from restore.corpus.annotation import Annotation, apply_later
from restore.corpus.readers import read_stream
from restore.corpus.records import BadRecord, Fields, Problem, Record, too_many
from restore.corpus.restoring import Treatment, batches, treat_each
from restore.corpus.tally import Tally, count_words
from restore.protect import NOTHING, Protect

Result = tuple[str, Annotation] | str


def pipe(
    given: BinaryIO,
    emit: Callable[[bytes], None],
    complain: Callable[[str], None],
    fields: Fields,
    treat: Callable[[list[Record]], list[Result]],
    only_spun: bool,
    max_errors: int | None,
    batch_size: int,
) -> Tally:
    """Read records from ``given``, hand them to ``treat`` in batches, and ``emit`` the lines; return the counts.

    ``complain`` is told of each bad record in one line. Raises InputError when there are more than ``max_errors``.
    """
    total = Tally()

    def bad(found: Record | Problem, reason: str) -> None:
        nonlocal total
        total += Tally(errors=1)
        place = f"standard input:{found.number + 1}"
        if max_errors is not None and total.errors > max_errors:
            raise too_many(max_errors, place, reason)
        complain(f"{place}: {reason}; skipped")

    for batch in batches(read_stream(given, fields), batch_size, _chars):
        results = iter(treat([r for r in batch if isinstance(r, Record)]))
        for found in batch:
            if isinstance(found, Problem):
                bad(found, found.reason)
                continue
            result = next(results)
            if isinstance(result, str):
                bad(found, result)
                continue
            text, tags = result
            total += Tally(1, count_words(found.text), int(tags.spun), len(tags.edits))
            if tags.spun or not only_spun:
                value = cast(dict[str, Any], found.payload)
                emit(jsonlines.with_result(value, fields.text, text, tags.as_dict()))
                total += Tally(written=1)
    return total


def _chars(found: Record | Problem) -> int:
    return len(found.text) if isinstance(found, Record) else 0


def restoring(treatment: Treatment) -> Callable[[list[Record]], list[Result]]:
    """Return what restores records with a model."""
    return lambda records: treat_each([r.text for r in records], treatment) if records else []


def applying(min_confidence: float, keep_original: bool, protect: Protect = NOTHING) -> Callable[[list[Record]], list[Result]]:
    """Return what makes the proposals that records carry."""

    def one(record: Record) -> Result:
        try:
            return apply_later(record.text, record.tags, min_confidence, keep_original, protect)
        except BadRecord as error:
            return str(error)

    return lambda records: [one(r) for r in records]

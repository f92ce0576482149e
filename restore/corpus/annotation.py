"""What the field ``restore`` of a record says: the verdict on its text, and the edits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from restore.corpus.records import BadRecord
from restore.edits import Edit, apply_edits
from restore.protect import NOTHING, Protect
from restore.settle import settle


@dataclass(frozen=True)
class Annotation:
    """The verdict on a text.

    ``spun_score`` in 0–1, None when no model judged the text (not English); ``edits``: with offsets into the text as it came
    in; ``applied``: whether they were made, or are proposals still, the unlikely ones too; ``original``: the text as it came
    in, if kept.
    """

    spun_score: float | None
    spun: bool
    edits: tuple[Edit, ...]
    applied: bool
    original: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the annotation as a JSON-ready dictionary, always with the same names in the same order."""
        kept = {} if self.original is None else {"original": self.original}
        return {
            "spun_score": self.spun_score,
            "spun": self.spun,
            "applied": self.applied,
            "edit_count": len(self.edits),
            "edits": [e.as_dict() for e in self.edits],
            **kept,
        }

    @staticmethod
    def of(value: object) -> Annotation:
        """Read what :meth:`as_dict` wrote; raises BadRecord when it is anything else."""
        try:
            if not isinstance(value, Mapping):
                raise TypeError("not an object")
            edits = tuple(_edit(e) for e in value["edits"])
            score = None if value["spun_score"] is None else _share(value["spun_score"])
            spun, applied = value["spun"], value["applied"]
            if not isinstance(spun, bool) or not isinstance(applied, bool):
                raise TypeError("spun and applied are true or false")
            return Annotation(score, spun, edits, applied)
        except (KeyError, TypeError, ValueError) as error:
            raise BadRecord(f"its field 'restore' is not one of 'restore corpus' ({error})") from error


def _edit(value: Mapping[str, Any]) -> Edit:
    edit = Edit(**value)
    kinds = {"start": int, "end": int, "source": str, "target": str, "origin": str}
    wrong = [name for name, kind in kinds.items() if type(getattr(edit, name)) is not kind]
    if wrong:
        raise TypeError(f"{wrong[0]} of an edit is of another type")
    if not 0 <= edit.start <= edit.end:
        raise ValueError("an edit starts where no text is")
    _share(edit.confidence)
    return edit


def _share(value: object) -> float:
    if type(value) not in (int, float) or not 0 <= cast(float, value) <= 1:  # written so that NaN fails too
        raise ValueError(f"{str(value)[:30]} is no number from 0 to 1")
    return float(cast(float, value))


def apply_later(
    text: str, tags: object, min_confidence: float, keep_original: bool = False, protect: Protect = NOTHING
) -> tuple[str, Annotation]:
    """Apply a tagged text's proposals of at least ``min_confidence`` that ``protect`` allows; return (text, annotation).

    The result is that of restoring the text with that threshold and protection, if it was tagged with no more protection.
    Raises BadRecord when the tags do not belong to the text or were applied already.
    """
    found = Annotation.of(tags)
    if found.applied:
        raise BadRecord("its edits are applied already; tag with 'restore corpus --tag-only'")
    try:
        apply_edits(text, found.edits)  # as a check, before the grammar is looked at
        edits = settle(text, found.edits, found.spun, min_confidence, protect.spans(text))
        restored = apply_edits(text, edits)
    except (ValueError, IndexError) as error:
        raise BadRecord(f"its edits do not fit its text ({error})") from error
    return restored, Annotation(found.spun_score, found.spun, edits, True, text if keep_original else None)

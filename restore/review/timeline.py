"""Which edits stand at which threshold, so that a page can move its threshold and show what the restorer would write.

Grammar is repaired after the edits are chosen, so what an edit writes can depend on which others are made. Instead of a second
copy of those rules in the page, the restoration is settled once for each threshold that the page offers, and each form that an
edit takes is kept with the thresholds at which it stands.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from restore.edits import Edit
from restore.grammar.view import ORIGIN

if TYPE_CHECKING:
    from restore.restorer import Restoration

_STEPS = 50  # thresholds in 0–1: settling a long text once for each takes a third of what restoring it took
_REACH = 80  # code points between a repair and the edit that made it needed


@dataclass(frozen=True)
class Form:
    """``edit`` as it is made at the thresholds ``on``, a list of (first, last) positions.

    ``members``: the proposals (indices) that it makes, more than one where a repair joined them; ``cause``: the proposal that
    made a repair of grammar needed, where one did.
    """

    edit: Edit
    members: tuple[int, ...]
    cause: int | None
    on: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Timeline:
    """``thresholds``: ascending, those a page offers; ``start``: position of the one in use; ``forms``: in text order."""

    thresholds: tuple[float, ...]
    start: int
    forms: tuple[Form, ...]


def timeline(restoration: Restoration) -> Timeline:
    """Return the forms of a restoration's edits from its least certain proposal up, at steps of two hundredths.

    Without a model's verdict (``min_confidence`` None) there is one threshold, 1, and no form.
    """
    current = restoration.min_confidence
    if current is None:
        return Timeline((1.0,), 0, ())
    proposals = restoration.proposals
    lowest = min((e.confidence for e in (*proposals, *restoration.apply(0.0).edits)), default=current)
    thresholds = sorted({*(step / _STEPS for step in range(math.floor(_STEPS * lowest), _STEPS + 1)), current})
    ends = [e.end for e in proposals]
    at: dict[tuple[Edit, tuple[int, ...], int | None], list[int]] = {}
    for position, threshold in enumerate(thresholds):
        for edit in restoration.apply(threshold).edits:
            members: tuple[int, ...] = ()
            cause = None
            if edit.origin == ORIGIN:
                cause = _cause(edit, proposals, ends, threshold)
            else:
                near = _near(edit, proposals, ends, 0)
                members = tuple(i for i in near if proposals[i].confidence >= threshold and _shares(edit, proposals[i]))
            at.setdefault((edit, members, cause), []).append(position)
    alone = _alone(restoration, {cause for _, _, cause in at if cause is not None})
    merged: dict[tuple[Edit, tuple[int, ...], int | None], list[int]] = {}
    for (edit, members, cause), where in at.items():
        merged.setdefault((edit, members, None if edit in alone else cause), []).extend(where)
    forms = [Form(edit, members, cause, _ranges(sorted(where))) for (edit, members, cause), where in merged.items()]
    forms.sort(key=lambda f: (f.edit.start, f.edit.end, f.on))
    return Timeline(tuple(thresholds), thresholds.index(current), tuple(forms))


def _near(edit: Edit, proposals: Sequence[Edit], ends: Sequence[int], reach: int) -> Iterator[int]:
    """The proposals within ``reach`` code points of an edit."""
    for i in range(bisect_left(ends, edit.start - reach), len(proposals)):
        if proposals[i].start > edit.end + reach:
            return
        yield i


def _shares(edit: Edit, proposal: Edit) -> bool:
    """Whether an edit replaces some of what a proposal does, or inserts where it does."""
    same = (proposal.start, proposal.end) == (edit.start, edit.end)
    return same or (proposal.start < edit.end and proposal.end > edit.start)


def _cause(edit: Edit, proposals: Sequence[Edit], ends: Sequence[int], threshold: float) -> int | None:
    """The edit that made a repair needed: a repair is as sure as the weakest that did, so the nearest one as sure as it is."""
    near = [
        (max(proposals[i].start - edit.end, edit.start - proposals[i].end), i)
        for i in _near(edit, proposals, ends, _REACH)
        if proposals[i].confidence == edit.confidence >= threshold
    ]
    return min(near)[1] if near else None


def _alone(restoration: Restoration, causes: set[int]) -> set[Edit]:
    """The repairs that are made, as sure, without ``causes`` too: their confidence was that of a cause by chance."""
    others = tuple(e for i, e in enumerate(restoration.proposals) if i not in causes)
    return {e for e in replace(restoration, proposals=others).apply(0.0).edits if e.origin == ORIGIN} if causes else set()


def _ranges(positions: Sequence[int]) -> tuple[tuple[int, int], ...]:
    out: list[tuple[int, int]] = []
    for position in positions:
        if out and out[-1][1] == position - 1:
            out[-1] = (out[-1][0], position)
        else:
            out.append((position, position))
    return tuple(out)

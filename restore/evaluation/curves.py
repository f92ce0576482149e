"""What a confidence is worth: precision and recall over thresholds, and a reliability diagram (Murphy and Winkler 1977).

Both look at proposed edits one by one, before anything is chosen or repaired, so no point of the curve is the exact-edit
precision and recall of a restored text; it is the trade that ``--min-confidence`` offers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from restore.edits import Edit
from restore.evaluation.gold import Gold
from restore.evaluation.wer import tokenise

THRESHOLDS = (*(i / 20 for i in range(20)), 0.99)
BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposed edit's ``confidence`` (0–1), whether it writes an acceptable reading, and how many gold edits it settles."""

    confidence: float
    right: bool
    settles: int


def judge(gold: Gold, proposals: Iterable[Edit]) -> list[Judged]:
    """Judge each edit proposed for ``gold.text`` by itself."""
    out: list[Judged] = []
    for edit in proposals:
        right = tokenise(edit.target) in gold.replacements(edit.start, edit.end)
        out.append(Judged(edit.confidence, right, len(gold.within(edit.start, edit.end)) if right else 0))
    return out


def precision_recall(
    judged: Sequence[Judged], gold_edits: int, thresholds: Sequence[float] = THRESHOLDS
) -> list[dict[str, float]]:
    """Return threshold, precision (right among made), recall (gold edits settled) and made, for each threshold that leaves edits.

    An edit is made when its confidence is at least the threshold. ``gold_edits``: how many there were to settle, above 0.
    """
    points: list[dict[str, float]] = []
    for threshold in thresholds:
        made = [j for j in judged if j.confidence >= threshold]
        if made:
            precision, recall = sum(j.right for j in made) / len(made), sum(j.settles for j in made) / gold_edits
            points.append({"threshold": threshold, "precision": precision, "recall": recall, "made": len(made)})
    return points


def reliability(judged: Sequence[Judged], bins: int = BINS) -> list[dict[str, float]]:
    """Return for each equal-width bin that holds edits: its bounds, the mean confidence, the share right and the count.

    A confidence on a bound belongs to the bin above, 1 to the last.
    """
    members: list[list[Judged]] = [[] for _ in range(bins)]
    for item in judged:
        members[min(bins - 1, int(item.confidence * bins))].append(item)
    return [
        {
            "from": i / bins,
            "to": (i + 1) / bins,
            "confidence": sum(j.confidence for j in inside) / len(inside),
            "right": sum(j.right for j in inside) / len(inside),
            "count": len(inside),
        }
        for i, inside in enumerate(members)
        if inside
    ]


def curves(system: str, golds: Sequence[Gold], proposals: Sequence[Iterable[Edit]]) -> dict[str, object]:
    """Return the curves of ``system`` over several texts as JSON-ready data; empty where there is nothing to restore.

    Keys: ``system``; ``gold edits`` and ``proposals``, both counts; ``precision-recall`` and ``reliability``, the lists of the
    functions of these names.
    """
    gold_edits = sum(len(gold.edits) for gold in golds)
    judged = [j for gold, edits in zip(golds, proposals) for j in judge(gold, edits)]
    if not gold_edits or not judged:
        return {}
    return {
        "system": system,
        "gold edits": gold_edits,
        "proposals": len(judged),
        "precision-recall": precision_recall(judged, gold_edits),
        "reliability": reliability(judged),
    }

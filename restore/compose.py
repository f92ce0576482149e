"""Two spins of one text, one after the other, as one: its edits lead from the last text back to the first."""

from __future__ import annotations

from restore.edits import Edit
from restore.minimal import minimal_edit
from restore.simulator import Spun


def compose(first: Spun, second: Spun) -> Spun:
    """Return the spin that leads from the original of ``first`` to the text of ``second``, which spun ``first.text``.

    Edits that share a character of the text between them become one; what the second spin puts back is no damage. An edit's
    origin is that of its first edit by ``first``, the entry that an author's word fell to, else that of ``second``.
    Raises ValueError when ``second`` was not made from ``first.text``.
    """
    middle = first.text
    steps: list[tuple[int, int, bool, Edit]] = [(e.start, e.end, False, e) for e in first.edits]
    shift = 0  # what lies before a place in second.text is so much longer than in the text between
    for edit in second.edits:
        start = edit.start - shift
        if middle[start : start + len(edit.target)] != edit.target:
            raise ValueError("the second spin was not made from the text of the first")
        steps.append((start, start + len(edit.target), True, edit))
        shift += len(edit.source) - len(edit.target)
    if len(second.text) - shift != len(middle):
        raise ValueError("the second spin was not made from the text of the first")
    edits: list[Edit] = []
    shift = 0
    for group in _overlapping(steps):
        low, high = min(s[0] for s in group), max(s[1] for s in group)
        spun = _rewritten(middle, low, high, [(s, t, e.source) for s, t, is_second, e in group if is_second])
        original = _rewritten(middle, low, high, [(s, t, e.target) for s, t, is_second, e in group if not is_second])
        at = low + shift
        shift += len(spun) - (high - low)
        if spun == original:
            continue
        origin = next((e for _, _, is_second, e in group if not is_second), group[0][3]).origin
        a, b, back = minimal_edit(spun, original)
        edits.append(Edit(at + a, at + b, spun[a:b], back, 1.0, origin))
    return Spun(second.text, tuple(edits))


def _overlapping(steps: list[tuple[int, int, bool, Edit]]) -> list[list[tuple[int, int, bool, Edit]]]:
    """Group steps that share a character, directly or through others, in text order."""
    groups: list[list[tuple[int, int, bool, Edit]]] = []
    stop = -1
    for step in sorted(steps, key=lambda s: s[:3]):
        if groups and step[0] < stop:
            groups[-1].append(step)
        else:
            groups.append([step])
        stop = max(stop, step[1])
    return groups


def _rewritten(text: str, low: int, high: int, changes: list[tuple[int, int, str]]) -> str:
    """Return ``text[low:high]`` with ordered changes made."""
    out: list[str] = []
    for start, end, new in changes:
        out += (text[low:start], new)
        low = end
    return "".join([*out, text[low:high]])

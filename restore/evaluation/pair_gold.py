"""Gold edits of a spun text and its original, when nothing but the two texts is known.

Damaged phrases often touch, and an alignment gives one change for all of them. Where a phrase table is at hand, it says where one
phrase ends: the stretch is aligned again with its entries as extra steps that cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from restore.case import carry_case
from restore.evaluation.exact_edits import edits_between
from restore.evaluation.gold import Gold, GoldEdit
from restore.evaluation.wer import EvalTokens, split_tokens, tokenise
from restore.scan import scan
from restore.table import PhraseTable
from restore.tokens import tokenize

CONTEXT = 2
MOST_CELLS = 2_000_000  # steps tried for one text (seconds); stretches longer than their share keep the plain alignment
ENTRY_COST = 0.1

Entries = dict[int, list[tuple[int, set[tuple[str, ...]]]]]


@dataclass(frozen=True)
class _Step:
    """Tokens ``a0:a1`` of the spun text stand for ``b0:b1`` of the original; ``entry``: by an entry of the table."""

    a0: int
    a1: int
    b0: int
    b1: int
    entry: bool = False


def gold_of_pair(spun: str, original: str, table: PhraseTable | None = None) -> Gold:
    """Return the gold of a pair.

    Changes of n words to n are taken word by word, others as they come; with ``table``, phrase by phrase where its entries
    explain them. Words that only the original has go with a word beside them.
    """
    before, after = split_tokens(spun), split_tokens(original)
    steps: list[_Step] = []
    shift = 0
    for edit in edits_between(before.texts, after.texts):
        low = edit.start + shift
        steps.append(_Step(edit.start, edit.end, low, low + len(edit.target)))
        shift += len(edit.target) - len(edit.source)
    if table is not None:
        entries = _entries(spun, before, table)
        windows = list(_windows(steps, before, after))
        most = MOST_CELLS // max(1, len(windows))
        steps = [step for window in windows for step in _realigned(window, before, after, entries, most)]
    edits: list[GoldEdit] = []
    for step in _word_by_word(_widened(steps, len(before))):
        start, end = (before.starts[step.a0], before.ends[step.a1 - 1]) if len(before) else (0, 0)
        target = original[after.starts[step.b0] : after.ends[step.b1 - 1]] if step.b1 > step.b0 else ""
        edits.append(GoldEdit(start, end, spun[start:end], (target,)))
    return Gold(spun, tuple(edits))


def _entries(text: str, tokens: EvalTokens, table: PhraseTable) -> Entries:
    """For each token at which forms of the table begin: where each ends, and its originals in the form's case."""
    scanned = tokenize(text)
    matches = scan(scanned, table)
    first_at = {start: i for i, start in enumerate(tokens.starts)}
    stop_at = {end: i + 1 for i, end in enumerate(tokens.ends)}
    found: Entries = {}
    for first, length, phrase in zip(matches.start.tolist(), matches.length.tolist(), matches.phrase.tolist()):
        rows = range(int(table.first_row[phrase]), int(table.first_row[phrase + 1]))
        start, stop = first_at.get(scanned.starts[first]), stop_at.get(scanned.ends[first + length - 1])
        if not rows or start is None or stop is None:
            continue
        words = [t for t, word in zip(scanned.texts[first:][:length], scanned.words[first:][:length]) if word]
        targets = {tokenise(carry_case(words, table.phrases[int(table.source[row])])) for row in rows}
        found.setdefault(start, []).append((stop, targets))
    return found


def _windows(steps: list[_Step], before: EvalTokens, after: EvalTokens) -> Iterator[_Step]:
    """Widen the changes by a little context, since an entry may keep a word, and join those that then meet."""
    current: _Step | None = None
    for step in steps:
        left = min(CONTEXT, step.a0, step.b0)
        right = min(CONTEXT, len(before) - step.a1, len(after) - step.b1)
        wide = _Step(step.a0 - left, step.a1 + right, step.b0 - left, step.b1 + right)
        if current is not None and wide.a0 <= current.a1:
            current = _Step(current.a0, wide.a1, current.b0, wide.b1)
        else:
            if current is not None:
                yield current
            current = wide
    if current is not None:
        yield current


def _realigned(window: _Step, before: EvalTokens, after: EvalTokens, entries: Entries, most: int) -> list[_Step]:
    """Align a window at the least cost: a token kept 0, an entry of the table next to nothing, other changes 1 a token."""
    a, b = before.texts[window.a0 : window.a1], after.texts[window.b0 : window.b1]
    size, width = len(a), len(b)
    if size * width > most:
        return _plain(window, before, after)
    cost = [[float(i + j) for j in range(width + 1)] for i in range(size + 1)]
    back: list[list[tuple[int, int, bool] | None]] = [[None] * (width + 1) for _ in range(size + 1)]  # whence; by an entry

    def relax(i: int, j: int, to_i: int, to_j: int, price: float, entry: bool = False) -> None:
        new = cost[i][j] + price
        if back[to_i][to_j] is None or new < cost[to_i][to_j]:
            cost[to_i][to_j], back[to_i][to_j] = new, (i, j, entry)

    for i in range(size + 1):
        for j in range(width + 1):
            if i < size and j < width:
                relax(i, j, i + 1, j + 1, 0 if a[i] == b[j] else 1)
            if i < size:
                relax(i, j, i + 1, j, 1)
                for stop, targets in entries.get(window.a0 + i, ()):
                    for target in targets:
                        if stop <= window.a1 and b[j : j + len(target)] == target:
                            relax(i, j, stop - window.a0, j + len(target), ENTRY_COST, True)
            if j < width:
                relax(i, j, i, j + 1, 1)
    path: list[_Step] = []
    i, j = size, width
    while (step := back[i][j]) is not None and (i or j):
        from_i, from_j, entry = step
        if a[from_i:i] != b[from_j:j]:
            path.append(_Step(window.a0 + from_i, window.a0 + i, window.b0 + from_j, window.b0 + j, entry))
        i, j = from_i, from_j
    return _joined(path[::-1])


def _plain(window: _Step, before: EvalTokens, after: EvalTokens) -> list[_Step]:
    """Return a window's changes as the plain alignment has them."""
    steps: list[_Step] = []
    shift = window.b0
    for edit in edits_between(before.texts[window.a0 : window.a1], after.texts[window.b0 : window.b1]):
        low = edit.start + shift
        steps.append(_Step(edit.start + window.a0, edit.end + window.a0, low, low + len(edit.target)))
        shift += len(edit.target) - len(edit.source)
    return steps


def _joined(steps: list[_Step]) -> list[_Step]:
    """Join changes that touch, apart from entries."""
    out: list[_Step] = []
    for step in steps:
        last = out[-1] if out else None
        if last and not last.entry and not step.entry and (last.a1, last.b1) == (step.a0, step.b0):
            out[-1] = _Step(last.a0, step.a1, last.b0, step.b1)
        else:
            out.append(step)
    return out


def _widened(steps: list[_Step], size: int) -> list[_Step]:
    """Give each pure insertion the kept word after it, or before it, or else join it to its neighbour."""
    out: list[_Step] = []
    for step, following in pairwise([*steps, None]):
        assert step is not None
        if out and out[-1].a1 > step.a0:  # an insertion took this step in
            continue
        if step.a0 < step.a1 or not size:
            out.append(step)
        elif step.a0 < size and (following is None or following.a0 > step.a0):
            out.append(_Step(step.a0, step.a1 + 1, step.b0, step.b1 + 1))
        elif following is not None:
            out.append(_Step(step.a0, following.a1, step.b0, following.b1))
        elif out and out[-1].a1 == step.a0:
            last = out.pop()
            out.append(_Step(last.a0, step.a1, last.b0, step.b1))
        else:
            out.append(_Step(step.a0 - 1, step.a1, step.b0 - 1, step.b1))
    return out


def _word_by_word(steps: list[_Step]) -> Iterator[_Step]:
    for step in steps:
        count = step.a1 - step.a0
        if count == step.b1 - step.b0 and not step.entry:
            yield from (_Step(step.a0 + k, step.a0 + k + 1, step.b0 + k, step.b0 + k + 1) for k in range(count))
        else:
            yield step

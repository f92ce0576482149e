"""Exact edits: which changes to a text are the very changes that lead back to its original.

Gold edits come from aligning spun → original, the system's from spun → restored. Adjacent changes are one edit, unless they are
substitutions word by word, each of which counts by itself; an edit is right when a gold edit has the same span and the same
replacement. Both sides are put into one canonical form first, since an alignment
may delete either "the" of "the the": common tokens at the rims are dropped, and pure insertions and deletions move left as far as
they can (as genomic variants are normalised: Tan, Abecasis and Kang 2015).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from restore.evaluation.wer import align, distance


@dataclass(frozen=True, slots=True, order=True)
class TokenEdit:
    """Replace tokens ``start:end`` of a text, which read ``source``, by ``target``."""

    start: int
    end: int
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many edits are right, how many the system made and how many there were to make."""

    right: int = 0
    made: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.made + other.made, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Right edits among those made; 1.0 when none was made (nothing made is nothing made wrong)."""
        return self.right / self.made if self.made else 1.0

    @property
    def recall(self) -> float:
        """Right edits among the gold edits; 1.0 when there are none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f_half(self) -> float:
        """F0.5, which weighs precision twice as much as recall; 0.0 when both are 0."""
        p, r = self.precision, self.recall
        return 1.25 * p * r / (0.25 * p + r) if p + r else 0.0


def _trim(tokens: Sequence[str], start: int, end: int, target: tuple[str, ...]) -> tuple[int, int, tuple[str, ...]]:
    """Drop tokens that both sides end or begin with."""
    while end > start and target and tokens[end - 1] == target[-1]:
        end, target = end - 1, target[:-1]
    while end > start and target and tokens[start] == target[0]:
        start, target = start + 1, target[1:]
    return start, end, target


def _shift_left(
    tokens: Sequence[str], start: int, end: int, target: tuple[str, ...], floor: int
) -> tuple[int, int, tuple[str, ...]]:
    """Move a pure insertion or deletion left, not past ``floor``, as far as the result stays the same."""
    if not target:
        while start > floor and tokens[start - 1] == tokens[end - 1]:
            start, end = start - 1, end - 1
    elif start == end:
        while start > floor and tokens[start - 1] == target[-1]:
            start, end, target = start - 1, end - 1, (target[-1], *target[:-1])
    return start, end, target


def canonical(tokens: Sequence[str], changes: Iterable[tuple[int, int, tuple[str, ...]]]) -> list[TokenEdit]:
    """Return ordered, non-overlapping changes (start, end, target tokens) of ``tokens`` in canonical form.

    Changes that touch become one, changes of nothing vanish; then what is a run of one-word substitutions becomes these.
    """
    done: list[tuple[int, int, tuple[str, ...]]] = []
    for change in changes:
        floor = done[-1][1] if done else 0
        start, end, target = _shift_left(tokens, *_trim(tokens, *change), floor)
        if start == end and not target:
            continue
        if done and start == floor:
            first, _, before = done.pop()
            start, end, target = _trim(tokens, first, end, before + target)
            if start == end and not target:
                continue
        done.append((start, end, target))
    edits = (TokenEdit(start, end, tuple(tokens[start:end]), target) for start, end, target in done)
    return [word for edit in edits for word in _word_by_word(edit)]


def _word_by_word(edit: TokenEdit) -> list[TokenEdit]:
    """Split an edit into one-word substitutions where that takes no more changes than the edit itself."""
    pairs = list(zip(edit.source, edit.target))
    if len(edit.source) != len(edit.target) or sum(a != b for a, b in pairs) != distance(edit.source, edit.target):
        return [edit]
    return [TokenEdit(edit.start + i, edit.start + i + 1, (a,), (b,)) for i, (a, b) in enumerate(pairs) if a != b]


def edits_between(before: Sequence[str], after: Sequence[str]) -> list[TokenEdit]:
    """Return the edits that turn one token sequence into another, in canonical form.

    The distances between their sources and targets add up to the distance of the two sequences.
    """
    changes: list[tuple[int, int, tuple[str, ...]]] = []
    joined = False
    for block in align(before, after):
        if block.equal:
            joined = False
            continue
        target = tuple(after[block.b0 : block.b1])
        if joined:
            start, _, head = changes.pop()
            changes.append((start, block.a1, head + target))
        else:
            changes.append((block.a0, block.a1, target))
        joined = True
    return canonical(before, changes)


def apply_token_edits(tokens: Sequence[str], edits: Iterable[TokenEdit]) -> tuple[str, ...]:
    """Return ``tokens`` with ordered, non-overlapping edits applied."""
    out: list[str] = []
    last = 0
    for edit in edits:
        out += (*tokens[last : edit.start], *edit.target)
        last = edit.end
    return (*out, *tokens[last:])


def count_exact(made: Iterable[TokenEdit], gold: Iterable[TokenEdit]) -> Counts:
    """Count the made edits that are gold edits: same span, same replacement."""
    made, gold = set(made), set(gold)
    return Counts(len(made & gold), len(made), len(gold))

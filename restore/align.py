"""Alignment of two token sequences by Levenshtein distance (each insertion, deletion, substitution costs 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein


@dataclass(frozen=True, slots=True)
class Block:
    """One step of an alignment: tokens ``a0:a1`` of the first text stand for ``b0:b1`` of the second."""

    equal: bool
    a0: int
    a1: int
    b0: int
    b1: int


def _numbered(a: Sequence[str], b: Sequence[str]) -> tuple[list[int], list[int]]:
    # what stands on one side only can match nothing: one number for all of it keeps rapidfuzz's bit tables small, and it fast
    index = {token: i for i, token in enumerate(set(a).intersection(b), 2)}
    return [index.get(token, 0) for token in a], [index.get(token, 1) for token in b]


def distance(a: Sequence[str], b: Sequence[str]) -> int:
    """Return the Levenshtein distance between two token sequences."""
    return int(Levenshtein.distance(*_numbered(a, b)))


def align(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Return a cheapest alignment of two token sequences: blocks, in order, that cover both."""
    return [
        Block(op.tag == "equal", op.src_start, op.src_end, op.dest_start, op.dest_end)
        for op in Levenshtein.opcodes(*_numbered(a, b))
    ]

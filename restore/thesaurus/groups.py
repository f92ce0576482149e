"""What all readers of thesauri hand on: groups of phrases by line, and the lines that could not be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Line ``line`` (from 1) could not be used, or only in part; ``reason`` says why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Group:
    """Phrases that stand for each other, the source first; ``weight``: P(spun | source), where the file gives one."""

    line: int
    phrases: tuple[str, ...]
    weight: float | None = None


Found = Iterator[Group | Problem]

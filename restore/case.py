"""Case of words: name it, and carry it from a replaced phrase to its replacement."""

from __future__ import annotations

from enum import IntEnum


class Case(IntEnum):
    """Case form of a word or phrase (spinners handle LOWER and CAPITALISED apart and skip the rest)."""

    LOWER = 0
    CAPITALISED = 1
    TITLE = 2
    UPPER = 3
    MIXED = 4


def case_of(words: list[str]) -> Case:
    """Return the case form of a phrase given as surface words; digits and the pronoun I count as lower case."""
    cased = [w for w in words if any(c.isalpha() for c in w) and w != "I"]
    if not cased or all(w == w.lower() for w in cased):
        return Case.LOWER
    if all(w == w.upper() for w in cased) and sum(len(w) for w in cased) > 1:
        return Case.UPPER
    capital = [w[:1].isupper() and w[1:] == w[1:].lower() for w in cased]
    if len(cased) > 1 and all(c or (len(w) <= 3 and w == w.lower()) for c, w in zip(capital, cased)) and sum(capital) > 1:
        return Case.TITLE
    if cased[0] == words[0] and capital[0] and all(w == w.lower() for w in cased[1:]):
        return Case.CAPITALISED
    return Case.MIXED


_SMALL = frozenset("a an and as at but by for from in into nor of on or over the to with".split())


def capitalise(word: str) -> str:
    """Upper-case the first letter and leave the rest."""
    return word[:1].upper() + word[1:]


def carry_case(source: list[str], target: str) -> str:
    """Return ``target`` in the case of the phrase it replaces, given as surface words.

    A target that brings capitals of its own (a name) keeps them.
    """
    form = case_of(source)
    if form is Case.LOWER or not target:
        return target
    if form is Case.UPPER:
        return target.upper()
    words = target.split(" ")
    if form is Case.TITLE:
        small_from = 1 if source[0][:1].isupper() else 0  # "the White Home" → "the White House"
        return " ".join(w if w in _SMALL and i >= small_from else capitalise(w) for i, w in enumerate(words))
    if form is Case.CAPITALISED or source[0][:1].isupper():
        return capitalise(target)
    return target

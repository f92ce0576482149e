"""Forms of be, have and do, and had for would, that an edit wrote but that cannot stand where it wrote them."""

from __future__ import annotations

from bisect import bisect_left

from restore.case import carry_case
from restore.edits import Edit
from restore.grammar.participles import is_base, is_participle
from restore.grammar.subjects import Number, subject_number
from restore.grammar.view import ORIGIN, Change, View
from restore.tokens import Tokens, fold

_PLURAL_OF = {
    "is": "are",
    "isn": "aren",
    "was": "were",
    "wasn": "weren",
    "has": "have",
    "hasn": "haven",
    "does": "do",
    "doesn": "don",
}
_SINGULAR_OF = {plural: singular for singular, plural in _PLURAL_OF.items()}
_FIRST_OF = {"were": "was", "weren": "wasn", "has": "have", "hasn": "haven", "does": "do", "doesn": "don", "is": "am"}
_BASE_OF = {
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "has": "have",
    "had": "have",
    "does": "do",
    "did": "do",
}
_MODALS = frozenset("could will would shall should must".split())  # "can", "may" and "might" are names and nouns too often
_ADVERBS = frozenset(
    "not never also always already all both only just still then ever often long probably recently previously".split()
)
_PERFECT = frozenset(("been", "got", "had", "become"))


def repair_auxiliaries(view: View) -> list[Change]:
    """Rewrite auxiliaries inside the targets of edits where the words around them leave one form.

    Three rules: be, have and do agree with a plain subject before them (see :mod:`restore.grammar.subjects`); behind a modal they
    stand in the base form; and what an edit made of 'd is would or had, of 's has, where the verb that follows says so. All
    else is left alone: words outside an edit, and subjects or verbs that are not plain.
    """
    tokens = view.tokens
    changes = []
    for edit, (low, high) in zip(view.edits, view.spans):
        if edit.origin == ORIGIN:
            continue
        i = bisect_left(tokens.starts, low)
        while i < len(tokens) and tokens.ends[i] <= high:
            new = _after_modal(tokens, i) or _agreeing(tokens, i) or _spelt_out(tokens, i, edit)
            if new is not None and new != tokens.norms[i]:
                surface = carry_case([tokens.texts[i]], new)
                changes.append(Change(tokens.starts[i], tokens.ends[i], surface, edit.confidence))
            i += 1
    return changes


def _after_modal(tokens: Tokens, i: int) -> str | None:
    """Return the base form of auxiliary ``i`` where a modal with a pronoun before it governs it."""
    base = _BASE_OF.get(tokens.norms[i])
    if base is None or i < 2 or not all(tokens.spaced[i - 1 : i + 1]):
        return None
    pronoun = tokens.norms[i - 2] in ("I", "you", "he", "she", "it", "we", "they")
    return base if pronoun and tokens.norms[i - 1] in _MODALS else None


def _agreeing(tokens: Tokens, i: int) -> str | None:
    """Return the form of auxiliary ``i`` that agrees with its subject, None where there is nothing to choose."""
    norm = tokens.norms[i]
    if norm not in _PLURAL_OF and norm not in _SINGULAR_OF:
        return None
    negated = i + 1 < len(tokens) and tokens.norms[i + 1] == "'t"
    if norm.endswith("n") != negated:
        return None  # "don" and "haven" are words as well
    number = subject_number(tokens, i)
    if number is Number.PLURAL:
        return _PLURAL_OF.get(norm)
    if number is Number.SINGULAR:
        return _SINGULAR_OF.get(norm)
    if number is Number.FIRST:
        return _FIRST_OF.get(norm)
    return None


def _spelt_out(tokens: Tokens, i: int, edit: Edit) -> str | None:
    """Return would or had for an 'd, has for an 's, that ``edit`` spelt out as token ``i``."""
    norm, source = tokens.norms[i], fold(edit.source).lower()
    if norm in ("had", "would") and "'d" in source:
        verb = _verb_after(tokens, i)
        if norm == "had":
            return "would" if is_base(verb) else None
        return "had" if is_participle(verb) else None
    if norm == "is" and "'s" in source:
        return "has" if _verb_after(tokens, i) in _PERFECT else None
    return None


def _verb_after(tokens: Tokens, i: int) -> str:
    """Return the word after token ``i`` and the adverbs behind it, "" where a mark comes first."""
    at = i + 1
    while at < len(tokens) and tokens.norms[at] in _ADVERBS and tokens.spaced[at]:
        at += 1
    return tokens.norms[at] if at < len(tokens) and tokens.spaced[at] else ""

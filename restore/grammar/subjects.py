"""The number of a plain subject before a verb, where a few words tell it for certain."""

from __future__ import annotations

from enum import Enum

from restore.grammar.closed import FUNCTION_WORDS
from restore.grammar.numbers import NUMBERS
from restore.tokens import Tokens


class Number(Enum):
    """Number of a subject; FIRST is the pronoun I, which takes "was" but "have"."""

    FIRST = 0
    SINGULAR = 1
    PLURAL = 2


_PRONOUNS = {
    "I": Number.FIRST,
    "he": Number.SINGULAR,
    "she": Number.SINGULAR,
    "it": Number.SINGULAR,
    "they": Number.PLURAL,
    "we": Number.PLURAL,
}
_MANY = frozenset("these those several both many".split()) | frozenset(NUMBERS).difference(("zero", "one"))
_ONE = frozenset("this a an each every".split())
# A clause may begin behind these; not behind if, as, than and the like, after which "he were" and "he have" are right.
_JOINTS = frozenset("because but although when while whereas where since that which what how why".split())
_MARKS = frozenset('.!?;:,\u2013\u2014"\u201c(')
# Nouns that stand for one or many, nouns that open an adverbial (this week people are), and what is no noun.
_VAGUE = frozenset(
    "number few couple lot majority minority handful dozen hundred thousand million billion variety range group pair quarter "
    "third half host series team family staff crew band people police public government percent cent all most more less other "
    "others same rest plenty none some much several many same week year month time morning evening day night summer winter "
    "spring autumn weekend minutes hours days times years weeks months way kind type sort may might must cannot ought".split()
)
_NO_PLURAL = ("ss", "us", "is", "ics")
_SAME_FORM = frozenset("news species means measles gallows headquarters works always perhaps sometimes".split())


def subject_number(tokens: Tokens, verb: int) -> Number | None:
    """Return the number of the subject that ends right before token ``verb``, or None where it is not plain.

    Plain is, at the start of a clause, a pronoun in the nominative, or a noun with at most one word between it and a determiner
    that tells its number (these brave men).
    """
    if verb == 0 or not tokens.spaced[verb]:
        return None
    pronoun = _PRONOUNS.get(tokens.norms[verb - 1])
    if pronoun is not None:
        return pronoun if _clause(tokens, verb - 1) else None
    return _noun(tokens, verb - 1)


def _noun(tokens: Tokens, i: int) -> Number | None:
    norm = tokens.norms[i]
    if not _content(tokens, i) or len(norm) < 3:
        return None
    many = norm.endswith("s") and not norm.endswith(_NO_PLURAL) and norm not in _SAME_FORM
    for det in (i - 1, i - 2):
        if det < 0 or not tokens.spaced[det + 1]:
            return None
        word = tokens.norms[det]
        if word in _MANY:
            return Number.PLURAL if many and _clause(tokens, det) else None
        if word in _ONE:
            return Number.SINGULAR if not norm.endswith("s") and _clause(tokens, det) else None
        if not _content(tokens, det) or word.endswith("ly"):
            return None
    return None


def _content(tokens: Tokens, i: int) -> bool:
    """Whether token ``i`` is a lower-case word that may be an adjective or a noun."""
    norm = tokens.norms[i]
    return tokens.texts[i] == norm and norm.isalpha() and norm not in _VAGUE and norm not in FUNCTION_WORDS


def _clause(tokens: Tokens, i: int) -> bool:
    """Whether a clause begins at token ``i``: on a new line, behind a mark or behind a conjunction."""
    if i == 0 or not (tokens.spaced[i] or tokens.glued[i]):
        return True
    return tokens.norms[i - 1] in (_JOINTS if tokens.words[i - 1] else _MARKS)

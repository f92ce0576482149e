"""What a phrase must be to stand in a table, and the look-up key of many phrases at once."""

from __future__ import annotations

import re

from restore.tokens import fold, key_of, tokenize

# A spinner's entry has a source of one to five words; what it writes may be one longer.
SOURCE_TOKENS, FORM_TOKENS = 5, 6
_LONGEST = 200  # characters; no phrase of so few words is longer, and nobody tokenizes a megabyte to learn that
_PLAIN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*\Z")
_BLANKS = re.compile(r"\s+")


def tidy(phrase: str) -> str:
    """Return ``phrase`` with plain apostrophes and hyphens, single blanks, and none at its ends."""
    return _BLANKS.sub(" ", fold(phrase)).strip()


def fault(phrase: str, longest: int) -> str | None:
    """Return why a tidy phrase cannot be listed, or None: it takes 1 to ``longest`` tokens, words and clitics alone."""
    if not phrase:
        return "an empty phrase"
    size = phrase.count(" ") + 1
    if len(phrase) > _LONGEST or size > longest:
        return f"{_short(phrase)!r} is longer than {longest} words"
    if _PLAIN.match(phrase):
        return None
    tokens = tokenize(phrase)
    if not tokens.words or not all(tokens.words):
        return f"{_short(phrase)!r} has other marks than apostrophes and hyphens inside words"
    if len(tokens) > longest:
        return f"{_short(phrase)!r} is longer than {longest} words"
    if not any(c.isalpha() for c in phrase):
        return f"{_short(phrase)!r} has no letter"
    return None


def quick_key(phrase: str) -> str:
    """Return what :func:`restore.tokens.key_of` does, faster for plain words."""
    if not _PLAIN.match(phrase):
        return key_of(phrase)
    return " ".join("I" if word == "I" else word.lower() for word in phrase.split(" "))


def _short(phrase: str) -> str:
    return phrase if len(phrase) <= 40 else phrase[:39] + "…"

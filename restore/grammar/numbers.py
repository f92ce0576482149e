"""Small numbers by word and by figure, and lists of them that a spinner broke: ``6 and seven`` was ``6 and 7``."""

from __future__ import annotations

from restore.grammar.closed import FUNCTION_WORDS
from restore.grammar.view import Change, View

CONFIDENCE = 0.7
NUMBERS = {w: str(n) for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_JOINTS = frozenset(("and", "or", "to"))
_CLOSES = frozenset(".,;:)?!")


def number(norm: str) -> str | None:
    """Return the figures of a normalised token that is a number, None for other words."""
    return norm if norm[0].isdigit() else NUMBERS.get(norm)


def repair_numbers(view: View) -> list[Change]:
    """Write a number word as a figure where it ends a list that a figure opens: "Programmes 6 and seven".

    Left alone: "6 and one" (a pronoun as well), a number that counts the word after it, lists without a capitalised name before
    them, and numbers above twelve, for writers who spell out small numbers write "15 and seven" too.
    """
    tokens = view.tokens
    changes = []
    for i in range(4, len(tokens)):
        value = NUMBERS.get(tokens.norms[i])
        if value is None or int(value) < 2 or tokens.texts[i] != tokens.norms[i]:
            continue
        name, first, joint = tokens.texts[i - 3 : i]
        listed = joint in _JOINTS and first.isdecimal() and int(first) <= 12 and name[0].isupper() and tokens.words[i - 4]
        after = tokens.norms[i + 1] if i + 1 < len(tokens) else "."
        ends = after in _CLOSES or (after in FUNCTION_WORDS and tokens.spaced[i + 1])
        if listed and ends and all(tokens.spaced[i - 3 : i + 1]):
            start, end = tokens.starts[i], tokens.ends[i]
            changes.append(Change(start, end, value, view.confidence(start, end, CONFIDENCE)))
    return changes

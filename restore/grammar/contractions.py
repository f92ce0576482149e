"""Contractions whose first part a spinner took for a word of its own: ``gained't`` was ``won't``."""

from __future__ import annotations

from restore.case import carry_case
from restore.grammar.view import Change, View
from restore.tokens import key_of

CONFIDENCE = 0.9
# The only negative contractions whose first part is also an English word by itself are won't, can't, haven't and don't,
# so a synonym of that word before 't has one reading. "could't" may be can't spun or couldn't mistyped, "is't" and
# "was't" are old verse, and "permit's" may be a permit's: these are left alone.
_NOT = {
    "won": ("gained", "received", "earned", "obtained", "acquired", "secured", "triumphed", "prevailed"),
    "can": ("may", "might", "tin", "is able to", "are able to", "will be able to"),
    "haven": ("refuge", "shelter", "harbor", "harbour", "sanctuary", "safe place"),
    "don": ("wear", "put on", "do"),
}
_MISSING_N = ("did", "does", "has", "had", "have", "are", "were", "would", "should", "must", "need")
_BASES = {
    "'t": {spun: base for base, forms in _NOT.items() for spun in forms} | {word: word + "n" for word in _MISSING_N},
    "'s": {"allow": "let", "enable": "let"},
}
_LONGEST = max(key_of(form).count(" ") + 1 for forms in _BASES.values() for form in forms)


def repair_contractions(view: View) -> list[Change]:
    """Put the right word before a clitic that cannot follow the one that stands there; the clitic itself is not touched."""
    tokens = view.tokens
    changes = []
    for i, norm in enumerate(tokens.norms):
        bases = _BASES.get(norm)
        if bases is None or not tokens.glued[i]:
            continue
        for size in range(min(_LONGEST, i), 0, -1):
            first = i - size
            base = bases.get(" ".join(tokens.norms[first:i]))
            if base is None or not all(tokens.spaced[first + 1 : i]):
                continue
            start, end = tokens.starts[first], tokens.ends[i - 1]
            new = carry_case(tokens.texts[first:i], base)
            changes.append(Change(start, end, new, view.confidence(start, end, CONFIDENCE)))
            break
    return changes

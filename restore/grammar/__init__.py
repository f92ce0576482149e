"""Repairs of what a synonym spinner broke and of what restoring words breaks, after the edits are chosen.

Every repair reads the text as the edits leave it and answers with changes of that text; :mod:`restore.grammar.view` turns
these back into edits. The rules are our own; each module says what it leaves alone, for a wrong repair is worse than none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from restore.edits import Edit
from restore.grammar.articles import repair_articles
from restore.grammar.auxiliaries import repair_auxiliaries
from restore.grammar.braces import repair_braces
from restore.grammar.capitals import repair_capitals
from restore.grammar.contractions import repair_contractions
from restore.grammar.demonyms import repair_demonyms
from restore.grammar.doubled import repair_doubled
from restore.grammar.numbers import repair_numbers
from restore.grammar.view import Change, View
from restore.protect import NOWHERE, Spans
from restore.tokens import Tokens

__all__ = ["repair"]

# Articles come last: what word follows them is settled only then.
_REPAIRS: tuple[Callable[[View], list[Change]], ...] = (
    repair_braces,
    repair_contractions,
    repair_auxiliaries,
    repair_demonyms,
    repair_numbers,
    repair_doubled,
    repair_capitals,
    repair_articles,
)
_ROUNDS = 8


def repair(text: str, tokens: Tokens, edits: Sequence[Edit], protected: Spans = NOWHERE) -> list[Edit]:
    """Return ``edits`` (non-overlapping, offsets into ``text``) with grammar repairs, sorted and non-overlapping.

    ``tokens`` are those of ``text``; ``protected``: places that the edits leave alone, and that repairs leave alone too.
    A given edit comes back as it is, with another target, widened by the blank before it (its word was one too many), or not at
    all (its repaired target is what the text has anyway). New edits have the origin "grammar"; their confidence is that of the
    edit which made them needed, or the rule's own.
    Raises ValueError when ``edits`` overlap or do not fit ``text``.
    """
    view = View.of(text, edits, tokens)
    # one repair can make room for another ("a an banana" → "a a banana" → "a banana"), so repeat until nothing changes
    for _ in range(_ROUNDS):
        before = view.text
        for step in _REPAIRS:
            changes = step(view)
            if changes and protected:
                here = protected.after(view.edits)
                changes = [c for c in changes if not here.touches(c.start, c.end)]
            if changes:
                view = view.change(changes)
        if view.text == before:
            break
    return list(view.edits)

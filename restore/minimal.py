"""The smallest edit inside a substitution: shared words at both ends are cut off.

"in the state" → "within the state" is "in" → "within"; one substitution then has one shape wherever it was listed.
"""

from __future__ import annotations

from restore.tokens import Tokens, tokenize


def shared_ends(one: list[str], two: list[str]) -> tuple[int, int]:
    """Return how many tokens two token lists share at the start and at the end, leaving at least one token on each side."""
    most = min(len(one), len(two)) - 1
    head = 0
    while head < most and one[head] == two[head]:
        head += 1
    tail = 0
    while tail < most - head and one[-1 - tail] == two[-1 - tail]:
        tail += 1
    return head, tail


def _cut(tokens: Tokens, head: int, tail: int) -> tuple[int, int]:
    return tokens.starts[head], tokens.ends[len(tokens) - 1 - tail]


def minimal_pair(form: str, source: str) -> tuple[str, str]:
    """Return (form, source) without the words they share at their ends."""
    start, stop, short = minimal_edit(form, source)
    return form[start:stop], short


def minimal_edit(old: str, new: str) -> tuple[int, int, str]:
    """Return (start, end, replacement) inside ``old`` of the smallest edit that turns it into ``new``."""
    a, b = tokenize(old), tokenize(new)
    if len(a) < 2 or len(b) < 2:
        return 0, len(old), new
    head, tail = shared_ends(a.texts, b.texts)
    # a clitic cannot begin or follow an edit: its word stays with it
    while head and (not a.words[head] or not b.words[head] or a.norms[head][0] == "'" or b.norms[head][0] == "'"):
        head -= 1
    while tail and any(t.norms[len(t) - tail][0] == "'" and t.glued[len(t) - tail] for t in (a, b)):
        tail -= 1
    start, stop = _cut(a, head, tail)
    new_start, new_stop = _cut(b, head, tail)
    return start, stop, new[new_start:new_stop]

"""How much each trusted pair weighs: P(the engine lists the original and puts this form for it).

Chosen by the leave-one-out likelihood of P(original | form) over the 4,383 sightings that stay listed without themselves
(eval/NOTES.md).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable

from restore.simulator import FUNCTION_WORDS
from restore.tokens import tokenize

# Of about 100 articles of 800 words, this share of the listed sources that stood in one was noted.
ARTICLES, LENGTH, NOTED = 100, 800, 0.6
# Sightings that a source counts before the first, and what it takes to doubt that it is listed.
FIRST, DOUBT = 0.4, 4.0
# So that a source sighted about as often as expected counts as surely listed, and a rare unseen one as two in five: simulated
# articles then have as many edits a word as real ones (0.25).
SCALE = 4.0
# The whole lexicon entry weighs as one sighting, what neither names as a quarter.
UNLISTED = 0.25
FUNCTION_PENALTY = 5.0

Alternatives = dict[str, dict[str, float]]


def rank_weights(count: int) -> list[float]:
    """Share of each alternative of a lexicon entry, most likely first.

    Geometric, as measured: of 361 sources sighted four times or more, the lexicon's first alternative took 66 % of the
    sightings, the second 20 %, the third 6 %, the fourth 3 %.
    """
    raw = [0.3**rank + 0.02 for rank in range(count)]
    return [w / sum(raw) for w in raw]


def listed(sightings: float, frequency: float) -> float:
    """Return how likely it is that the engine lists a source, from its sightings and its share of all words.

    A source as common as "about" that nobody saw replaced in a hundred spun articles is hardly in the list.
    """
    expected = ARTICLES * NOTED * (1 - math.exp(-LENGTH * frequency))
    return min(1.0, SCALE * (sightings + FIRST) / (expected + DOUBT))


def weigh(source: str, alternatives: Iterable[str], seen: Counter[str], frequency: float) -> dict[str, float]:
    """Return P(form | source) over an entry's ``alternatives``, likeliest first, and what was ``seen`` of it."""
    named = list(alternatives)
    mass: dict[str, float] = defaultdict(float, zip(named, rank_weights(len(named))))
    for form, count in seen.items():
        mass[form] += count
    total = sum(mass.values()) + UNLISTED
    share = listed(sum(seen.values()), frequency) / (FUNCTION_PENALTY if source in FUNCTION_WORDS else 1.0)
    return {form: share * value / total for form, value in mass.items()}


def parts(form: str, source: str, known: dict[str, set[str]]) -> list[tuple[str, str]]:
    """Return the shorter substitutions that a longer one consists of, side by side; nothing if it is one of its own.

    "different nations" for "other countries" is "different" for "other" and "nations" for "countries".
    ``known``: form → originals.
    """
    one, two = tokenize(form).norms, tokenize(source).norms
    memo: dict[tuple[int, int], list[tuple[str, str]] | None] = {}

    def split(i: int, j: int) -> list[tuple[str, str]] | None:
        if i == len(one) or j == len(two):
            return [] if i == len(one) and j == len(two) else None
        if (i, j) not in memo:
            memo[i, j] = None
            if one[i] == two[j]:
                memo[i, j] = split(i + 1, j + 1)
            for a in range(i + 1, len(one) + 1):
                for b in range(j + 1, len(two) + 1):
                    if memo[i, j] is None and (i, j, a, b) != (0, 0, len(one), len(two)):
                        left, right = " ".join(one[i:a]), " ".join(two[j:b])
                        rest = split(a, b) if right in known.get(left, ()) else None
                        memo[i, j] = None if rest is None else [(left, right), *rest]
        return memo[i, j]

    found = split(0, 0) if len(one) > 1 and len(two) > 1 else None
    return found if found and len(found) > 1 else []

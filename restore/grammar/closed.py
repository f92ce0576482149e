"""Closed-class words, for rules that must tell grammar from content."""

from __future__ import annotations

# Determiners, pronouns, conjunctions, auxiliaries and prepositions. No article stands directly before one of these, and none
# is a name; words that are adjectives or adverbs as well (other, only, over, off, under, up, one, once, most) are not here.
FUNCTION_WORDS = frozenset(
    "a am an and any are aren as at be been being both but by can could couldn did didn do does doesn each either every for from "
    "had hadn has hasn have haven he hence her hers herself him himself his how if in into is isn it its itself me my myself nor "
    "of on onto or our ours ourselves shall she should so some than that the their theirs them themselves then there these they "
    "this those though to unless until unto upon us was wasn we were weren what when where whether which while who whom whose "
    "why will with would wouldn you your yours yourself equals".split()
)

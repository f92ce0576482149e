"""Words that stand twice: ``video video games``, ``the the``."""

from __future__ import annotations

from restore.grammar.view import Change, View

CONFIDENCE = 0.9
# Said twice by grammar (had had), for emphasis (very very), in a greeting, a sound, a dance, a dish or a count.
_ALWAYS_RIGHT = frozenset(
    "had that very no so really too much many far long never ever again old big little deep hot same please wait look out "
    "now there then well go goes yes yeah yep nope ok okay oh ah eh uh um wow whoa ho ha he hee haw hey hi hoo hoot ooh la "
    "na da doo fa ra rah blah bye hear hint wink chop knock tut night hush boom bang beep choo ack click ding dong ping "
    "pong dum tick tock woof quack yum yuck clap drip love cha can yo pom tom tuk win bling pooh goody beri chow dik mahi "
    "piri peri wagga bora buffalo one two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred".split()
)
# Right now and then ("the town we live in in winter", "gave her her book", "what it is is"): wrong only where an edit made them.
_SOMETIMES_RIGHT = frozenset(
    "is was are were been in on at for by with to up over off about as it what who which her him you me us do did late".split()
)


def _left_alone(norm: str) -> bool:
    return norm in _ALWAYS_RIGHT or norm[0] == "'" or not norm.replace("-", "").isalpha() or (len(norm) == 1 and norm != "a")


def repair_doubled(view: View) -> list[Change]:
    """Delete the second of two equal words, and the blank before it, on one line with a single blank between.

    Left alone: what is said twice on purpose or by grammar, numbers, names (Duran Duran), and words next to marks that make
    them part of an address or a tag.
    """
    tokens, text = view.tokens, view.text
    norms, texts = tokens.norms, tokens.texts
    changes = []
    for i in range(1, len(tokens)):
        norm = norms[i]
        if norm != norms[i - 1] or not tokens.words[i] or not tokens.spaced[i] or _left_alone(norm):
            continue
        start, end = tokens.ends[i - 1], tokens.ends[i]
        if end - start != 1 + len(texts[i]) or text[start] == "\t":
            continue  # columns
        if texts[i] != texts[i - 1] and not (_opens(view, i - 1) and texts[i] == norm):
            continue  # "Trains trains", "the The Guardian"
        if texts[i] != norm and (texts[i].isupper() or not view.caused(tokens.starts[i - 1], end)):
            continue  # a name, unless an edit doubled it, or ALL CAPS
        if tokens.glued[i - 1] and text[tokens.starts[i - 1] - 1] in "@#/\\.-_&'\u2019":
            continue
        if i + 1 < len(tokens) and tokens.glued[i + 1] and not _closes(view, i + 1):
            continue
        if norm in _SOMETIMES_RIGHT and not view.caused(tokens.starts[i - 1], end):
            continue
        changes.append(Change(start, end, "", view.confidence(tokens.starts[i - 1], end, CONFIDENCE)))
    return changes


def _opens(view: View, i: int) -> bool:
    """Whether token ``i`` stands where a sentence may begin: at the start, after a line break or after a mark."""
    tokens = view.tokens
    return i == 0 or not (tokens.words[i - 1] and tokens.spaced[i])


def _closes(view: View, i: int) -> bool:
    """Whether the mark ``i`` ends a word (a full stop, not the dot of "visit.com"; no clitic)."""
    tokens = view.tokens
    return (
        not tokens.words[i]
        and tokens.texts[i] in '.,;:!?)]}"\u201d\u2019\u2026\u2013\u2014'
        and not (i + 1 < len(tokens) and tokens.glued[i + 1] and tokens.words[i + 1])
    )

"""Adjectives of nationality that a spinner took for the names of languages: ``the Chinese language ambassador``."""

from __future__ import annotations

from restore.grammar.view import Change, View

CONFIDENCE = 0.8
# Adjectives that are names of languages too.
_LANGUAGES = frozenset(
    "albanian arabic bulgarian burmese chinese croatian czech danish dutch english estonian finnish french georgian german greek "
    "hebrew hungarian icelandic indonesian irish italian japanese khmer korean lao latvian lithuanian malay maltese mongolian "
    "nepali norwegian persian polish portuguese romanian russian serbian slovak slovenian spanish swedish thai turkish ukrainian "
    "vietnamese welsh".split()
)
# What belongs to a state and has no language of its own; "teacher", "newspaper", "service", "minister" are not here.
_HEADS = frozenset(
    "ambassador ambassadors embassy embassies consulate consulates diplomat diplomats president presidents government "
    "governments army armies navy troops soldiers military forces officials citizens nationals investors investments territory "
    "border borders economy currency companies factories warships aircraft airspace tanks sanctions exports imports "
    "oil gas coal".split()
)


def repair_demonyms(view: View) -> list[Change]:
    """Delete "language" between an adjective of nationality and a noun that has to do with a state rather than with speech.

    Left alone: every other noun (Chinese language schools), "languages", other spellings of the adjective, and line breaks.
    """
    tokens = view.tokens
    changes = []
    for i in range(1, len(tokens) - 1):
        if tokens.texts[i] != "language" or tokens.norms[i - 1] not in _LANGUAGES or not tokens.texts[i - 1][0].isupper():
            continue
        if tokens.norms[i + 1] not in _HEADS or not (tokens.spaced[i] and tokens.spaced[i + 1]):
            continue
        start, end = tokens.ends[i - 1], tokens.ends[i]
        changes.append(Change(start, end, "", view.confidence(start, end, CONFIDENCE)))
    return changes

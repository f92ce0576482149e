"""Capital letters that an edit lost or brought: at the start of a sentence, inside one, and in the pronoun I."""

from __future__ import annotations

from bisect import bisect_left

from restore.edits import Edit
from restore.grammar.closed import FUNCTION_WORDS
from restore.grammar.view import ORIGIN, Change, View
from restore.tokens import Tokens, sentence_spans

CONFIDENCE = 0.9
# What follows the pronoun, and neither the index i nor the numeral (i).
_AFTER_I = frozenset(
    "'m 've 'd 'll am was have had don do did didn can couldn could will wouldn would should shall may might must never also "
    "think thought know knew believe want wanted said say feel felt hope like love see saw mean guess".split()
)
_OPENING = "\"'\u2018\u201c([\u2013\u2014"


def repair_capitals(view: View) -> list[Change]:
    """Restore capitals at sentence starts that an edit touched, lower those it left inside a sentence, and write "I".

    Left alone: sentences no edit touched, words with capitals inside (iPhone), capitals inside a sentence that may be a name's.
    """
    starts = _touched_starts(view)
    changes: dict[int, Change] = {}
    for found in (*_pronouns(view), *_lost(view, starts), *_brought(view, set(starts))):
        changes.setdefault(found.start, found)
    return list(changes.values())


def _pronouns(view: View) -> list[Change]:
    tokens = view.tokens
    changes = []
    for i, surface in enumerate(tokens.texts):
        if surface != "i" or (tokens.glued[i] and view.text[tokens.starts[i] - 1] not in _OPENING):
            continue
        start, end, last = tokens.starts[i], tokens.ends[i], i + 1 == len(tokens)
        follows = not last and tokens.norms[i + 1] in _AFTER_I and (tokens.glued[i + 1] or tokens.spaced[i + 1])
        if follows or (view.caused(start, end) and (last or not tokens.glued[i + 1])):
            changes.append(Change(start, end, "I", view.confidence(start, end, CONFIDENCE)))
    return changes


def _touched_starts(view: View) -> dict[int, int]:
    """Sentence starts that an edit replaced, deleted or pushed back: token of the edited text → index of the edit.

    The original tells where sentences start, and only starts with a capital count.
    """
    starts: dict[int, int] = {}
    given = [n for n, e in enumerate(view.edits) if e.origin != ORIGIN]
    firsts = _first_words(view.original, view.original_tokens) if given else set()
    for n in given:
        low = view.spans[n][0]
        i = _word_at(view.tokens, low) if view.edits[n].start in firsts else None
        if i is not None and not any(mark in view.text[low : view.tokens.starts[i]] for mark in ".!?\n\r"):
            starts.setdefault(i, n)
    return starts


def _lost(view: View, starts: dict[int, int]) -> list[Change]:
    changes = []
    for i, n in starts.items():
        edit, surface, at = view.edits[n], view.tokens.texts[i], view.tokens.starts[i]
        if surface[0].islower() and surface[1:] == surface[1:].lower():
            changes.append(Change(at, at + 1, surface[0].upper(), edit.confidence))
        if edit.start == edit.end and at < view.spans[n][1]:
            changes += _pushed_back(view, view.spans[n][1], edit)
    return changes


def _pushed_back(view: View, at: int, insertion: Edit) -> list[Change]:
    """The old first word, behind an insertion now, loses its capital if it is surely no name."""
    tokens = view.tokens
    i = _word_at(tokens, at)
    if i is None:
        return []
    surface = tokens.texts[i]
    known = surface.lower() in FUNCTION_WORDS or surface.lower() in tokens.texts
    if known and surface[0].isupper() and surface != "I" and surface[1:] == surface[1:].lower():
        return [Change(tokens.starts[i], tokens.starts[i] + 1, surface[0].lower(), insertion.confidence)]
    return []


def _brought(view: View, starts: set[int]) -> list[Change]:
    """A lower-case phrase became a capitalised grammar word inside a sentence."""
    changes = []
    for edit, (low, high) in zip(view.edits, view.spans):
        i = _word_at(view.tokens, low) if edit.source[:1].islower() and edit.target[:1].isupper() else None
        if i is None or i in starts or view.tokens.starts[i] != low or edit.origin == ORIGIN:
            continue
        surface, rest = view.tokens.texts[i], view.text[view.tokens.ends[i] : high]
        if surface != "I" and surface.lower() in FUNCTION_WORDS and rest == rest.lower():
            changes.append(Change(low, low + len(surface), surface.lower(), edit.confidence))
    return changes


def _first_words(text: str, tokens: Tokens) -> set[int]:
    """Offsets of the capitalised first words of the sentences of ``text``."""
    found = set()
    for start, end in sentence_spans(text):
        i = _word_at(tokens, start)
        if i is not None and tokens.starts[i] < end and tokens.texts[i][0].isupper():
            found.add(tokens.starts[i])
    return found


def _word_at(tokens: Tokens, at: int) -> int | None:
    """Index of the first word at or after offset ``at``."""
    i = bisect_left(tokens.starts, at)
    while i < len(tokens) and not tokens.words[i]:
        i += 1
    return i if i < len(tokens) else None

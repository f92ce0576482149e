"""Agreement of a and an with the word that follows."""

from __future__ import annotations

from bisect import bisect_left

from restore.grammar.closed import FUNCTION_WORDS
from restore.grammar.sound import takes_an
from restore.grammar.view import Change, View
from restore.tokens import Tokens

# Where no edit stands next to it, a wrong article is a witness of a word still lost rather than an error of its own.
CONFIDENCE = 0.4
_QUOTES = frozenset("\"'\u2018\u201c\u00ab*")
_MONEY = frozenset("$\u00a3\u20ac\u00a5")
# Neighbours that show that "a" or "an" belongs to another language.
_FOREIGN = frozenset(
    "el la los las de del di il lo gli que un una y da dos das os ao em le les du der dem und zum garda bord taoiseach".split()
)
_NOT_AFTER = FUNCTION_WORDS | {"die", "den"}
_BEFORE = "\"'\u2018\u201c\u00ab([\u2013\u2014*"
_BREAKS = frozenset(".!?:;\u2026)\u201d\u2019" + _BEFORE)
_READ = 60  # characters of the next word looked at
_FORMS = {"a": "an", "A": "An", "an": "a", "An": "A", "AN": "A"}


def repair_articles(view: View) -> list[Change]:
    """Change a, A, an, An and AN where the sound of the next word asks for the other form.

    Left alone: words of unsure sound, "A" and "An" inside a sentence (vitamin A, Hoi An), "an" before a word no article precedes
    (a slip for "and" or "in"), and, unless an edit stands next to them, articles in other languages and "an" before names.
    """
    found = (_agreeing(view, i) for i, surface in enumerate(view.tokens.texts) if surface in _FORMS)
    return [c for c in found if c is not None and c.new != view.text[c.start : c.end]]


def article_of(view: View, start: int) -> Change | None:
    """Return the article of the word that begins at ``start`` of the text, in the form that the word asks for.

    It may stand there in that form already. None where no article precedes the word, or its sound is unsure.
    """
    tokens = view.tokens
    word = bisect_left(tokens.starts, start)
    for i in range(word - 1, -1, -1):
        if tokens.texts[i] in _FORMS:
            return _agreeing(view, i) if _word_after(tokens, i) in (word, word + 1) else None
        if tokens.texts[i] not in _QUOTES:
            return None
    return None


def _agreeing(view: View, i: int) -> Change | None:
    """Token ``i``, one of the forms of the article, in the form that the next word asks for; None where it is left alone."""
    tokens, text = view.tokens, view.text
    if not _parted(tokens, text, i):
        return None
    word = _word_after(tokens, i)
    if word is None or tokens.norms[word] in _NOT_AFTER:
        return None
    start, end = tokens.starts[i], tokens.ends[word + (tokens.texts[word] in _MONEY)]
    capitals = _in_capitals(tokens, i, word)
    if not _is_article(tokens, text, i, word, capitals, view.caused(start, end)):
        return None
    wanted = takes_an(text[tokens.starts[word] : tokens.starts[word] + _READ], capitals=capitals)
    if wanted is None:
        return None
    surface = tokens.texts[i]
    changed = "AN" if wanted and capitals else _FORMS[surface]
    new = surface if wanted == (tokens.norms[i] == "an") else changed
    return Change(start, tokens.ends[i], new, view.confidence(start, end, CONFIDENCE))


def _parted(tokens: Tokens, text: str, i: int) -> bool:
    """Whether blanks, or the line break of a wrapped paragraph, part token ``i`` from the next; no mark is glued before it."""
    if i + 1 == len(tokens) or (tokens.glued[i] and text[tokens.starts[i] - 1] not in _BEFORE):
        return False
    gap = text[tokens.ends[i] : tokens.starts[i + 1]]
    wrapped = gap in ("\n", "\r\n") and tokens.texts[i].islower() and tokens.texts[i + 1][0].islower()
    return wrapped or (tokens.spaced[i + 1] and "\t" not in gap)


def _word_after(tokens: Tokens, i: int) -> int | None:
    """Index of the word, number or sum of money after token ``i``, past the quotation marks glued to it."""
    word = i + 1
    while word < len(tokens) and tokens.texts[word] in _QUOTES and (word == i + 1 or tokens.glued[word]):
        word += 1
    if word == len(tokens) or (word > i + 1 and not tokens.glued[word]):
        return None
    money = tokens.texts[word] in _MONEY and word + 1 < len(tokens)
    return word if tokens.words[word] or money else None


def _is_article(tokens: Tokens, text: str, i: int, word: int, capitals: bool, caused: bool) -> bool:
    """Whether token ``i`` is an English article before token ``word`` rather than a label, a name or a foreign word."""
    surface = tokens.texts[i]
    if surface[0] == "A" and not capitals and (surface == "AN" or not _opens(tokens, text, i)):
        return False
    if caused:
        return True
    if surface == "An" and tokens.texts[word][0].isupper():
        return False  # An Post, An Giang
    near = tokens.texts[max(0, i - 2) : i] + tokens.texts[word : word + 3]
    english = _FOREIGN.isdisjoint(t.lower() for t in near if not t.isupper())
    return english and (tokens.texts[word].isascii() or not tokens.words[word])


def _opens(tokens: Tokens, text: str, i: int) -> bool:
    """Whether token ``i`` may begin a sentence, a line or a quotation."""
    if i == 0 or not {"\n", "\r"}.isdisjoint(text[tokens.ends[i - 1] : tokens.starts[i]]):
        return True
    return not tokens.words[i - 1] and tokens.texts[i - 1] in _BREAKS


def _in_capitals(tokens: Tokens, i: int, word: int) -> bool:
    """Whether the words around an article in capitals are all in capitals (AN HOUR LONG)."""
    if not tokens.texts[i].isupper() or not tokens.texts[word].isupper():
        return False
    near = [t for t in (tokens.texts[max(0, i - 1) : i] + tokens.texts[word + 1 : word + 2]) if t.isalpha() and len(t) > 1]
    return tokens.texts[i] == "AN" or (bool(near) and all(t.isupper() for t in near))

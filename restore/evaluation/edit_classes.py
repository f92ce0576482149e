"""Classes of edits, to see which kind of damage a system repairs.

By shape every edit is ``one-to-one`` (one token for one) or ``length-changing``. Besides, it may be a ``function word``
(every word on both sides is one), a ``name`` (a capitalised word that does not begin a sentence, on either side), or ``grammar``
(the same content words in another form, or other articles and auxiliaries: "a" → "an", "will increase" → "increases").
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from restore.evaluation.exact_edits import TokenEdit
from restore.evaluation.wer import EvalTokens, is_word
from restore.tokens import sentence_spans

CLASSES = ("one-to-one", "length-changing", "function word", "name", "grammar")

_GRAMMAR_WORDS = frozenset(
    "a an the am is are was were be been being have has had having do does did will would 's 'd 'll 've 're 'm".split()
)
_FUNCTION_WORDS = _GRAMMAR_WORDS | frozenset(
    """about above across after against all along although amid among amongst and another any around as at because before behind
    below beneath beside besides between beyond both but by can could despite down during each either every except few for from he
    her here hers herself him himself his how however i if in inside into it its itself less like many may me might mine more most
    much must my myself near neither no nor not of off on onto or other our ours ourselves out outside over own per rather round
    shall she should since so some such than that their theirs them themselves then there these they this those though through
    throughout till to toward towards under unless until up upon us versus via we what when where whereas whether which while who
    whom whose why with within without yet you your yours yourself yourselves""".split()
)
_ENDINGS = frozenset(["", "s", "es", "e", "ed", "d", "ing", "y", "ies", "ied"])
_NEGATED = {"won't": ("will", "not"), "can't": ("can", "not"), "shan't": ("shall", "not"), "cannot": ("can", "not")}
_CLITIC = re.compile(r"(?='(?:s|d|ll|ve|re|m)$)")


def _parts(tokens: Sequence[str]) -> list[str]:
    """Lower-cased words of an edit's side, contractions opened ("isn't" → is, not; "they'd" → they, 'd)."""
    out: list[str] = []
    for token in tokens:
        word = token.lower()
        if not is_word(word):
            continue
        if word in _NEGATED:
            out += _NEGATED[word]
        elif word.endswith("n't"):
            out += (word[:-3], "not")
        else:
            out += _CLITIC.split(word)
    return out


def _same_word(a: str, b: str) -> bool:
    """Whether two words look like forms of one: a shared stem and regular endings ("stop", "stopping")."""
    if a == b:
        return True
    size = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    doubled = a[size - 1 : size]  # "stop", "stopping"
    rests = (word[size:].removeprefix(doubled) if word[size + 1 :] in ("ed", "ing") else word[size:] for word in (a, b))
    return size >= 3 and all(rest in _ENDINGS for rest in rests)


def _is_grammar(source: Sequence[str], target: Sequence[str]) -> bool:
    before, after = _parts(source), _parts(target)
    if not before and not after:
        return False
    before, after = ([w for w in side if w not in _GRAMMAR_WORDS] for side in (before, after))
    return len(before) == len(after) and all(map(_same_word, before, after))


def sentence_starts(text: str, tokens: EvalTokens) -> frozenset[int]:
    """Return the indices of the tokens that are the first word of a sentence or line of ``text``."""
    firsts: set[int] = set()
    at = 0
    for start, end in sentence_spans(text):
        while at < len(tokens) and (tokens.starts[at] < start or not is_word(tokens.texts[at])):
            at += 1
        if at < len(tokens) and tokens.starts[at] < end:
            firsts.add(at)
    return frozenset(firsts)


def classes_of(edit: TokenEdit, starts: frozenset[int]) -> tuple[str, ...]:
    """Return the classes of an edit of a text whose sentences begin at token indices ``starts``."""
    found = ["one-to-one" if len(edit.source) == len(edit.target) == 1 else "length-changing"]
    words = _parts((*edit.source, *edit.target))
    if words and all(word in _FUNCTION_WORDS for word in words):
        found.append("function word")
    skip = 1 if edit.start in starts else 0
    inner = (*edit.source[skip:], *edit.target[skip:])
    if any(token[0].isupper() and token != "I" and not token.startswith("I'") for token in inner):
        found.append("name")
    if _is_grammar(edit.source, edit.target):
        found.append("grammar")
    return tuple(found)

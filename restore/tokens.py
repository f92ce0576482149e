"""Text → tokens and sentences, each with exact code-point offsets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A word keeps its inner hyphens (spinners leave hyphenated words alone) but not its clitic: spinners replace the
# "won" of "won't" and the "country" of "country's", so the clitic is a token of its own, glued to the word before.
# U+02BC is a letter to Unicode, but stands for an apostrophe.
TOKEN = re.compile(
    r"(?P<word>[^\W_\u02bc]+(?:[-\u2010\u2011][^\W_\u02bc]+)*)"
    r"|(?P<clitic>(?<=[^\W_\u02bc])['\u2019\u02bc][^\W\d_\u02bc]+)|(?P<mark>[^\w\s]|[_\u02bc])"
)
# possessive and anchored at the first mark, so that long runs of marks or blanks stay linear
_SENTENCE_END = re.compile(
    r"(?<![.!?\u2026])[.!?\u2026]++[\"'\u2019\u201d)\]]*+\s++(?=[\"'\u2018\u201c(\[{]{0,3}[A-Z0-9])|[\r\n]\s*+"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\u201c\"])(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|St|Jr|Sr|No|vs|etc|Inc|Ltd|Co|Corp|[A-Z]|(?:[A-Za-z]\.)+[A-Za-z])\.$"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens of one text as parallel lists.

    ``starts``/``ends`` are code-point offsets into the text; ``texts`` the surface strings; ``norms`` lower-cased
    with straight apostrophes and hyphens ("I" stays "I"); ``words`` tells words and clitics from marks; ``glued[i]``
    is true when nothing stands between tokens i-1 and i, ``spaced[i]`` when it is one run of blanks without a line break.
    """

    starts: list[int]
    ends: list[int]
    texts: list[str]
    norms: list[str]
    words: list[bool]
    glued: list[bool]
    spaced: list[bool]

    def __len__(self) -> int:
        return len(self.starts)


def fold(text: str) -> str:
    """Return ``text`` with curly apostrophes and odd hyphens made plain; the length does not change."""
    return text.translate(_FOLD)


_FOLD = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})


def normalise(token: str) -> str:
    """Return the form of one token under which tables list it."""
    return "I" if token == "I" else fold(token).lower()


def tokenize(text: str) -> Tokens:
    """Split ``text`` into words, clitics and single marks."""
    starts, ends, texts, norms = [], [], [], []
    words, glued, spaced = [], [], []
    last = -1
    for match in TOKEN.finditer(text):
        start, end = match.span()
        piece = match.group()
        gap = text[last:start] if last >= 0 else "\n"
        starts.append(start)
        ends.append(end)
        texts.append(piece)
        norms.append(normalise(piece))
        words.append(match.lastgroup != "mark")
        glued.append(not gap)
        spaced.append(gap == " " or (bool(gap) and gap.isspace() and "\n" not in gap and "\r" not in gap))
        last = end
    return Tokens(starts, ends, texts, norms, words, glued, spaced)


def key_of(phrase: str) -> str:
    """Return the look-up key of a phrase: its normalised tokens joined by one blank ("haven't any" → "haven 't any")."""
    return " ".join(tokenize(phrase).norms)


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) offsets of sentences; together they cover every non-blank character of ``text``."""
    return list(sentences(text))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield what :func:`sentence_spans` returns."""
    start = 0
    for match in _SENTENCE_END.finditer(text):
        stop = match.end()
        gap = match.group()
        if "\n" not in gap and "\r" not in gap:
            tail = text[max(start, match.start() - 12) : match.start()] + gap.rstrip()
            if _ABBREVIATION.search(tail):
                continue
        elif text[start:stop].isspace():
            continue
        yield start, stop
        start = stop
    if text[start:].strip():
        yield start, len(text)

"""What the restorer picked, phrase ids still, and the edits that picks become."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from restore.alternatives import Reading
from restore.case import carry_case
from restore.document import Document
from restore.edits import Alternative, Edit


@dataclass(frozen=True, slots=True)
class Pick:
    """Write phrase ``phrase`` (table id) over span ``span``, with the ranker's ``probability``; ``readings``: all it weighed."""

    span: int
    phrase: int
    probability: float
    origin: str
    readings: tuple[Reading, ...] = ()


def edit_of(pick: Pick, document: Document, phrases: Sequence[str], confidence: float) -> Edit:
    """Return the edit that makes a pick; ``phrases``: display strings by id.

    Target and alternatives are in the span's case and with the text's kind of apostrophe.
    """
    tokens, text = document.tokens, document.text
    first, stop = int(document.start[pick.span]), int(document.start[pick.span] + document.length[pick.span])
    start, end = tokens.starts[first], tokens.ends[stop - 1]
    words = [t for t, is_word in zip(tokens.texts[first:stop], tokens.words[first:stop]) if is_word]

    def written(phrase: int) -> str:
        target = carry_case(words, phrases[phrase])
        if "'" in target and text.count("\u2019") > text.count("'"):
            target = target.replace("'", "\u2019")
        return target

    source = text[start:end]
    alternatives: dict[str, Alternative] = {}
    for reading in pick.readings:
        target = source if reading.phrase is None else written(reading.phrase)
        alternatives.setdefault(target, Alternative(target, round(reading.probability, 4), reading.origin))
    return Edit(start, end, source, written(pick.phrase), confidence, pick.origin, tuple(alternatives.values()))

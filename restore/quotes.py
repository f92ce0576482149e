"""Quotations of a text: “…”, "…", «…», ‘…’ and '…', told from apostrophes, inch marks and elisions by what stands beside a mark.

A quotation lasts to its closing mark. One that is not closed by the end of its paragraph goes on in the next if that begins
with an opening mark again (Chicago Manual of Style, 13.30); else a curly one ends with its line, and a straight one is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_DOUBLE = {"\u201c": "\u201d", "\u00ab": "\u00bb", '"': '"'}
_SINGLE = {"\u2018": "\u2019", "'": "'"}
_MARK = re.compile(r"[\u201c\u201d\u00ab\u00bb\"]")
_SINGLE_MARK = re.compile(r"['\u2018\u2019]|(?:\r?\n|\r)\s*(?:\r?\n|\r)")
_BREAK = re.compile(r"(?:\r?\n|\r)[^\S\r\n]*(?:\r?\n|\r)\s*")
_BEFORE = re.compile(r"[\s(\[{\u2013\u2014/\-\u2018\u201c'\"]")
_LINE_START = re.compile(r"(?:^|[\r\n])[^\S\r\n]*$")
# elisions that begin with an apostrophe, some typed as an opening mark: '90s, 'tis, rock 'n' roll
_ELISION = re.compile(r"(?:\d|(?:tis|twas|twere|em|til|till|cause|bout|round|n|cos|neath)\b)", re.IGNORECASE)


def quotations(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the quotations, marks included, in text order; one inside another is part of it.

    What is ambiguous counts as part of the quotation: a plural's apostrophe (‘the workers’ rights’) does not end it as long as
    another mark in the paragraph may.
    """
    double = list(_doubles(text))
    single: list[tuple[int, int]] = []
    last = 0
    for low, high in [*double, (len(text), len(text))]:
        single += _singles(text, last, low)
        last = high
    return sorted(double + single)


def _opens(text: str, at: int) -> bool:
    """Whether the mark at ``at`` stands where a quotation may begin: after a blank or bracket, before something to quote."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or bool(_BEFORE.match(before))) and bool(after) and not after.isspace()


def _doubles(text: str) -> Iterator[tuple[int, int]]:
    start = last = -1  # where the open quotation, and its latest paragraph, began
    for match in _MARK.finditer(text):
        at, mark = match.start(), match.group()
        if start >= 0 and _is_interrupted(text, last, at):
            yield from _unclosed(text, start, at)
            start = -1
        opens = mark in _DOUBLE and _opens(text, at)
        if start < 0:
            start = last = at if opens else -1
        elif mark == text[start] and opens:
            if _LINE_START.search(text, max(0, at - 12), at):
                last = at
            else:
                yield from _unclosed(text, start, at)
                start = last = at
        elif mark == _DOUBLE[text[start]]:
            yield start, at + 1
            start = -1
    if start >= 0:
        yield from _unclosed(text, start, len(text))


def _is_interrupted(text: str, start: int, at: int) -> bool:
    """Whether a paragraph that does not begin with the mark at ``start`` begins between there and ``at``."""
    return any(text[gap.end()] != text[start] for gap in _BREAK.finditer(text, start, at))


def _unclosed(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    """What is quoted by a mark that is not closed before ``stop``: curly, the rest of its line; straight, nothing."""
    if text[start] != '"':
        ends = (at for at in (text.find("\n", start, stop), text.find("\r", start, stop)) if at >= 0)
        yield start, min(ends, default=stop)


def _singles(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Single quotations in ``[low, high)``, each within a paragraph."""
    marks = [m.start() for m in _SINGLE_MARK.finditer(text, low, high)]
    last = low
    for i, start in enumerate(marks):
        if start >= last and _opens_single(text, start):
            end = _single_end(text, start, marks[i + 1 :])
            if end:
                yield start, end
                last = end


def _opens_single(text: str, at: int) -> bool:
    return text[at] in _SINGLE and _opens(text, at) and not _ELISION.match(text, at + 1)


def _single_end(text: str, start: int, marks: Sequence[int]) -> int:
    """Where the quotation that begins at ``start`` ends, by the marks and paragraph ends after it; 0 if nowhere."""
    end = 0
    for at in marks:
        if text[at].isspace() or _opens_single(text, at):
            break
        is_apostrophe = text[at - 1].isspace() or text[at + 1 : at + 2].isalnum()
        if text[at] == _SINGLE[text[start]] and not is_apostrophe:
            end = at + 1
            # not the one of "workers’ rights", which another may follow
            if not (text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()):
                break
    return end

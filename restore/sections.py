"""Long texts in sections: memory stays bounded, and each section is judged by itself."""

from __future__ import annotations

from collections.abc import Iterator

from restore.tokens import sentences

SECTION = 100_000  # characters; about 16,000 words, several times the longest article that shares one key


def sections(text: str, limit: int = SECTION) -> Iterator[tuple[int, str]]:
    """Yield (offset, part) whose parts join to ``text``; each has whole sentences and at most ``limit`` characters.

    A single sentence longer than ``limit`` is cut at the last blank before it, or at the limit where there is none.
    """
    if len(text) <= limit:
        yield 0, text
        return
    start = 0
    for _, end in sentences(text):
        while end - start > limit:
            stop = _last_end(text, start, limit)
            yield start, text[start:stop]
            start = stop
        if end - start > limit // 2:
            yield start, text[start:end]
            start = end
    if start < len(text):
        yield start, text[start:]


def _last_end(text: str, start: int, limit: int) -> int:
    blank = text.rfind(" ", start + limit // 2, start + limit)
    return blank + 1 if blank >= 0 else start + limit

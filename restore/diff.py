"""A word diff made of the edits themselves, in the style of ``git diff --word-diff``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from restore.edits import Edit

_OLD, _NEW, _RESET = "\x1b[31m", "\x1b[32m", "\x1b[m"


def wants_color(stream: TextIO | None) -> bool:
    """Whether to colour what goes to ``stream``: a terminal that can, unless NO_COLOR is set (no-color.org)."""
    if stream is None or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


def word_diff(text: str, edits: Iterable[Edit], color: bool = False) -> str:
    """Return ``text`` with each edit shown as ``[-old-]{+new+}``, in red and green if ``color``; the rest unchanged.

    ``edits`` are those of :func:`restore.edits.apply_edits`: they do not overlap and fit ``text``.
    """
    out: list[str] = []
    last = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        out.append(text[last : edit.start])
        if edit.source:
            out.append(_paint(f"[-{edit.source}-]", _OLD, color))
        if edit.target:
            out.append(_paint(f"{{+{edit.target}+}}", _NEW, color))
        last = edit.end
    out.append(text[last:])
    return "".join(out)


def _paint(text: str, start: str, color: bool) -> str:
    return f"{start}{text}{_RESET}" if color else text

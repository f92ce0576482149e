"""A word diff made of the edits themselves, in the style of ``git diff --word-diff``."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from restore.edits import Edit

OLD, NEW, _RESET = "\x1b[31m", "\x1b[32m", "\x1b[m"


def wants_color(stream: TextIO | None) -> bool:
    """Whether to colour what goes to ``stream``: a terminal that can.

    NO_COLOR forbids it (no-color.org), else FORCE_COLOR wants it anywhere (force-color.org), when set to anything but nothing.
    """
    if stream is None or os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return os.environ.get("TERM") != "dumb" and stream.isatty()


def word_diff(text: str, edits: Iterable[Edit], color: bool = False) -> str:
    """Return ``text`` with each edit shown as ``[-old-]{+new+}``, in red and green if ``color``; the rest unchanged.

    ``edits`` are those of :func:`restore.edits.apply_edits`: they do not overlap and fit ``text``.
    """
    out: list[str] = []
    last = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        out.append(text[last : edit.start])
        if edit.source:
            out.append(painted(f"[-{edit.source}-]", OLD, color))
        if edit.target:
            out.append(painted(f"{{+{edit.target}+}}", NEW, color))
        last = edit.end
    out.append(text[last:])
    return "".join(out)


def painted(text: str, start: str, color: bool) -> str:
    """Return ``text`` in the colour ``start`` (``OLD`` or ``NEW``) if ``color``."""
    return f"{start}{text}{_RESET}" if color else text

"""Where the running text of a file lies in it: pieces of text, each with the stretch of the source that spells it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # slow to import, and `restore --help` does without
    import numpy as np
    from numpy.typing import NDArray

# what stands between two paragraphs in the running text
WALL = "\n\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """``text`` of the running text, spelled by ``source[start:end]``.

    ``exact``: the source spells it as it is, so that it can be cut anywhere; otherwise it is replaced as a whole (an entity, a
    run of blanks). ``writable`` False: it is read but never changed (code, a line break, the gap between paragraphs).
    """

    start: int
    end: int
    text: str
    exact: bool
    writable: bool


@dataclass(frozen=True)
class Layout:
    """A ``source`` and the ``pieces`` of its running ``text``, in reading order; ``offsets``: where each starts in the text.

    What no piece covers is markup. All offsets are code points.
    """

    source: str
    pieces: tuple[Piece, ...]
    text: str
    offsets: tuple[int, ...]

    @staticmethod
    def of(source: str, pieces: Iterable[Piece]) -> Layout:
        """Join pieces to a text."""
        kept = tuple(pieces)
        offsets, total = [], 0
        for piece in kept:
            offsets.append(total)
            total += len(piece.text)
        return Layout(source, kept, "".join(p.text for p in kept), tuple(offsets))

    def touched(self, start: int, end: int) -> range:
        """Return the indices of the pieces that hold ``text[start:end]``; of an empty stretch, those that meet there."""
        if start == end:
            return range(max(0, bisect_left(self.offsets, start) - 1), bisect_right(self.offsets, start))
        return range(bisect_right(self.offsets, start) - 1, bisect_left(self.offsets, end))


class Builder:
    """Collects the pieces of a source in reading order; a wall goes between those of different paragraphs."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._walled = False
        self.pieces: list[Piece] = []

    def add(self, start: int, end: int, text: str, writable: bool = True) -> None:
        """Append ``source[start:end]``, which reads ``text``."""
        if not text:
            return
        if self._walled and self.pieces:
            self.pieces.append(Piece(start, start, WALL, False, False))
        self._walled = False
        self.pieces.append(Piece(start, end, text, self._source[start:end] == text, writable))

    def wall(self) -> None:
        """End the paragraph; a blank before its end is not read."""
        if self.pieces and not self._walled and self.pieces[-1].text == " ":
            self.pieces.pop()
        self._walled = True

    @property
    def after_blank(self) -> bool:
        """Whether a paragraph begins here, or its last character is a blank."""
        return self._walled or not self.pieces or self.pieces[-1].text[-1] in " \t\n\f\r"

    def layout(self) -> Layout:
        """Return all pieces as a layout."""
        return Layout.of(self._source, self.pieces)


def code_points(data: bytes) -> NDArray[np.int64]:
    """Return, for each byte offset of UTF-8 ``data`` (its end included), how many code points lie before it."""
    import numpy as np

    starts = (np.frombuffer(data, dtype=np.uint8) & 0xC0) != 0x80
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(starts, dtype=np.int64)])

"""Text that a file holds twice: it is read once, and its copy follows every change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import unescape

from restore.formats.layout import Layout
from restore.formats.placing import Change, Escape, replaced


@dataclass(frozen=True)
class Twin:
    """``shown`` is read and written; ``copy`` spells the same text further on in the source, perhaps cut into other pieces."""

    shown: Layout
    copy: Layout


@dataclass(frozen=True)
class Twins:
    """All that a source holds twice; a copy may be shown for another copy within it."""

    twins: Sequence[Twin] = ()

    def follow(self, changes: Sequence[Change], escape: Escape) -> list[Change]:
        """Return ``changes`` (in XML) and what makes them in the copies too; one that cannot be made there has no companion."""
        out = list(changes)
        for change in out:  # which grows on the way
            out += self._copied(change, escape)
        return out

    def _copied(self, change: Change, escape: Escape) -> Iterator[Change]:
        at = bisect_right(self._starts, change.start) - 1
        for twin, i in self._places[self._starts[at]] if at >= 0 else ():
            piece, offset = twin.shown.pieces[i], twin.shown.offsets[i]
            if change.end > piece.end:
                return
            start, end = offset, offset + len(piece.text)
            if piece.exact:
                start, end = offset + change.start - piece.start, offset + change.end - piece.start
            yield from replaced(twin.copy, start, end, unescape(change.text), escape)

    @cached_property
    def _places(self) -> dict[int, list[tuple[Twin, int]]]:
        """Where each piece that is shown starts → its twins, and its place among their pieces."""
        found: dict[int, list[tuple[Twin, int]]] = {}
        for twin in self.twins:
            for i, piece in enumerate(twin.shown.pieces):
                if piece.writable:
                    found.setdefault(piece.start, []).append((twin, i))
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(self._places)

"""A file as the restorer sees it: its running text, its name for messages, and what writes edits back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from restore.edits import Edit, apply_edits
from restore.errors import InputError
from restore.formats.layout import Layout
from restore.formats.placing import Escape, place
from restore.reading import Input
from restore.writing import encode

EXTRACTED = "extract"  # the article of a page, as plain text


@dataclass(frozen=True)
class Written:
    """A file with ``edits`` made, in text order; ``render`` makes its bytes.

    ``left_out``: edits that touch what is not to be written, or would have changed markup.
    """

    edits: tuple[Edit, ...]
    left_out: tuple[Edit, ...]
    render: Callable[[], bytes]

    @staticmethod
    def of(edits: Sequence[Edit], made: Sequence[Edit], render: Callable[[], bytes]) -> Written:
        """Tell those ``made`` from the others of ``edits``."""
        kept = set(made)
        return Written(in_order(made), in_order([e for e in edits if e not in kept]), render)


def in_order(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits in text order."""
    return tuple(sorted(edits, key=lambda e: (e.start, e.end)))


class FileText(Protocol):
    """The running text of a file, paragraphs separated by blank lines; edits count its code points."""

    @property
    def text(self) -> str:
        """The running text."""
        ...

    @property
    def kind(self) -> str:
        """How it was read: a format's name, or ``EXTRACTED``."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed."""
        ...

    @property
    def binary(self) -> bool:
        """Whether it is not for a terminal."""
        ...

    def write(self, edits: Sequence[Edit]) -> Written:
        """Return the file with ``edits`` made, every byte outside of the text they touch as it was; without edits, its bytes.

        Raises ValueError as :func:`apply_edits` does; rendering raises InputError when the file's encoding lacks a character.
        """
        ...

    def encode(self, text: str) -> bytes:
        """Return a report about the file in its own encoding if it is a text file, else in UTF-8."""
        ...


@dataclass(frozen=True)
class PlainFile:
    """A plain text: the file is its running text."""

    given: Input
    name: str
    binary: bool = False
    kind: str = "txt"

    @property
    def text(self) -> str:
        """The text as read."""
        return self.given.text

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed."""
        return self.given.notes

    def write(self, edits: Sequence[Edit]) -> Written:
        """Return the text with ``edits`` made; none is ever left out."""
        restored = apply_edits(self.text, edits)
        return Written.of(edits, edits, lambda: self.encode(restored))

    def encode(self, text: str) -> bytes:
        """Encode ``text`` as the file was."""
        return encode(text, self.given, self.name)


class Markup(Protocol):
    """A format of texts with markup."""

    @property
    def kind(self) -> str:
        """The format's name."""
        ...

    def lay_out(self, source: str) -> Layout:
        """Find the running text."""
        ...

    @property
    def escapes(self) -> Sequence[Escape]:
        """Ways to spell text in it, the usual one first."""
        ...


@dataclass(frozen=True)
class MarkupFile:
    """A text with markup: ``data`` as it came, ``given`` as decoded, and the ``layout`` that ``markup`` found."""

    data: bytes
    given: Input
    name: str
    markup: Markup
    layout: Layout
    binary: bool = False

    @staticmethod
    def of(data: bytes, given: Input, name: str, markup: Markup) -> MarkupFile:
        """Lay out a decoded file; raises InputError when it has no running text."""
        layout = markup.lay_out(given.text)
        if not layout.text.strip():
            raise InputError(f"{name}: holds no text outside of its markup; check the file, or its --format")
        return MarkupFile(data, given, name, markup, layout)

    @property
    def text(self) -> str:
        """The running text."""
        return self.layout.text

    @property
    def kind(self) -> str:
        """The format's name."""
        return self.markup.kind

    @property
    def notes(self) -> tuple[str, ...]:
        """What had to be assumed."""
        return self.given.notes

    def write(self, edits: Sequence[Edit]) -> Written:
        """Return the file with ``edits`` made in its text."""
        placed = place(self.layout, edits, self.markup.lay_out, self.markup.escapes)
        return Written.of(edits, placed.edits, lambda: self.encode(placed.source) if placed.edits else self.data)

    def encode(self, text: str) -> bytes:
        """Encode ``text`` as the file was."""
        like = self.given
        try:
            # bytes of no valid encoding came in as lone surrogates, in any encoding
            return like.bom + text.encode(like.encoding, "surrogateescape")
        except UnicodeEncodeError as error:
            missing = error.object[error.start]
            raise InputError(f"{self.name}: its encoding {like.encoding} lacks {missing!r}; convert the file to UTF-8") from error

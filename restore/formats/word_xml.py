"""The text of a part of a Word document: WordprocessingML, laid out by paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pyexpat import ExpatError
from typing import NoReturn
from xml.parsers import expat

from restore.errors import InputError
from restore.formats.layout import WALL, Layout, Piece, code_points
from restore.formats.placing import Change, Escape, rewrite
from restore.formats.twins import Twin, Twins

_WORD = ("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FORK = f"{_COMPATIBILITY} AlternateContent"
_SPACE = "http://www.w3.org/XML/1998/namespace space"
_DELETED = ("del", "moveFrom")
_MARKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_NAME = re.compile(r"<[^\s/>]+")
_DEEP = 16  # AlternateContent elements within each other that are told from other elements
_PRESERVE = ' xml:space="preserve"'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


ESCAPES: Sequence[Escape] = (_escape,)


@dataclass(frozen=True)
class Part:
    """A part's ``layout``, what it holds twice, and its text elements that do not ask for blanks at their ends to be kept.

    ``trimmed``: for each of these (where an attribute can be put in, start of its content, end of its content).
    """

    layout: Layout
    trimmed: tuple[tuple[int, int, int], ...]
    twins: Twins

    def mend(self, changes: list[Change]) -> list[Change]:
        """Add the same changes of copies, and the attribute that keeps blanks where a text element would end with one."""
        changes = self.twins.follow(changes, _escape)
        starts = [start for _, start, _ in self.trimmed]
        inside: dict[int, list[Change]] = {}
        for change in sorted(changes, key=lambda c: (c.start, c.end)):
            at = bisect_right(starts, change.start) - 1
            if at >= 0 and change.end <= self.trimmed[at][2]:
                inside.setdefault(at, []).append(change)
        places = [self.trimmed[at][0] for at in inside if self._bare(at, inside[at])]
        return changes + [Change(place, place, _PRESERVE) for place in places]

    def _bare(self, at: int, changes: list[Change]) -> bool:
        """Whether a text element would begin or end with a blank."""
        _, start, end = self.trimmed[at]
        moved = [Change(c.start - start, c.end - start, c.text) for c in changes]
        text = rewrite(self.layout.source[start:end], moved)
        return text is not None and text != text.strip()


def lay_out_part(source: str) -> Part:
    """Find the text of a part of a document, ``source``; raises InputError when it is no sound XML or has a document type.

    Each paragraph is one run of text, whatever runs it is cut into; one within another (a text box) follows it. What stands
    there for older programs too (``mc:AlternateContent``) is read once, if its text is the same. Deleted and moved text, field
    codes and formulas are not read; tabs and line breaks are read, but cannot be written.
    """
    reader = _Reader(source)
    reader.parse()
    return Part(Layout.of(source, _joined(reader.paragraphs)), tuple(reader.trimmed), Twins(reader.twins))


def _joined(paragraphs: Iterable[list[Piece]]) -> list[Piece]:
    found: list[Piece] = []
    for paragraph in paragraphs:
        if any(p.text for p in paragraph):
            if found:
                found.append(Piece(paragraph[0].start, paragraph[0].start, WALL, False, False))
            found += paragraph
    return found


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._data = source.encode("utf-8")
        self._points = None if source.isascii() else code_points(self._data)
        self.paragraphs: list[list[Piece]] = []
        self.twins: list[Twin] = []
        self._forks: list[dict[str, Layout]] = []  # open AlternateContent elements: what their branches so far show, by its text
        self._branches: list[tuple[int, int]] = []  # open branches: pieces of their paragraph, and paragraphs, before them
        self._open: list[list[Piece]] = []  # paragraphs within each other
        self._path: list[str] = []  # local names of open elements
        self._deleted = 0
        self._tag: tuple[int, str | None] | None = None  # of the open text element: its start, and its xml:space
        self._begun: int | None = None  # where its content begins
        self._text: list[tuple[int, str, bool]] = []  # its content: start, text, whether in CDATA
        self._cdata = False
        self.trimmed: list[tuple[int, int, int]] = []

    def parse(self) -> None:
        parser = expat.ParserCreate("utf-8", " ")
        self._parser = parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartCdataSectionHandler = self._boundary(True)
        parser.EndCdataSectionHandler = self._boundary(False)
        parser.CommentHandler = lambda data: self._cut()
        parser.ProcessingInstructionHandler = lambda target, data: self._cut()
        try:
            parser.Parse(self._data, True)
        except ExpatError as error:
            raise InputError(f"is damaged ({error}); open it in a word processor and save it anew") from error

    def _at(self) -> int:
        index = self._parser.CurrentByteIndex
        return index if self._points is None else int(self._points[index])

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        self._cut()
        inside = self._path[-1] if self._path else ""
        self._path.append(local if space in _WORD else name)
        if space == _COMPATIBILITY:
            if local == "AlternateContent":
                self._forks.append({})
            elif inside == _FORK:
                self._branches.append((len(self._open[-1]) if self._open else 0, len(self.paragraphs)))
        if space not in _WORD:
            return
        if local == "p":
            self._open.append([])
            self.paragraphs.append(self._open[-1])
        elif local in _DELETED:
            self._deleted += 1
        elif local == "t" and self._open and not self._deleted:
            self._tag, self._begun = (self._at(), attributes.get(_SPACE)), None
        elif local in _MARKS and inside == "r" and self._open and not self._deleted:  # w:tab is also a tab stop
            self._open[-1].append(Piece(self._at(), self._at(), _MARKS[local], False, False))

    def _end(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        self._cut()
        self._path.pop()
        if name == _FORK:
            self._forks.pop()
        elif space == _COMPATIBILITY and self._path and self._path[-1] == _FORK:
            self._end_branch()
        if space not in _WORD:
            return
        if local == "p":
            self._open.pop()
        elif local in _DELETED:
            self._deleted -= 1
        elif local == "t" and self._tag is not None:
            self._close()

    def _end_branch(self) -> None:
        """Read what a branch holds no second time if one before it reads the same."""
        inline, first = self._branches.pop()
        if len(self._forks) > _DEEP:
            return
        here = self._open[-1] if self._open else []
        layout = Layout.of(self._source, _joined([here[inline:], *self.paragraphs[first:]]))
        shown = self._forks[-1].setdefault(layout.text, layout)
        if shown is not layout and layout.text:
            self.twins.append(Twin(shown, layout))
            del here[inline:], self.paragraphs[first:]

    def _characters(self, text: str) -> None:
        if self._tag is not None:
            start = self._at()
            if self._begun is None:
                self._begun = start
            self._text.append((start, text, self._cdata))

    def _boundary(self, opens: bool) -> Callable[[], None]:
        def note() -> None:
            self._cut()
            self._cdata = opens

        return note

    def _cut(self) -> None:
        """Note that something other than text begins here."""
        if self._tag is not None:
            if self._begun is None:
                self._begun = self._at()
            self._text.append((self._at(), "", False))

    def _close(self) -> None:
        """Make pieces of an open text element's content, which ends here."""
        assert self._tag is not None
        (tag, space), begun, end = self._tag, self._begun, self._at()
        stops = [start for start, _, _ in self._text[1:]] + [end]
        pieces = [
            Piece(start, stop, text, self._source[start:stop] == text, not cdata)
            for (start, text, cdata), stop in zip(self._text, stops)
            if text
        ]
        self._tag, self._text = None, []
        if begun is None or not pieces:
            return
        if space is None:
            name = _NAME.match(self._source, tag)
            assert name is not None
            self.trimmed.append((name.end(), begun, end))
        if space != "preserve":
            pieces = _trim(pieces)
        self._open[-1] += pieces


def _trim(pieces: list[Piece]) -> list[Piece]:
    """Leave out blanks at both ends, which Word does not show."""
    while pieces:
        first = pieces[0]
        text = first.text.lstrip(" \t\r\n")
        if text == first.text:
            break
        rest = [Piece(first.end - len(text), first.end, text, True, first.writable)] if text and first.exact else []
        pieces = rest + pieces[1:]
    while pieces:
        last = pieces[-1]
        text = last.text.rstrip(" \t\r\n")
        if text == last.text:
            break
        rest = [Piece(last.start, last.start + len(text), text, True, last.writable)] if text and last.exact else []
        pieces = pieces[:-1] + rest
    return pieces


def _refuse(*declaration: object) -> NoReturn:
    raise InputError("declares a document type, as no Word document does; refused")

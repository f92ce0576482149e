"""Word documents (.docx): body, headers, footers, footnotes and endnotes."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NoReturn
from xml.parsers import expat

from restore.edits import Edit
from restore.errors import InputError
from restore.formats.filetext import Written
from restore.formats.layout import WALL, Layout
from restore.formats.package import MOST_UNPACKED, Package
from restore.formats.placing import place
from restore.formats.word_xml import ESCAPES, Part, lay_out_part

_TYPES = "[Content_Types].xml"
_MAIN = ("document.main+xml", "document.macroEnabled.main+xml", "template.main+xml", "template.macroEnabledTemplate.main+xml")
_OTHERS = ("header+xml", "footnotes+xml", "endnotes+xml", "footer+xml")
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class _Story:
    """A part of the package with text: its entry, encoding, byte-order mark and layout, and where it is in the whole text."""

    entry: str
    encoding: str
    bom: bytes
    part: Part
    offset: int


@dataclass(frozen=True)
class WordFile:
    """A Word document; its stories follow each other in ``text``, the body first."""

    package: Package
    stories: tuple[_Story, ...]
    text: str
    notes: tuple[str, ...] = ()
    binary: bool = True
    kind: str = "docx"

    @staticmethod
    def of(data: bytes, name: str) -> WordFile:
        """Read a document; raises InputError for what is none, is encrypted or damaged, or unpacks to more than one has."""
        if data.startswith(_OLE):
            raise InputError(f"{name}: is encrypted, or a document of Word before 2007; save it as .docx, without a password")
        if not data.startswith(b"PK"):
            raise InputError(f"{name}: is no Word document (.docx); name its --format")
        package = Package.of(data, name)
        types = package.read(_TYPES)
        entries = _text_parts(types, name) if types is not None else []
        if not entries:
            raise InputError(f"{name}: is a zip archive but no Word document; give a .docx")
        stories: list[_Story] = []
        text, left = "", MOST_UNPACKED
        for entry in entries:
            content = package.read(entry, left)
            if content is None:
                raise InputError(f"{name}: lacks its part {entry}; open it in a word processor and save it anew")
            left -= len(content)
            story = _story(entry, content, name)
            if story.part.layout.text:
                text += WALL if text else ""
                stories.append(replace(story, offset=len(text)))
                text += story.part.layout.text
        if not text.strip():
            raise InputError(f"{name}: holds no text; check the document")
        return WordFile(package, tuple(stories), text)

    def write(self, edits: Sequence[Edit]) -> Written:
        """Return the document with ``edits`` made; entries of the package without edits stay as they are, byte for byte."""
        changed: dict[str, bytes] = {}
        made: list[Edit] = []
        for story in self.stories:
            low, high = story.offset, story.offset + len(story.part.layout.text)
            here = {e.moved(-low): e for e in edits if low <= e.start and e.end <= high}
            if not here:
                continue
            placed = place(story.part.layout, list(here), _layout, ESCAPES, story.part.mend, keep_elements=False)
            if placed.edits:
                made += [here[e] for e in placed.edits]
                changed[story.entry] = story.bom + placed.source.encode(story.encoding)
        return Written.of(edits, made, lambda: self.package.with_entries(changed) if changed else self.package.data)

    def encode(self, text: str) -> bytes:
        """Encode a report."""
        return text.encode("utf-8", "backslashreplace")


def _layout(source: str) -> Layout:
    return lay_out_part(source).layout


def _text_parts(types: bytes, name: str) -> list[str]:
    """Return the entries that hold text, the body first, as the package's list of content types names them."""
    found: list[tuple[int, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").rpartition("wordprocessingml.")[2].removeprefix("application/vnd.ms-word.")
        path = attributes.get("PartName", "").removeprefix("/")
        if path and kind in _MAIN:
            found.append((0, path))
        elif path and kind in _OTHERS:
            found.append((1 + _OTHERS.index(kind), path))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(types, True)
    except (expat.ExpatError, InputError) as error:
        raise InputError(f"{name}: its list of contents is damaged ({error}); get it again") from error
    bodies = [path for order, path in found if order == 0]
    return list(dict.fromkeys(bodies[:1] + [path for order, path in sorted(found) if order])) if bodies else []


def _refuse(*declaration: object) -> NoReturn:
    raise InputError("it declares a document type")


def _story(entry: str, content: bytes, name: str) -> _Story:
    encoding, bom = "utf-8", b""
    for mark, codec in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if content.startswith(mark):
            encoding, bom = codec, mark
    try:
        source = content[len(bom) :].decode(encoding)
        return _Story(entry, encoding, bom, lay_out_part(source), 0)
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: {entry} is not in {encoding.upper()}; open it in a word processor and save it anew") from error
    except InputError as error:
        raise InputError(f"{name}: {entry} {error}") from error

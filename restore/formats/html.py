"""HTML and XHTML: the text of a page, read through inline tags."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from restore.errors import InputError
from restore.formats.html_scan import SPACE, Tag, comment_end, find_end, raw_end, read_tag
from restore.formats.html_stack import INLINE, Element, Stack
from restore.formats.layout import Builder, Layout
from restore.formats.placing import Escape

_RAW = frozenset("script style xmp iframe noembed noframes noscript textarea title".split())
_SPECIAL = re.compile(r"[ \t\n\f\r]{2,}|[\t\n\f\r]|&(?:#[0-9]+;?|#[xX][0-9A-Fa-f]+;?|[A-Za-z][A-Za-z0-9]{0,40};?)")
_LETTER = re.compile(r"[A-Za-z]")
_XML_LETTER = re.compile(r"[^\W\d]|:")


@dataclass(frozen=True)
class Html:
    """The format. ``encoding``: what is not in it is written as a character reference; ``xml``: by the grammar of XML."""

    encoding: str = "utf-8"
    xml: bool = False
    kind: str = "html"

    @property
    def escapes(self) -> Sequence[Escape]:
        """How text is spelled."""
        return (self._escape,)

    def _escape(self, text: str) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return "".join(c if c.isascii() else _spelled(c, self.encoding) for c in text)

    def lay_out(self, source: str) -> Layout:
        """Return the text that a reader of the page sees, and its title.

        Blanks read as browsers show them: a run of them is one, and there is none at the start of a paragraph. Inline code, and
        inline elements marked as another language or as not to be translated, are read, but cannot be written. Not read: tags
        and attributes, comments, scripts, styles, ``pre``, form fields, SVG and MathML, blocks so marked; of a page all of which
        is marked as another language the text is read, but cannot be written. Raises InputError when XHTML declares entities of
        its own.
        """
        reader = _Reader(source, self.xml)
        layout = reader.layout()
        if reader.passed_over and not layout.text.strip():
            return _Reader(source, self.xml, other=True).layout()
        return layout


def _spelled(char: str, encoding: str) -> str:
    try:
        # a byte of no valid encoding (a lone surrogate) stays that byte
        char.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return f"&#{ord(char)};"
    return char


class _Reader:
    """Reads a page; ``other``: also what is in another language. ``passed_over``: whether something was."""

    def __init__(self, source: str, xml: bool, other: bool = False) -> None:
        self._source, self._xml, self._other = source, xml, other
        self.passed_over = False
        self._out = Builder(source)
        self._stack = Stack()

    def layout(self) -> Layout:
        source, at = self._source, 0
        while at < len(source):
            mark = source.find("<", at)
            stop = mark if mark >= 0 else len(source)
            if stop > at:
                self._text(at, stop)
            at = self._markup(mark) if mark >= 0 else stop
        return self._out.layout()

    def _markup(self, start: int) -> int:
        """Read what begins with the "<" at ``start``; return where it ends."""
        source, xml = self._source, self._xml
        kind = source[start + 1 : start + 2]
        if kind == "!":
            return self._declaration(start)
        if kind == "?":
            return find_end(source, "?>" if xml else ">", start + 2)
        first = source[start + 2 : start + 3] if kind == "/" else kind
        if not (_XML_LETTER if xml else _LETTER).match(first):
            if kind == "/" and first:
                return find_end(source, ">", start + 2)
            self._text(start, start + 1)
            return start + 1
        tag = read_tag(source, start)
        if tag is None:
            return len(source)
        if not tag.closes:
            return self._open(tag, start)
        shown = not self._hides(self._stack.top)
        if tag.name not in INLINE and shown:
            self._out.wall()
        self._stack.close(tag.name)
        if shown and self._hides(self._stack.top):
            self._out.wall()
        return tag.end

    def _declaration(self, start: int) -> int:
        source, xml = self._source, self._xml
        if source.startswith("<!--", start):
            return find_end(source, "-->", start + 4) if xml else comment_end(source, start)
        if source.startswith("<![CDATA[", start) and (xml or self._stack.in_foreign):
            return find_end(source, "]]>", start + 9)
        end = find_end(source, ">", start + 2)
        if xml and "[" in source[start:end]:
            raise InputError("declares entities of its own, which are not expanded; save it as HTML")
        return end

    def _open(self, tag: Tag, start: int) -> int:
        hidden = self._hides(self._stack.top)
        element = self._stack.open(tag, self._xml)
        # a picture or formula may stand in a sentence
        block = tag.name not in INLINE and not element.foreign
        if (block or hidden) and not (hidden and self._hides(element)):
            self._out.wall()
        if tag.name == "br" and not self._hides(element):
            self._out.add(start, tag.end, "\n", writable=False)
        if element.foreign or self._xml:
            return tag.end
        if tag.name == "plaintext":
            return len(self._source)
        if tag.name not in _RAW:
            return tag.end
        end = raw_end(self._source, tag.name, tag.end)
        if tag.name == "title":
            self._text(tag.end, end)
        return end

    def _hides(self, element: Element) -> bool:
        return element.shut or (element.apart and not self._other)

    @property
    def _free(self) -> bool:
        top = self._stack.top
        return not (top.fixed or top.other)

    def _text(self, start: int, end: int) -> None:
        if self._hides(self._stack.top):
            self.passed_over |= not self._stack.top.shut
            return
        at = start
        for found in _SPECIAL.finditer(self._source, start, end):
            self._plain(at, found.start())
            self._special(found[0], *found.span())
            at = found.end()
        self._plain(at, end)

    def _plain(self, start: int, end: int) -> None:
        if start < end and self._source[start] == " " and self._out.after_blank:
            start += 1
        self._out.add(start, end, self._source[start:end], self._free)

    def _special(self, spelled: str, start: int, end: int) -> None:
        """Read a run of blanks or a character reference."""
        free = self._free
        if spelled[0] in SPACE:
            text = " "
        else:
            try:
                text = html.unescape(spelled)
            except ValueError:  # more digits than Python takes for a number
                text = ""
            if not text:  # a character that no text has
                text, free = "\ufffd", False
            if text == spelled:
                self._plain(start, end)
                return
        if text in SPACE:
            text = "" if self._out.after_blank else " "
        self._out.add(start, end, text, free)

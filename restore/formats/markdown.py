"""Markdown: CommonMark with GitHub's extensions, footnotes, formulas, definition lists and front matter.

The parser is pulldown-cmark (through pyromark), which conforms to CommonMark and tells for each piece of text where it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from restore.formats.layout import Builder, Layout, code_points
from restore.formats.placing import Escape

_INLINE = frozenset("Emphasis Strong Strikethrough Superscript Subscript Link Image".split())
_CLOSED = frozenset("CodeBlock HtmlBlock MetadataBlock".split())
# links whose text is their target, or the name under which it is defined
_NAMED = frozenset("Collapsed CollapsedUnknown Shortcut ShortcutUnknown Autolink Email WikiLink".split())
_CODE = frozenset("code kbd samp var tt pre".split())
_HIDDEN = frozenset("script style textarea template svg math select iframe object noscript title".split())
_DEEP = 32  # inline tags that are told apart; deeper ones are as their parents
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)[^>]*?(/?)>\Z", re.DOTALL)
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What looks like text to Markdown, but means something to those who wrote it or to the program that reads it next: addresses,
# template tags ({{ }}, {% %}), attribute lists ({#id}, {.class}, {: …}).
_PROTECTED = re.compile(
    r"(?:https?://|ftp://|www\.)[^\s<>]++"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
    r"|\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\}|\{[#.:][^{}\n]{0,400}+\}"
)
_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_MARKS = re.compile(r"[\\`*_\[\]<>&|$~{}]")
_ALL_MARKS = re.compile("[" + re.escape(_PUNCTUATION) + "]")


def _escape(text: str) -> str:
    return _MARKS.sub(lambda m: "\\" + m[0], text)


def _escape_all(text: str) -> str:
    return _ALL_MARKS.sub(lambda m: "\\" + m[0], text)


class Markdown:
    """The format; it has no state."""

    kind = "md"
    escapes: Sequence[Escape] = (_escape, _escape_all)

    def lay_out(self, source: str) -> Layout:
        """Return the text of headings, paragraphs, list items, quotations, table cells, footnotes and links of ``source``.

        A line break within a paragraph reads as a blank, so that a sentence is whole; a forced one as a line break. Inline code,
        formulas, addresses and links whose text is their target are read, but cannot be written. Not read: code blocks, HTML
        blocks, front matter, link definitions and targets, images.
        """
        return _Reader(source).layout()


class _Reader:
    def __init__(self, source: str) -> None:
        # three bytes stand for one lone surrogate, as for any other character there
        clean = _SURROGATE.sub("\ufffd", source)
        self._clean, self._source = clean, source
        self._points = None if clean.isascii() else code_points(clean.encode())
        self._protected = [m.span() for m in _PROTECTED.finditer(clean)]
        self._starts = [start for start, _ in self._protected]
        self._kept = 0  # where what is protected ends
        self._out = Builder(source)
        self._hidden = 0  # depth of what is not read
        self._links: list[bool] = []  # whether each open link's text can be written
        self._tags: list[str] = []  # open inline HTML tags whose content is code or no text

    def layout(self) -> Layout:
        import pyromark
        from pyromark import Options

        options = (
            Options.ENABLE_TABLES | Options.ENABLE_FOOTNOTES | Options.ENABLE_STRIKETHROUGH | Options.ENABLE_TASKLISTS
            | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS | Options.ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
            | Options.ENABLE_MATH | Options.ENABLE_GFM | Options.ENABLE_DEFINITION_LIST | Options.ENABLE_WIKILINKS
        )  # fmt: skip
        for event, where in pyromark.events_with_range(self._clean, options=options):
            start, end = where["start"], where["end"]
            if self._points is not None:
                start, end = int(self._points[start]), int(self._points[end])
            if isinstance(event, str):
                self._mark(event, start, end)
            else:
                name, value = next(iter(event.items()))
                self._event(name, value, start, end)
        return self._out.layout()

    def _mark(self, name: str, start: int, end: int) -> None:
        if name == "Rule":
            self._out.wall()
        elif self._readable:
            self._out.add(start, end, " " if name == "SoftBreak" else "\n", writable=False)

    def _event(self, name: str, value: Any, start: int, end: int) -> None:
        if name in ("Start", "End"):
            self._tag(name == "Start", value)
        elif name == "InlineHtml":
            self._inline_html(value, start, end)
        elif name == "Text" and self._readable:
            self._text(value, start, end)
        elif name in ("Code", "InlineMath", "DisplayMath") and self._readable:
            self._out.add(start, end, value, writable=False)

    @property
    def _readable(self) -> bool:
        return not self._hidden and not any(t in _HIDDEN for t in self._tags)

    @property
    def _writable(self) -> bool:
        return not self._tags and all(self._links)

    def _tag(self, opens: bool, value: Any) -> None:
        name = value if isinstance(value, str) else next(iter(value))
        if name == "Link":
            if opens:
                kind = value["Link"]["link_type"]
                if not isinstance(kind, str):
                    kind = "" if kind["WikiLink"]["has_pothole"] else "WikiLink"
                self._links.append(kind not in _NAMED)
            else:
                self._links.pop()
        elif name == "Image" or name in _CLOSED:
            self._hidden += 1 if opens else -1
        if name not in _INLINE:
            self._out.wall()
            self._tags.clear()

    def _inline_html(self, html: str, start: int, end: int) -> None:
        found = _TAG.match(html)
        if found is None:
            return
        closes, name, empty = found[1], found[2].lower(), found[3]
        if name == "br" and self._readable:
            self._out.add(start, end, "\n", writable=False)
        elif name in _CODE or name in _HIDDEN:
            if not closes and not empty and len(self._tags) < _DEEP:
                self._tags.append(name)
            elif closes and name in self._tags:
                del self._tags[len(self._tags) - 1 - self._tags[::-1].index(name) :]

    def _text(self, text: str, start: int, end: int) -> None:
        if self._source[start:end] != text and self._clean[start:end] != text:
            self._out.add(start, end, text, self._writable)  # an entity
            return
        text = self._source[start:end]
        if start and self._source[start - 1] == "\\" and text[0] in _PUNCTUATION and self._out_ends_before(start):
            # the backslash goes with what it escapes
            self._out.add(start - 1, start + 1, text[0], self._writable)
            start += 1
        for low, high, free in self._cut(start, end):
            self._out.add(low, high, self._source[low:high], free and self._writable)

    def _out_ends_before(self, start: int) -> bool:
        return not self._out.pieces or self._out.pieces[-1].end < start

    def _cut(self, start: int, end: int) -> list[tuple[int, int, bool]]:
        """Return the stretches of a piece of text, and whether each is free of what is protected."""
        parts: list[tuple[int, int, bool]] = []
        at = bisect_left(self._starts, start)  # what begins in a link's target is none of the text behind it
        while start < end:
            if start < self._kept:
                stop = min(end, self._kept)
                parts.append((start, stop, False))
            elif at < len(self._protected) and self._protected[at][0] < end:
                low, self._kept = self._protected[at]
                at, stop = at + 1, max(start, low)
                if start < stop:
                    parts.append((start, stop, True))
            else:
                stop = end
                parts.append((start, stop, True))
            start = stop
        return parts

"""What holds for any bytes whatever: the readers of files either refuse them in one line, or give them back unharmed."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from random import Random

from justhtml import JustHTML

from restore.edits import Edit, apply_edits
from restore.errors import InputError
from restore.formats.docx import WordFile
from restore.formats.filetext import FileText, MarkupFile
from restore.formats.layout import Piece
from restore.formats.pick import Format, read_data
from restore.formats.placing import folded
from restore.formats.word_xml import Part

TARGETS = ("war", "many more of them", "", "R&D <b>", "*x* `y`", "“q”", "1. z", "| p", "not_i", "]]>", "-->", "&lt;", "\\", "# h")
MARKER = "zqx"
NAMES = {Format.HTML: "a.html", Format.MD: "a.md", Format.DOCX: "a.docx", Format.TXT: "a.txt"}
# blanks, spelled as references too: whether one of several is read depends on its neighbours
_BLANKS = re.compile(r"\s+|&#0*(?:9|10|12|13|32)(?![0-9]);?|&#[xX]0*(?:9|[aAcCdD]|20)(?![0-9A-Fa-f]);?|&Tab;|&NewLine;")
_UNSEEN = frozenset("script style textarea template xmp iframe noembed noframes noscript plaintext".split())


def check(data: bytes, format: Format, name: str = "") -> FileText | None:
    """Read ``data`` and write random edits, the same each time; return what was read, None if it was refused in one line."""
    name = name or NAMES[format]
    try:
        given = read_data(data, name, format)
    except InputError as error:
        assert "\n" not in str(error) and str(error).startswith(name), error
        return None
    assert given.write([]).render() == data
    random = Random(zlib.crc32(data))
    for _ in range(3):
        edits = list(some_edits(given.text, random))
        written = given.write(edits)
        assert set(written.edits) | set(written.left_out) == set(edits)
        try:
            new = written.render()
        except InputError as error:  # its encoding lacks a character
            assert "lacks" in str(error)
            continue
        if not written.edits:
            assert new == data
            continue
        wanted = apply_edits(given.text, written.edits)
        if not wanted.strip():
            continue
        again = reread(new, given, name)
        assert folded(again.text) == folded(wanted)
        assert skeletons(again) == skeletons(given)
    if format is Format.HTML and isinstance(given, MarkupFile):
        check_by_other_parser(given)
    return given


def reread(new: bytes, given: FileText, name: str) -> FileText:
    """Read a written file as the first one was read: where an encoding was guessed, other words may change the guess."""
    if not isinstance(given, MarkupFile):
        return read_data(new, name, Format.DOCX)
    like = given.given
    text = new.removeprefix(like.bom).decode(like.encoding, "surrogateescape")
    return MarkupFile.of(new, replace(like, text=text), name, given.markup)


def some_edits(text: str, random: Random) -> Iterator[Edit]:
    """Yield a few edits of words, or of any stretch."""
    words = [m.span() for m in re.finditer(r"\S+(?: \S+)?", text)]
    at = 0
    for start, end in sorted(random.sample(words, min(len(words), 4))):
        if random.random() < 0.3:
            start, end = start + random.randrange(2), end + random.randrange(4)
        start, end = max(start, at), min(end, len(text))
        if start <= end:
            yield Edit(start, end, text[start:end], random.choice(TARGETS), 1.0, "lexicon")
            at = end + 1


def skeletons(given: FileText) -> list[str]:
    """Return all that is not text to write, blanks left out."""
    if isinstance(given, MarkupFile):
        return [_skeleton(given.layout.source, given.layout.pieces)]
    if isinstance(given, WordFile):
        return [_skeleton(*_written(s.part)).replace('xml:space="preserve"', "") for s in given.stories]
    return []


def _written(part: Part) -> tuple[str, list[Piece]]:
    """What an edit of a part may write to: the text that is read, and its copies."""
    copies = (p for twin in part.twins.twins for p in twin.copy.pieces)
    return part.layout.source, [*part.layout.pieces, *copies]


def _skeleton(source: str, pieces: Iterable[Piece]) -> str:
    out, last = [], 0
    for piece in sorted((p for p in pieces if p.writable), key=lambda p: p.start):
        out.append(source[last : piece.start])
        last = max(last, piece.end)  # a copy may be shown for a copy within it
    return _BLANKS.sub("", "".join([*out, source[last:]]))


def check_by_other_parser(page: MarkupFile) -> None:
    """Put a word into each piece of text; a parser that knows nothing of us finds it in no attribute, comment or script."""
    places = [o + len(p.text) // 2 for p, o in zip(page.layout.pieces, page.layout.offsets) if p.writable][:40]
    edits = [Edit(at, at, "", MARKER, 1.0, "lexicon") for at in dict.fromkeys(places)]
    source = page.write(edits).render().decode(page.given.encoding, "replace")
    if MARKER in page.given.text or page.name.endswith(".xhtml"):
        return
    waiting = [JustHTML(source, sanitize=False).root]
    while waiting:
        node = waiting.pop()
        name = str(node.name)
        for key, value in (getattr(node, "attrs", None) or {}).items():
            assert MARKER not in f"{key}{value}"
        if name == "#comment" or name == "!doctype":
            assert MARKER not in str(node.data)
        if name in _UNSEEN and getattr(node, "namespace", "html") in (None, "html"):
            assert MARKER not in node.to_text()
        assert MARKER not in name
        waiting += getattr(node, "children", None) or []

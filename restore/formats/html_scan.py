"""Where tags, comments and raw text of an HTML source end, as the HTML standard's tokenizer has it (section 13.2.5).

Written here because no kept library tells where text stands in the source, character references included: the standard library's
parser departs from the standard (comments, CDATA, the content of ``script`` and ``textarea``), differently in each release.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SPACE = " \t\n\f\r"

_NAME = re.compile(r"[^\t\n\f\r />]*")
_BETWEEN = re.compile(r"[\t\n\f\r /]*")
_ATTRIBUTE = re.compile(r"=?[^\t\n\f\r />=]*")
_EQUALS = re.compile(r"[\t\n\f\r ]*=[\t\n\f\r ]*")
_UNQUOTED = re.compile(r"[^\t\n\f\r >]*")
_COMMENT_END = re.compile(r"--!?>")
_SCRIPT = re.compile(r"<!--|</script(?=[\t\n\f\r />])", re.IGNORECASE)
_ESCAPED = re.compile(r"-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_DOUBLE = re.compile(r"-->|</script(?=[\t\n\f\r />])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag, or an end tag (``closes``), up to ``end``; names in lower case, of attributes with one name the first."""

    name: str
    end: int
    closes: bool
    empty: bool
    attributes: dict[str, str] = field(default_factory=dict)


def read_tag(source: str, start: int) -> Tag | None:
    """Return the tag at ``start``, where ``<`` or ``</`` and a letter stand; None when the source ends in it."""
    closes = source.startswith("</", start)
    found = _NAME.match(source, start + 1 + closes)
    assert found is not None
    name, at = found[0], found.end()
    attributes: dict[str, str] = {}
    while True:
        gap = _BETWEEN.match(source, at)
        assert gap is not None
        at = gap.end()
        if at >= len(source):
            return None
        if source[at] == ">":
            return Tag(_lower(name), at + 1, closes, gap[0].endswith("/"), attributes)
        key = _ATTRIBUTE.match(source, at)
        assert key is not None
        at, value = key.end(), ""
        equals = _EQUALS.match(source, at)
        if equals is not None:
            at = equals.end()
            quote = source[at : at + 1]
            if quote and quote in "\"'":
                close = source.find(quote, at + 1)
                if close < 0:
                    return None
                value, at = source[at + 1 : close], close + 1
            elif quote != ">":
                bare = _UNQUOTED.match(source, at)
                assert bare is not None
                value, at = bare[0], bare.end()
        attributes.setdefault(_lower(key[0]), value)


def _lower(name: str) -> str:
    return name.lower() if name.isascii() else "".join(c.lower() if c.isascii() else c for c in name)


def comment_end(source: str, start: int) -> int:
    """Return where the comment that begins with ``<!--`` at ``start`` ends."""
    if source.startswith(("<!-->", "<!--->"), start):
        return source.index(">", start) + 1
    found = _COMMENT_END.search(source, start + 4)
    return found.end() if found else len(source)


def find_end(source: str, mark: str, start: int) -> int:
    """Return where the next ``mark`` ends, or the end of the source."""
    found = source.find(mark, start)
    return found + len(mark) if found >= 0 else len(source)


def raw_end(source: str, name: str, start: int) -> int:
    """Return where the raw text of an element ``name`` that begins at ``start`` ends: at its end tag, or with the source."""
    if name == "script":
        return _script_end(source, start)
    found = re.compile(f"</{name}(?=[\\t\\n\\f\\r />])", re.IGNORECASE | re.ASCII).search(source, start)
    return found.start() if found else len(source)


def _script_end(source: str, start: int) -> int:
    """As :func:`raw_end`; within ``<!--`` a ``<script`` hides the next ``</script``, for the sake of old pages."""
    at, state = start, _SCRIPT
    while True:
        found = state.search(source, at)
        if found is None:
            return len(source)
        at = found.end()
        if state is _SCRIPT:
            if found[0] != "<!--":
                return found.start()
            at, state = at - 2, _ESCAPED  # "<!-->" is whole
        elif found[0] == "-->":
            state = _SCRIPT
        elif state is _DOUBLE:
            state = _ESCAPED
        elif found[1]:
            return found.start()
        else:
            state = _DOUBLE

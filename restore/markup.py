"""HTML and SVG without a way to forget escaping: text is escaped unless an element made it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

VOID = frozenset({"meta", "input", "circle", "line", "path", "rect"})


class Markup(str):
    """Markup that :func:`element` or :func:`join` made; any other string is text."""

    __slots__ = ()


def number(value: float) -> str:
    """Return a coordinate with at most two decimals."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def join(parts: Iterable[str]) -> Markup:
    """Return the parts one after the other, text escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def element(name: str, /, *content: str, **attributes: str | float | None) -> Markup:
    """Return an element; in names of attributes ``_`` becomes ``-``, one at the end is dropped; None leaves the attribute out."""
    listed = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID and not content:
        return Markup(f"<{name}{listed}/>")
    return Markup(f"<{name}{listed}>{join(content)}</{name}>")

"""HTML and SVG without a way to forget escaping: text is escaped unless an element made it."""

from __future__ import annotations

import base64
import hashlib
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


def page(title: str, style: str, *content: str, script: str = "") -> str:
    """Return a page in English that needs nothing from outside: a content security policy lets in this style and script alone.

    ``content``: of the body; the ``script`` goes last.
    """
    allowed = ["default-src 'none'", f"style-src '{_digest(style)}'"]
    allowed += [f"script-src '{_digest(script)}'"] if script else []
    allowed += ["base-uri 'none'", "form-action 'none'"]
    allowed += ["require-trusted-types-for 'script'"] if script else []
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content="; ".join(allowed)),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(style)),
    )
    body = element("body", *content, *([element("script", Markup(script))] if script else []))
    return "<!DOCTYPE html>\n" + element("html", head, body, lang="en") + "\n"


def _digest(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()

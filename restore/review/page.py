"""The review page: one HTML file with its style, script and data inside. Nothing is loaded, nothing is sent."""

from __future__ import annotations

import shlex
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from restore.formats.filetext import EXTRACTED
from restore.markup import Markup, element
from restore.markup import page as document
from restore.reading import Input
from restore.review.payload import payload

if TYPE_CHECKING:
    from restore.restorer import Restoration

ASSETS = Path(__file__).with_name("assets")
# in this order: each uses what stands before it
SCRIPTS = ("encode.js", "resolve.js", "words.js", "article.js", "card.js", "controls.js")
KEYS = (
    ("n  or  →", "next edit"),
    ("p  or  ←", "previous edit"),
    ("a", "accept the edit"),
    ("r", "reject it"),
    ("Space", "accept or reject, whichever it is not"),
    ("1 … 6", "write that candidate instead"),
    ("u  or  Ctrl+Z", "undo the last decision"),
    ("Enter", "go into the edit's card; Esc comes back"),
    ("+  and  −", "raise or lower the least confidence"),
    ("v", "next view"),
    ("?", "this list"),
)
_VIEWS = (("restored", "Restored"), ("original", "Original"), ("both", "Side by side"))


def page(restoration: Restoration, like: Input, name: str, kind: str = "txt") -> str:
    """Return the review page of a restoration; arguments as for :func:`restore.review.payload.payload`."""
    style = (ASSETS / "page.css").read_text(encoding="utf-8")
    parts = "\n".join((ASSETS / part).read_text(encoding="utf-8") for part in SCRIPTS)
    script = f'"use strict";\n(() => {{\n{parts}}})();\n'
    return document(
        f"{_shown(name)}: review of a restored text",
        style,
        element("a", "Skip to the text", href="#article", class_="skip"),
        _header(restoration, name),
        _bar(_way_to_document(name, kind)),
        element(
            "main", id="article", tabindex="-1", aria_label="The text with its edits", data_view="restored", class_="article"
        ),
        element("aside", id="card", role="dialog", aria_label="The edit", hidden="", class_="card"),
        _help(),
        element("p", id="said", role="status", aria_live="polite", class_="hidden"),
        element("noscript", element("p", "This page needs JavaScript, which this browser does not run.")),
        element("script", Markup(payload(restoration, like, name, kind)), type="application/json", id="data"),
        script=script,
    )


def _shown(name: str) -> str:
    """A file's name without bytes of no encoding, which no page can hold outside of its data."""
    return name.encode("utf-8", "replace").decode()


def _header(restoration: Restoration, name: str) -> Markup:
    score = f"Spun score {restoration.spun_score:.2f}: looks {'spun' if restoration.spun else 'clean'}."
    judged = f"{restoration.notice[:1].upper()}{restoration.notice[1:].rstrip('.')}." if restoration.notice else score
    made = f"restore {restoration.version}" + (f", model {restoration.model}" if restoration.model else "")
    return element(
        "header",
        element("h1", _shown(name)),
        element(
            "p", judged, " An edit is a likely original, not a certain one: check before you quote. ", element("small", made)
        ),
        class_="top",
    )


def _way_to_document(name: str, kind: str) -> tuple[Markup, ...]:
    """How to get a document with its markup, which the page does not have."""
    if kind in ("txt", EXTRACTED):
        return ()
    path = PurePath(_shown(name))
    wanted = path.name, f"{path.stem}.decisions.json", f"{path.stem}.restored{path.suffix}"
    file, decisions, output = map(shlex.quote, wanted)
    command = element("code", f"restore apply {file} {decisions} -o {output}")
    return (
        element(
            "p",
            "The text comes without its markup. For the document, download the decisions, put them beside it, and run there ",
            command,
        ),
    )


def _bar(hint: tuple[Markup, ...]) -> Markup:
    views = (
        element(
            "label",
            element("input", type="radio", name="view", value=value, checked="" if value == "restored" else None),
            element("span", label),
        )
        for value, label in _VIEWS
    )
    return element(
        "div",
        element("fieldset", element("legend", "View", class_="hidden"), *views, class_="views"),
        element(
            "div",
            element("label", "Least confidence", for_="threshold"),
            element("input", type="range", id="threshold", min="0", max="0", step="1", value="0"),
            element("output", id="threshold-value", for_="threshold", aria_live="off"),
            class_="slider",
        ),
        element("p", id="counts", class_="counts"),
        element(
            "div",
            _button("previous", "‹", "Previous edit"),
            _button("next", "›", "Next edit"),
            _button("undo", "Undo", None),
            _button("keys", "?", "Keyboard shortcuts"),
            element(
                "details",
                element("summary", "Save"),
                element(
                    "div",
                    _button("download-text", "Download text", None),
                    _button("copy-text", "Copy text", None),
                    _button("download-decisions", "Download decisions", None),
                    _button("copy-decisions", "Copy decisions", None),
                    *hint,
                    class_="list",
                ),
                id="save",
                class_="menu",
            ),
            class_="actions",
        ),
        role="group",
        aria_label="Review",
        class_="bar",
    )


def _button(name: str, label: str, described: str | None) -> Markup:
    return element("button", label, type="button", id=name, aria_label=described, title=described)


def _help() -> Markup:
    rows = (
        element("tr", element("th", element("kbd", keys), scope="row"), element("td", meaning)) for keys, meaning in KEYS
    )  # fmt: skip
    off = element("label", element("input", type="checkbox", id="single-keys", checked=""), " Single keys are shortcuts")
    close = element("form", element("button", "Close", type="submit"), method="dialog")
    return element(
        "dialog",
        element("h2", "Keyboard shortcuts"),
        element("table", element("tbody", *rows)),
        element("p", off),
        close,
        id="help",
        aria_label="Keyboard shortcuts",
    )

"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="M",
        help="Model directory, or the name of a Hugging Face masked language model that judges beside the shipped one.",
        show_default="the shipped model",
    ),
]

Table = Annotated[
    Path | None,
    typer.Option("--table", metavar="T", help="A spinner's own table, as 'restore table' makes it.", show_default="the model's"),
]


def _known_mode(value: str) -> str:
    if value not in ("replace", "add"):
        raise typer.BadParameter(f"{value!r} is neither replace nor add")
    return value


TableModeName = Annotated[
    str,
    typer.Option(
        "--table-mode",
        metavar="MODE",
        help="replace: T is all that the spinner knows; add: it knows more.",
        callback=_known_mode,
    ),
]

Protected = Annotated[
    list[str] | None,
    typer.Option("--protect", metavar="TERM", help="Leave this name or phrase alone, in any case; may be repeated."),
]
ProtectFile = Annotated[
    Path | None, typer.Option("--protect-file", metavar="F", help="Leave the terms in F alone, one a line; # begins a comment.")
]


def _known_quotes(value: str) -> str:
    if value not in ("keep", "restore"):
        raise typer.BadParameter(f"{value!r} is neither keep nor restore")
    return value


Quotes = Annotated[
    str,
    typer.Option(
        "--quotes", metavar="WHAT", help="keep: leave quotations alone; restore: treat them as all text.", callback=_known_quotes
    ),
]


def _known_format(value: str) -> str:
    if value not in ("auto", "txt", "md", "html", "docx"):
        raise typer.BadParameter(f"{value!r} is none of auto, txt, md, html, docx")
    return value


FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="auto: by the name's suffix, text where it says nothing; or txt, md, html, docx.",
        callback=_known_format,
    ),
]

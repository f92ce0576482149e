"""Options that several commands share, or whose values are few."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from restore.device import DEVICES

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


def _one_of(flag: str, metavar: str, help: str, *known: str) -> Any:
    """Return an option that refuses other values than those ``known``."""
    fault = f"neither {known[0]} nor {known[1]}" if len(known) == 2 else f"none of {', '.join(known)}"

    def checked(value: str) -> str:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is {fault}")
        return value

    return typer.Option(flag, metavar=metavar, help=help, callback=checked)


TableModeName = Annotated[
    str, _one_of("--table-mode", "MODE", "replace: T is all that the spinner knows; add: it knows more.", "replace", "add")
]

Device = Annotated[
    str, _one_of("--device", "D", "Where the network runs: cpu, cuda, or auto: a GPU where PyTorch sees one.", *DEVICES)
]

Protected = Annotated[
    list[str] | None,
    typer.Option("--protect", metavar="TERM", help="Leave this name or phrase alone, in any case; may be repeated."),
]
ProtectFile = Annotated[
    Path | None, typer.Option("--protect-file", metavar="F", help="Leave the terms in F alone, one a line; # begins a comment.")
]

Quotes = Annotated[
    str, _one_of("--quotes", "WHAT", "keep: leave quotations alone; restore: treat them as all text.", "keep", "restore")
]

_FORMATS = ("auto", "txt", "md", "html", "docx")
_SUFFIX = "auto: by the name's suffix, text where it says nothing; or txt, md, html, docx."
FormatName = Annotated[str, _one_of("--format", "FORMAT", _SUFFIX, *_FORMATS)]

Executor = Annotated[str, _one_of("--executor", "E", "local, slurm or ray.", "local", "slurm", "ray")]

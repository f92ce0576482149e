"""Options that several commands share, or whose values are few."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

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


def _one_of(*known: str) -> Callable[[str], str]:
    """Return a callback that refuses other values."""
    fault = f"neither {known[0]} nor {known[1]}" if len(known) == 2 else f"none of {', '.join(known)}"

    def checked(value: str) -> str:
        if value not in known:
            raise typer.BadParameter(f"{value!r} is {fault}")
        return value

    return checked


TableModeName = Annotated[
    str,
    typer.Option(
        "--table-mode",
        metavar="MODE",
        help="replace: T is all that the spinner knows; add: it knows more.",
        callback=_one_of("replace", "add"),
    ),
]

Device = Annotated[
    str,
    typer.Option(
        "--device",
        metavar="D",
        help="Where the network runs: cpu, cuda, or auto: a GPU where PyTorch sees one.",
        callback=_one_of(*DEVICES),
    ),
]

Protected = Annotated[
    list[str] | None,
    typer.Option("--protect", metavar="TERM", help="Leave this name or phrase alone, in any case; may be repeated."),
]
ProtectFile = Annotated[
    Path | None, typer.Option("--protect-file", metavar="F", help="Leave the terms in F alone, one a line; # begins a comment.")
]


Quotes = Annotated[
    str,
    typer.Option(
        "--quotes",
        metavar="WHAT",
        help="keep: leave quotations alone; restore: treat them as all text.",
        callback=_one_of("keep", "restore"),
    ),
]


FormatName = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help="auto: by the name's suffix, text where it says nothing; or txt, md, html, docx.",
        callback=_one_of("auto", "txt", "md", "html", "docx"),
    ),
]


Executor = Annotated[
    str, typer.Option("--executor", metavar="E", help="local, slurm or ray.", callback=_one_of("local", "slurm", "ray"))
]

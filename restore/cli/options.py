"""Options that several commands share."""

from __future__ import annotations

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

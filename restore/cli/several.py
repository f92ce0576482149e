"""One file after the other: what fails is told in a line, and the others go on."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from restore.cli.group import DEBUG, INTERNAL, status_and_line
from restore.cli.output import say


class Failures:
    """Failures of single files among several; of a single file they are left to the command."""

    def __init__(self, several: bool) -> None:
        self._several = several
        self.status = 0

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Swallow an error of the file ``name`` inside the block, after telling it; one to be debugged goes on."""
        try:
            yield
        except Exception as error:
            status, line = status_and_line(error)
            is_wanted = status == INTERNAL and os.environ.get(DEBUG)
            if not self._several or is_wanted or isinstance(error, typer.Exit):
                raise
            say(line if line.startswith(name) else f"{name}: {line}")
            self.status = max(self.status, status)

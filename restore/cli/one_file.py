"""Edits written into their file, and what a reader should know about that."""

from __future__ import annotations

import sys
from pathlib import Path

from restore.cli.outcome import Outcome
from restore.cli.output import say
from restore.errors import InputError
from restore.formats.filetext import FileText, Written


def write_edits(outcome: Outcome, given: FileText, name: str) -> tuple[Outcome, Written]:
    """Return the file with an outcome's edits made, and the outcome less the edits that the format left out; tell of these."""
    written = given.write(outcome.edits)
    tell_left_out(written, name)
    return (outcome.with_edits(given.text, written.edits) if written.left_out else outcome), written


def tell_left_out(written: Written, name: str) -> None:
    """Say how many edits a file's format left out, if any."""
    many = len(written.left_out)
    if many:
        say(f"{name}: {many} edit{'s' * (many > 1)} left out, in code, in another language, or where markup would change")


def is_for_terminal(given: FileText, path: Path | None) -> bool:
    """Whether a result that goes to ``path`` (None: standard output) would fill a terminal with bytes that nobody can read."""
    return given.binary and path is None and sys.stdout is not None and sys.stdout.isatty()


def refuse_terminal(given: FileText, path: Path | None, name: str) -> None:
    """Raise InputError for a result that is nothing for a terminal."""
    if is_for_terminal(given, path):
        raise InputError(f"{name}: is a Word document, nothing for a terminal; name a file with -o")

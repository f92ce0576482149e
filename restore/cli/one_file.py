"""Where a text comes from and how its result is written: a file → its running text, edits → the file, one call each a file."""

from __future__ import annotations

from restore.cli.outcome import Outcome
from restore.cli.output import say
from restore.formats.filetext import FileText, Written
from restore.formats.pick import read_file


def read_source(source: str, format: str, extract: bool) -> FileText:
    """Read a file, or standard input for ``-``; raises InputError when it cannot be used."""
    return read_file(source, format, extract)


def write_edits(outcome: Outcome, given: FileText, name: str) -> tuple[Outcome, Written]:
    """Return the file with an outcome's edits made, and the outcome less the edits that the format left out; tell of these."""
    written = given.write(outcome.edits)
    if not written.left_out:
        return outcome, written
    many = len(written.left_out)
    say(f"{name}: {many} edit{'s' * (many > 1)} left out, in code or where markup would change")
    return outcome.with_edits(given.text, written.edits), written

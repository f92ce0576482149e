"""An outcome's edits written into its file."""

from __future__ import annotations

from restore.cli.outcome import Outcome
from restore.cli.output import say
from restore.formats.filetext import FileText, Written


def write_edits(outcome: Outcome, given: FileText, name: str) -> tuple[Outcome, Written]:
    """Return the file with an outcome's edits made, and the outcome less the edits that the format left out; tell of these."""
    written = given.write(outcome.edits)
    if not written.left_out:
        return outcome, written
    many = len(written.left_out)
    say(f"{name}: {many} edit{'s' * (many > 1)} left out, in code or where markup would change")
    return outcome.with_edits(given.text, written.edits), written

"""What ``restore file`` writes of a text: the restored text itself, or a report."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from restore.cli.one_file import is_for_terminal, refuse_terminal, write_edits
from restore.cli.outcome import Outcome
from restore.cli.output import as_json, for_terminal
from restore.cli.targets import Target
from restore.cli.treating import Treating
from restore.diff import wants_color, word_diff
from restore.formats.filetext import FileText
from restore.reading import display_name

JSON, DIFF, EXPLANATION, VERDICT = "JSON", "diff", "explanation", "verdict"


@dataclass(frozen=True)
class Show:
    """What is written of each text: ``report`` (None: the restored text), with its file's name if there are ``several``.

    ``page``: a review page shows the text too.
    """

    report: str | None
    several: bool
    page: bool = False

    def bytes(self, outcome: Outcome, given: FileText, target: Target, treating: Treating) -> bytes:
        """Return what goes to the target."""
        name = display_name(target.source)
        outcome, written = write_edits(outcome, given, name)
        if self.report is None:
            if self.page and is_for_terminal(given, target.path):
                return b""
            refuse_terminal(given, target.path, name)
            return written.render()
        if self.report == JSON:
            return as_json({"name": target.source, **outcome.as_dict()} if self.several else outcome.as_dict())
        color = target.path is None and wants_color(sys.stdout)
        if self.report == DIFF:
            shown = word_diff(given.text, outcome.edits, color=color)
        else:
            shown = treating.explain(outcome, color)
        if target.path is not None:
            return given.encode(shown) if self.report == DIFF else shown.encode("utf-8", "surrogateescape")
        if self.several:
            shown = f"==> {name} <==\n{shown}{'' if shown.endswith(chr(10)) else chr(10)}\n"
        return for_terminal(shown)

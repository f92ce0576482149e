"""What ``restore file`` writes of a text: the restored text itself, or a report."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from restore.cli.one_file import result_bytes
from restore.cli.outcome import Outcome
from restore.cli.output import as_json, for_terminal
from restore.cli.targets import Target
from restore.cli.treating import Treating
from restore.diff import wants_color, word_diff
from restore.reading import Input, display_name
from restore.writing import encode

JSON, DIFF, EXPLANATION, VERDICT = "JSON", "diff", "explanation", "verdict"


@dataclass(frozen=True)
class Show:
    """What is written of each text: ``report`` (None: the restored text), with its file's name if there are ``several``."""

    report: str | None
    several: bool

    def bytes(self, outcome: Outcome, given: Input, target: Target, treating: Treating) -> bytes:
        """Return what goes to the target."""
        name = display_name(target.source)
        if self.report is None:
            return result_bytes(outcome, given, name)
        if self.report == JSON:
            return as_json({"name": target.source, **outcome.as_dict()} if self.several else outcome.as_dict())
        color = target.path is None and wants_color(sys.stdout)
        if self.report == DIFF:
            shown = word_diff(given.text, outcome.edits, color=color)
        else:
            shown = treating.explain(outcome, color)
        if target.path is not None:
            return encode(shown, given, name) if self.report == DIFF else shown.encode("utf-8", "surrogateescape")
        if self.several:
            shown = f"==> {name} <==\n{shown}{'' if shown.endswith(chr(10)) else chr(10)}\n"
        return for_terminal(shown)

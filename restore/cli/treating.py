"""How ``restore file`` treats texts: one model for all of them, loaded when the first text needs it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from restore import session
from restore.cli.explain import explain
from restore.cli.outcome import Outcome
from restore.cli.output import say
from restore.cli.progress import progress
from restore.cli.references import ReferenceFile, references_for
from restore.formats.filetext import FileText
from restore.language import looks_english
from restore.reading import display_name

if TYPE_CHECKING:
    from restore.protect import Protect
    from restore.restorer import Restorer


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for; the fields are the options of that name."""

    model: str | None
    table: Path | None
    table_mode: str
    device: str
    force: bool
    min_confidence: float | None
    references: Sequence[ReferenceFile]
    protect: Protect


class Treating:
    """Restores texts as ``wanted``."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._restorer: Restorer | None = None

    def make_ready(self, given: FileText) -> None:
        """Load the model if ``given`` needs it; raises InputError when that fails, which concerns all texts."""
        if self._restorer is None and self._is_meant(given):
            wanted = self._wanted
            self._restorer = session.make_restorer(wanted.model, wanted.table, wanted.table_mode, wanted.device)

    def restore(self, given: FileText, source: str) -> Outcome:
        """Return what becomes of a text; say what a reader should know. Raises InputError when the input is its own reference."""
        wanted, name = self._wanted, display_name(source)
        references = references_for(source, given.text, wanted.references)
        if not self._is_meant(given):
            say(f"{name}: does not look English; left unchanged; --force restores it all the same")
            return Outcome.untouched(given.text, wanted.model or session.shipped_model_name())
        self.make_ready(given)
        assert self._restorer is not None
        with progress(name) as step:
            found = self._restorer.restore(
                given.text,
                force=wanted.force,
                min_confidence=wanted.min_confidence,
                references=references,
                protect=wanted.protect,
                progress=step,
            )
        if found.notice:
            say(f"{name}: {found.notice}")
        return Outcome.of(found)

    def judge(self, given: FileText, source: str) -> float | None:
        """Return the spun score of a text that looks spun, None for another; cheaper than to restore it."""
        if not self._is_meant(given):
            say(f"{display_name(source)}: does not look English; not judged")
            return None
        self.make_ready(given)
        assert self._restorer is not None
        found = self._restorer.detect(given.text)
        return float(found.spun_score) if found.spun else None

    def explain(self, outcome: Outcome, color: bool) -> str:
        """Return each edit of an outcome with what speaks for it."""
        if self._restorer is None:
            return explain(outcome, 0.0, None, color)
        least = self._wanted.min_confidence
        return explain(outcome, self._restorer.min_confidence if least is None else least, self._restorer.names, color)

    def _is_meant(self, given: FileText) -> bool:
        return self._wanted.force or looks_english(given.text)

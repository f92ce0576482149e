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

    def restorer_for(self, given: FileText) -> Restorer | None:
        """Return what restores ``given``, loaded for the first text, or None for a text that is to be left alone.

        Raises InputError when loading fails, which concerns all texts.
        """
        if not self._wanted.force and not looks_english(given.text):
            return None
        if self._restorer is None:
            wanted = self._wanted
            self._restorer = session.make_restorer(wanted.model, wanted.table, wanted.table_mode, wanted.device)
        return self._restorer

    def restore(self, given: FileText, source: str, restorer: Restorer | None) -> Outcome:
        """Return what becomes of a text; say what a reader should know. Raises InputError when the input is its own reference.

        ``restorer``: as from :meth:`restorer_for`.
        """
        wanted, name = self._wanted, display_name(source)
        references = references_for(source, given.text, wanted.references)
        if restorer is None:
            say(f"{name}: does not look English; left unchanged; --force restores it all the same")
            return Outcome.untouched(given.text, wanted.model or session.shipped_model_name())
        with progress(name) as step:
            found = restorer.restore(
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

    def judge(self, given: FileText, source: str, restorer: Restorer | None) -> float | None:
        """Return the spun score of a text that looks spun, None for another; cheaper than to restore it.

        ``restorer``: as from :meth:`restorer_for`.
        """
        if restorer is None:
            say(f"{display_name(source)}: does not look English; not judged")
            return None
        score, spun = restorer.verdict(given.text)
        return float(score) if spun else None

    def explain(self, outcome: Outcome, color: bool) -> str:
        """Return each edit of an outcome with what speaks for it."""
        if self._restorer is None:
            return explain(outcome, 0.0, None, color)
        least = self._wanted.min_confidence
        return explain(outcome, self._restorer.min_confidence if least is None else least, self._restorer.names, color)

"""A restorer that knows one word, and runs of a corpus with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from restore import session
from restore.corpus import restoring
from restore.edits import Edit, apply_edits
from restore.protect import NOTHING, Protect
from restore.settle import settle


class Found:
    """The attributes of a Restoration that corpora read."""

    def __init__(self, text: str, min_confidence: float, protect: Protect) -> None:
        self.spun = "extra" in text
        self.spun_score = 0.9 if self.spun else 0.1
        places = re.finditer("extra|safety", text) if self.spun else ()
        known = {"extra": ("more", 0.9), "safety": ("security", 0.4)}
        found = (Edit(m.start(), m.end(), m.group(), *known[m.group()], "lexicon") for m in places)
        protected = protect.spans(text)
        self.proposals = tuple(e for e in found if protected.spares(e))
        self.edits = settle(text, self.proposals, self.spun, min_confidence, protected)
        self.text = apply_edits(text, self.edits)


class OneWord:
    """Puts "more" for "extra" and, less surely, "security" for "safety"; "crash" brings it down."""

    def restore_batch(
        self, texts: Sequence[str], *, force: bool = False, min_confidence: float | None = None, protect: Protect = NOTHING
    ) -> list[Found]:
        """Restore texts."""
        if any("crash" in text for text in texts):
            raise RuntimeError("two\nlines")
        return [Found(text, 0.5 if min_confidence is None else min_confidence, protect) for text in texts]


@pytest.fixture(autouse=True)
def one_word(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put the stand-in where the model is loaded."""
    from restore.corpus import plan

    monkeypatch.setattr(session, "make_restorer", lambda *args: OneWord())
    monkeypatch.setattr(plan, "model_fingerprint", lambda model: f"{model or 'one word'}")
    restoring._restorer.cache_clear()
    yield
    restoring._restorer.cache_clear()


def outputs(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all outputs below a folder but the summary, which tells the time."""
    files = (p for p in folder.rglob("*") if p.is_file() and ".restore" not in p.relative_to(folder).parts[:-1])
    return {str(p.relative_to(folder)): p.read_bytes() for p in files if p.name != "summary.json"}


Restore = Callable[..., dict[str, Any]]


@pytest.fixture
def restore() -> Restore:
    """Run a corpus; keywords are fields of Job and Means."""
    from restore.corpus.run import Job, Means, run

    def call(given: Path | str, out: Path, **changes: Any) -> dict[str, Any]:
        means = {k: changes.pop(k) for k in list(changes) if k in Means.__dataclass_fields__}
        result = run(replace(Job(str(given), str(out)), **changes), Means(**means))
        assert result.summary is not None
        return result.summary

    return call

"""A stand-in for the model, so that the command line is tested alone and fast."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from restore import session
from restore.cli.app import app
from restore.edits import Edit, apply_edits
from restore.protect import NOTHING, Protect

REPAIRS = {"extra": ("more", 0.9), "safety": ("security", 0.6)}


@dataclass(frozen=True)
class FakeRestoration:
    """The attributes of a Restoration that the command line reads."""

    text: str
    edits: tuple[Edit, ...]
    spun_score: float
    spun: bool
    version: str = "9.9"
    model: str = "fake"
    notice: str | None = None


@dataclass(frozen=True)
class FakeSpan:
    """The attributes of a SpanScore."""

    start: int
    end: int
    source: str
    score: float


@dataclass(frozen=True)
class FakeDetection:
    """The attributes of a Detection."""

    spun_score: float
    spun: bool
    damaged_share: float
    spans: tuple[FakeSpan, ...]


@dataclass
class FakeRestorer:
    """Knows two words; a text with neither looks clean."""

    model: str | None
    seen: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    protect: Protect = NOTHING

    def restore(
        self,
        text: str,
        *,
        force: bool = False,
        min_confidence: float | None = None,
        references: Sequence[str] = (),
        protect: Protect = NOTHING,
        progress: Callable[[float], None] | None = None,
    ) -> FakeRestoration:
        """Repair the known words."""
        self.protect = protect
        if "crash" in text:
            raise ZeroDivisionError("oh")
        self.references = list(references)
        self.seen.append(text)
        threshold = 0.5 if min_confidence is None else min_confidence
        edits = tuple(
            Edit(m.start(), m.end(), m.group(), REPAIRS[m.group()][0], REPAIRS[m.group()][1], "lexicon")
            for m in re.finditer("|".join(REPAIRS), text)
            if REPAIRS[m.group()][1] >= threshold
        )
        if not edits:
            return FakeRestoration(text, (), 0.03, False, notice=None if force else "looks clean")
        return FakeRestoration(apply_edits(text, edits), edits, 0.97, True)

    def verdict(self, text: str) -> tuple[float, bool]:
        """Look for the known words."""
        found = self.detect(text)
        return found.spun_score, found.spun

    def detect(self, text: str) -> FakeDetection:
        """Find the known words."""
        self.seen.append(text)
        spans = tuple(FakeSpan(m.start(), m.end(), m.group(), 0.8) for m in re.finditer("|".join(REPAIRS), text))
        return FakeDetection(0.97 if spans else 0.03, bool(spans), 0.25 if spans else 0.0, spans)


@pytest.fixture
def restorers(monkeypatch: pytest.MonkeyPatch) -> list[FakeRestorer]:
    """Put the stand-in in place of the model; the list fills with those that were made."""
    made: list[FakeRestorer] = []

    def make(
        model: str | None = None, table: Path | None = None, table_mode: str = "replace", device: str = "auto"
    ) -> FakeRestorer:
        made.append(FakeRestorer(model))
        return made[-1]

    monkeypatch.setattr(session, "make_restorer", make)
    return made


Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run ``restore`` with arguments (and ``input``)."""

    def call(*args: object, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(a) for a in args], input=input, prog_name="restore")

    return call

"""A restorer small enough to reason about, and a table for it."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import restore.evaluation.suite as shared
from restore.edits import Edit, apply_edits
from restore.evaluation.systems import Bench
from restore.table import BIT, PhraseTable
from restore.tokens import tokenize

CLEAN = "The war went on. They walked around where the war was. A war is a war, and war goes around and around."


@dataclass(frozen=True)
class StubSpan:
    start: int
    end: int
    source: str
    score: float


@dataclass(frozen=True)
class StubDetection:
    spun_score: float
    spun: bool
    spans: tuple[StubSpan, ...]


@dataclass(frozen=True)
class StubRestoration:
    text: str
    spun: bool
    proposals: tuple[Edit, ...]


class StubRestorer:
    """Replaces listed lower-case words; a text with two or more of them counts as spun."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words
        self.table = make_table({(original, spun): 1.0 for spun, original in words.items()}, {})
        self.encoded: list[str] = []

    def _edits(self, text: str) -> tuple[Edit, ...]:
        tokens = tokenize(text)
        return tuple(
            Edit(start, end, word, self.words[word], 0.9, "stub")
            for start, end, word in zip(tokens.starts, tokens.ends, tokens.texts)
            if word in self.words
        )

    def restore(self, text: str, *, force: bool = False, min_confidence: float | None = None) -> StubRestoration:
        edits = self._edits(text)
        spun = len(edits) >= 2
        return StubRestoration(apply_edits(text, edits) if spun or force else text, spun, edits)

    def restore_batch(
        self, texts: Sequence[str], *, force: bool = False, min_confidence: float | None = None
    ) -> list[StubRestoration]:
        return [self.restore(text, force=force, min_confidence=min_confidence) for text in texts]

    def detect(self, text: str, *, least: float = 0.5) -> StubDetection:
        edits = self._edits(text)
        spans = tuple(StubSpan(e.start, e.end, e.source, 0.9) for e in edits if least <= 0.9)
        return StubDetection(min(1.0, len(edits) / 10), len(edits) >= 2, spans)

    def encode_only(self, text: str) -> object:
        self.encoded.append(text)
        return len(text)


def make_table(pairs: dict[tuple[str, str], float], counts: dict[str, int]) -> PhraseTable:
    """A table of trusted pairs (form, source) → P(form | source), with counts in clean English."""
    log_freq = {phrase: math.log(count) for phrase, count in counts.items()}
    return PhraseTable.from_pairs({k: (v, BIT["lexicon"]) for k, v in pairs.items()}, log_freq, math.log(1e6))


@pytest.fixture
def table() -> PhraseTable:
    """ "struggle" and "the place" are rarer in clean text than spinning makes them; "round" is not.

    Every source has weights that sum to 1: its entry is always listed.
    """
    return make_table(
        {
            ("struggle", "war"): 1.0,
            ("struggle", "fight"): 1.0,
            ("the place", "where"): 1.0,
            ("place", "spot"): 1.0,
            ("round", "around"): 1.0,
        },
        {
            "struggle": 100,
            "war": 1000,
            "fight": 500,
            "the place": 200,
            "where": 3000,
            "place": 9000,
            "spot": 50,
            "round": 1800,
            "around": 1000,
        },
    )


@pytest.fixture
def checkout(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two clean seeds, a spun one with its gold, and a few names."""
    folder = tmp_path_factory.mktemp("checkout")
    seeds, gold, lists = folder / "seeds", folder / "eval/gold", folder / "models/lexicon/names"
    for path in (seeds, gold, lists):
        path.mkdir(parents=True)
    (seeds / "000_a.txt").write_text(CLEAN, encoding="utf-8")
    (seeds / "001_b.txt").write_text("Where a fight starts, war follows. " * 5, encoding="utf-8")
    spun = "The struggle went round. The Street Initiative met amongst them."
    (seeds / "004_c.txt").write_text(spun, encoding="utf-8")
    edits = [("struggle", ["battle", "war"]), ("round", ["around"]), ("Street", ["Road"]), ("amongst", ["among"])]
    listed = [{"start": spun.index(s), "end": spun.index(s) + len(s), "source": s, "targets": t} for s, t in edits]
    document = {"document": "004_c.txt", "edits": listed, "names": ["Road Initiative", "went around"]}
    (gold / "004_c.json").write_text(json.dumps(document), encoding="utf-8")
    (lists / "written.txt").write_text("Great War\nGreat War Museum\nQuiet Lake\nBulge\nRed Spot\n", encoding="utf-8")
    (lists / "idioms.txt").write_text("war of words\nquiet life\nfight it out\n", encoding="utf-8")
    monkeypatch.setattr(shared, "CHECKOUT", folder)
    return folder


@pytest.fixture
def restorer() -> StubRestorer:
    return StubRestorer({"struggle": "war", "round": "around"})


@pytest.fixture
def bench(table: PhraseTable, restorer: StubRestorer) -> Bench:
    return Bench(table, "stub", lambda: restorer)


@pytest.fixture
def spin_table(table: PhraseTable) -> PhraseTable:
    """The whole table of a spinner: that of the tests, swaps of other engines, and tortured phrases known and unknown."""
    size = range(len(table.form))
    pairs = {(table.phrases[table.form[i]], table.phrases[table.source[i]]): (1.0, BIT["lexicon"]) for i in size}
    pairs |= {("warfare", "war"): (0.5, BIT["wordnet"]), ("encounter", "fight"): (0.5, BIT["ppdb"])}
    pairs |= {(f"weird words {n}", f"plain term {n}"): (1.0, BIT["tortured"]) for n in "abcdefghijklmnopqrstuvwxyz"}
    return PhraseTable.from_pairs(pairs, {}, math.log(1e6))

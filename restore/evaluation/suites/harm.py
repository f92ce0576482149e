"""Harm: what the systems change in clean text, with the document gate on and with restoring forced."""

from __future__ import annotations

import lzma
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from restore.errors import InputError
from restore.evaluation.bootstrap import Interval, interval
from restore.evaluation.exact_edits import edits_between
from restore.evaluation.oracle import Oracle
from restore.evaluation.suite import SuiteResult, clean_seeds, signature
from restore.evaluation.systems import FULL, MASKED_LM, Bench, DetectorPrior, RestorerSystem, System
from restore.evaluation.wer import is_word, split_tokens, tokenise

NAME = "harm"
DOCUMENTS, QUICK_DOCUMENTS = 100, 20
DOCUMENT_WORDS = 400


@dataclass(frozen=True)
class Harm:
    """Changes to one clean text: ``edits`` made in so many ``words``."""

    edits: int
    words: int


def per_thousand(harms: Iterable[Harm]) -> float:
    """Return edits per 1,000 words over all texts."""
    harms = list(harms)
    return 1000 * sum(h.edits for h in harms) / max(1, sum(h.words for h in harms))


def _paragraphs(path: Path) -> Iterator[str]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        yield from (line.strip() for line in lines)


def documents(paragraphs: Iterable[str]) -> Iterator[str]:
    """Join paragraphs into documents of at least ``DOCUMENT_WORDS`` words (less at the end); an empty one ends a document.

    The gate judges documents, and a file of paragraphs does not say where its articles end.
    """
    current: list[str] = []
    size = 0
    for paragraph in paragraphs:
        if paragraph:
            current.append(paragraph)
            size += len(paragraph.split())
        if current and (not paragraph or size >= DOCUMENT_WORDS):
            yield "\n".join(current)
            current, size = [], 0
    if current:
        yield "\n".join(current)


def read_clean(path: Path, limit: int) -> dict[str, str]:
    """Return at most ``limit`` documents of each .txt or .txt.xz file at or in ``path``, by file name and number.

    Raises InputError when there is none or one cannot be read.
    """
    files = [path] if path.is_file() else sorted([*path.glob("*.txt"), *path.glob("*.txt.xz")])
    if not files:
        raise InputError(f"{path}: no .txt or .txt.xz file there; give a file or a folder of clean text, one paragraph a line")
    out: dict[str, str] = {}
    for file in files:
        try:
            out |= {f"{file.name}/{n}": text for n, text in enumerate(islice(documents(_paragraphs(file)), limit))}
        except (OSError, EOFError, lzma.LZMAError, UnicodeDecodeError) as error:
            raise InputError(f"{file}: cannot be read as UTF-8 text ({error}); give .txt or .txt.xz files") from error
    if not out:
        raise InputError(f"{path}: holds no text; give a file or a folder of clean text, one paragraph a line")
    return out


class _Gated(RestorerSystem):
    """The restorer with its gate on, counting the texts that it takes for spun."""

    alarms = 0

    def run(self, text: str) -> str:
        """Return ``text`` restored."""
        restoration = self.restorer.restore(text)
        self.alarms += restoration.spun
        return restoration.text


def run(bench: Bench, clean: Path | None = None, quick: bool = False) -> SuiteResult:
    """Run the suite on the clean seeds, or on the text at ``clean``. Raises CheckoutNeeded or InputError."""
    limit = QUICK_DOCUMENTS if quick else DOCUMENTS
    texts = read_clean(clean, limit) if clean else clean_seeds(NAME)
    gated = _Gated(f"{FULL}, gate on", bench.full)
    forced = RestorerSystem(f"{FULL}, forced", bench.full, force=True)
    alone = [RestorerSystem(f"{MASKED_LM}, forced", bench.masked_lm, force=True)] if bench.masked_lm is not None else []
    systems: list[System] = [
        *bench.plain(), *alone, DetectorPrior(bench.table, bench.full), gated, forced,
        Oracle(bench.table, {}), *bench.others,
    ]  # fmt: skip
    values: dict[str, dict[str, float]] = {}
    bounds: dict[str, dict[str, Interval]] = {}
    by_text: dict[str, object] = {}
    for system in systems:
        harms: list[Harm] = []
        for text in texts.values():
            before = split_tokens(text)
            edits = edits_between(before.texts, tokenise(system.run(text)))
            harms.append(Harm(len(edits), sum(map(is_word, before.texts))))
        values[system.name] = {
            "edits/1000 words": per_thousand(harms),
            "texts changed": sum(h.edits > 0 for h in harms) / len(harms),
        }
        found = interval(harms, per_thousand)
        bounds[system.name] = {"edits/1000 words": found} if found else {}
        by_text[system.name] = {name: {"edits": h.edits, "words": h.words} for name, h in zip(texts, harms)}
    details: dict[str, object] = {"texts": by_text, "taken for spun": gated.alarms, "documents": len(texts)}
    line = signature(NAME, bench, texts.values(), clean=clean.name if clean else "seeds", documents=len(texts))
    return SuiteResult(NAME, line, ("edits/1000 words", "texts changed"), values, bounds, details, notes=bench.notes)

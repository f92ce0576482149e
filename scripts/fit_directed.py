"""Fit what a model does with a spinner's own table: weight of its guarantees, confidence, threshold.

    python scripts/fit_directed.py models/heldout --spinner models/spinner.safetensors

Articles of sources that training never reads are spun with lists of engines drawn from the spinner's table
(restore.engine_list), and restored with that very list imported.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from dev_cases import Case, cut, held_articles
from examples import label_spans
from fit import judged, logistic, recovery

from restore.engine_list import draw_list
from restore.evaluation.suites.own_table import restorer_with
from restore.restorer import Restorer
from restore.settings import ModelFiles, Settings
from restore.simulator import KeyedSpinner
from restore.table import PhraseTable

ROOT = Path(__file__).resolve().parent.parent
LISTS = 3
FIRST_SEED = 1000  # the suite own-table and training draw with small seeds
GRID = {"directed_keep": (4.0, 6.0, 8.0, 12.0), "directed_length": (0.0, 0.5, 1.0, 2.0)}
PRECISION = 0.8


@dataclass(frozen=True)
class Engine:
    """A restorer with an engine's list, and cases by that engine."""

    restorer: Restorer
    cases: list[Case]


def draw_engine(spinner: PhraseTable, model: Path, articles: Sequence[str], seed: int, words: int) -> Engine:
    """Draw a list, spin articles by it, and score them with it imported."""
    listed = draw_list(spinner, seed)
    spin = KeyedSpinner(listed).spin
    restorer = restorer_with(listed, model)
    assert isinstance(restorer, Restorer)
    cases = []
    for i, article in enumerate(articles):
        text = cut(article, words)
        spun = spin(text, f"directed {seed} {i}")
        document, scores = restorer.score(spun.text)
        cases.append(Case(text, spun, document, scores, label_spans(document, spun, restorer.table)[0]))
    return Engine(restorer, cases)


def quality(engines: Sequence[Engine], settings: Settings) -> tuple[float, float, float]:
    """Return mean (recovery, precision, recall) over engines at the settings' threshold for own tables."""
    at = replace(settings, min_confidence=settings.directed_confidence)
    rows = [recovery(e.restorer, e.cases, at) for e in engines]
    r, p, c = np.mean(np.array(rows), axis=0).tolist()
    return r, p, c


def fit_calibration(engines: Sequence[Engine], settings: Settings) -> Settings:
    """Platt weights of the probabilities that restore.directed gives."""
    rows = []
    for engine in engines:
        engine.restorer.settings = settings
        rows += judged(engine.restorer, engine.cases)
    p = np.clip([row[0] for row in rows], 1e-4, 1 - 1e-4)
    right = np.array([row[1] for row in rows], dtype=np.float64)
    weights = logistic(np.stack([np.ones(len(p)), np.log(p / (1 - p))], axis=1), right, 0.01)
    return replace(settings, directed_calibration=tuple(round(float(w), 4) for w in weights))


def main() -> None:
    """Weights of the table's guarantees (for recovery), calibration, threshold of most recovery."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--spinner", type=Path, required=True, help="the table that spins")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--articles", type=int, default=24)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--dry-run", action="store_true", help="print, do not write")
    args = parser.parse_args()

    torch.manual_seed(0)
    files = ModelFiles.read(args.model)
    articles = held_articles(args.shared)[-args.articles :]
    spinner = PhraseTable.load(args.spinner)

    def draw(some: Sequence[str], seed: int) -> list[Engine]:
        return [draw_engine(spinner, args.model, some[i::LISTS], seed + i, args.words) for i in range(LISTS)]

    engines = draw(articles, FIRST_SEED)
    print("before: {:.4f} {:.4f} {:.4f}".format(*quality(engines, files.settings)), flush=True)
    settings = replace(files.settings, directed_calibration=(0.0, 1.0), directed_confidence=0.15)
    for name, options in GRID.items():
        trials = [replace(settings, **{name: value}) for value in options]  # type: ignore[arg-type]
        values = [quality(engines, trial)[0] for trial in trials]
        settings = trials[int(np.argmax(values))]
        print(f"  {name}: {dict(zip(options, np.round(values, 4).tolist()))}", flush=True)
    settings = fit_calibration(engines, settings)
    best = -1.0
    for threshold in np.arange(0.1, 0.71, 0.05).round(2).tolist():
        trial = replace(settings, directed_confidence=threshold)
        r, p, c = quality(engines, trial)
        print(f"  {threshold}: recovery {r:.4f} precision {p:.4f} recall {c:.4f}", flush=True)
        if p >= PRECISION and r > best + 1e-4:
            best, chosen = r, trial
    print(chosen)
    if not args.dry_run:
        replace(files, settings=chosen).write()


if __name__ == "__main__":
    main()

"""Fit the bounds below which a first look at a text is enough to call it clean (restore.looks), after the gate (scripts/fit.py).

    python scripts/fit_looks.py models/default --spinner models/spinner.safetensors

Development articles of 100-2,000 words are spun by every kind of damage of dev_cases. Of the spun ones that the whole gate
catches, all looks together may lose ``--lost``; within that, the bounds are those with which the least of clean texts is read.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from dev_cases import DevCases, cut, dev_articles

from restore.looks import LOOKS, gate, spread
from restore.ranker import Ranker
from restore.settings import ModelFiles, Settings
from restore.table import PhraseTable

ROOT = Path(__file__).resolve().parent.parent
LENGTHS = (100, 150, 200, 300, 400, 600, 900, 1200, 2000)  # words
KINDS = ("fifth", "free", "full", "fifth", "half", "free", "even")  # the faint ones twice: they set the bounds


@dataclass(frozen=True)
class Looked:
    """Spun scores of a text of ``windows`` windows: after one window, two, … (``early``, fewer than all), and of the whole."""

    windows: int
    early: tuple[float, ...]
    score: float


def look(ranker: Ranker, text: str, settings: Settings) -> Looked:
    """Score a text as restore.looks does, without ever stopping."""
    document = ranker.prepare(text)
    scores, early = ranker.score(document, ()), []
    windows = len(scores.read)
    for window in spread(windows)[: min(LOOKS, windows - 1)]:
        scores = ranker.score(document, (window,), scores)
        early.append(gate(document, scores, settings))
    return Looked(windows, tuple(early), gate(document, ranker.score(document, known=scores), settings))


def windows_read(found: Looked, bounds: Sequence[float]) -> int:
    """Return how many windows of a text are read with these bounds."""
    return next((n for n, (score, bound) in enumerate(zip(found.early, bounds), 1) if score < bound), found.windows)


def fit_bounds(caught: Sequence[Looked], clean: Sequence[Looked], lost: float) -> tuple[float, ...]:
    """Return bounds with which at most a share ``lost`` of ``caught`` ends clean, and little of ``clean`` is read.

    Greedy: the bounds begin where nothing is lost, and each further loss goes to the look at which it saves the most reading.
    """
    columns = [[found.early[n] for found in caught if len(found.early) > n] for n in range(LOOKS)]
    bounds = tuple(min(column, default=0.0) for column in columns)
    for _ in range(int(lost * len(caught))):
        left = [found for found in caught if windows_read(found, bounds) == found.windows]
        trials = []
        for n in range(LOOKS):
            scores = sorted(found.early[n] for found in left if len(found.early) > n)
            if len(scores) > 1:
                trials.append((*bounds[:n], scores[1], *bounds[n + 1 :]))
        bounds = min(trials, key=lambda trial: sum(windows_read(found, trial) for found in clean), default=bounds)
    return bounds


def main() -> None:
    """Look at the development articles, fit the bounds, write restore.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--spinner", type=Path, required=True, help="the table that spins")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--lost", type=float, default=0.008, help="share of caught texts that looks may lose")
    parser.add_argument("--dry-run", action="store_true", help="print, do not write")
    args = parser.parse_args()

    torch.manual_seed(0)
    files = ModelFiles.read(args.model)
    ranker, settings = Ranker(files), files.settings
    make = DevCases(ranker, PhraseTable.load(args.spinner))
    articles = dev_articles(args.shared, args.articles, 11)
    draw = random.Random(13)
    clean, spun = [], []
    for i, article in enumerate(articles):
        length = draw.choice(LENGTHS)
        text = cut(article if length <= 900 else article + "\n" + articles[i - 1], length)
        if i % 4 == 0:
            clean.append(look(ranker, text, settings))
        spun.append(look(ranker, make.spin(text, KINDS[i % len(KINDS)], f"looks {i}").text, settings))
        if i % 50 == 49:
            print(f"  {i + 1} articles", flush=True)
    caught = [found for found in spun if found.score >= settings.gate_threshold]
    bounds = tuple(round(b, 4) for b in fit_bounds(caught, clean, args.lost))
    lost = sum(windows_read(found, bounds) < found.windows for found in caught)
    read, there = sum(windows_read(found, bounds) for found in clean), sum(found.windows for found in clean)
    print(f"  looks {bounds}: lost {lost} of {len(caught)} caught, read {read / there:.3f} of {len(clean)} clean texts")
    if not args.dry_run:
        replace(files, settings=replace(settings, looks=bounds)).write()


if __name__ == "__main__":
    main()

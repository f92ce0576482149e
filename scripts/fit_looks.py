"""Fit the first judgement of texts (restore.skim) and the bounds below which a look at one is enough to call it clean
(restore.looks), after the gate (scripts/fit.py).

    python scripts/fit_looks.py models/default --shared ../shared --spinner models/spinner.safetensors

Articles cut to 100-2,000 words are spun by the engines of the evaluation suites in turn. The first judgement is fitted on some,
the bounds on others. Of the spun texts that the verdict
catches, all looks together may lose ``--lost``; within that, the bounds are those with which the least of clean texts is read.
What they lose is then counted on other articles, which no setting was fitted on. Texts that were read once are not read again
(``--cache``), so a run may be interrupted, and another ``--lost`` takes two minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from dev_cases import cut, dev_articles, spare_articles, unfitted_articles
from fit import logistic
from numpy.typing import NDArray

from restore.document import Document
from restore.evaluation.engines import Engine, keyed_engine, other_engines
from restore.joint import Joint
from restore.looks import LOOKS, gate, spread, together, verdict
from restore.ranker import Ranker
from restore.settings import ModelFiles, Settings
from restore.skim import skim_features, skim_score
from restore.table import PhraseTable

T = TypeVar("T")
ROOT = Path(__file__).resolve().parent.parent
LENGTHS = (100, 150, 200, 300, 400, 600, 900, 1200, 2000)  # words
NORMAL = 1.96  # standard deviations to either side that hold 95 %


@dataclass(frozen=True)
class Looked:
    """Spun scores of a text of ``windows`` windows: before any, after one, … (``early``, fewer than all), and of the whole."""

    windows: int
    early: tuple[float, ...]
    score: float


class Looking:
    """Looks at texts, each once; ``cache`` is a file that remembers them."""

    def __init__(self, ranker: Ranker, joint: Joint, settings: Settings, cache: Path) -> None:
        self._ranker, self._joint, self._settings, self._cache = ranker, joint, settings, cache
        files = ranker.files
        parts = [path.read_bytes() for path in (files.weights, files.embeddings, files.table, files.joint)]
        weights = settings.gate, settings.gate_short, settings.verdict, settings.verdict_short
        self._what = hashlib.sha256(b"".join(parts) + repr(weights).encode()).hexdigest()
        self._known: dict[str, Looked] = {}  # without the first judgement, which costs next to nothing
        for line in cache.read_text().splitlines() if cache.is_file() else ():
            found = json.loads(line)
            self._known[found.pop("text")] = Looked(found["windows"], tuple(found["early"]), found["score"])

    def __call__(self, text: str) -> Looked:
        """Score a text as restore.looks does, without ever stopping."""
        key = hashlib.sha256(f"{self._what}{text}".encode()).hexdigest()
        document = self._ranker.prepare(text)
        if key not in self._known:
            found = self._known[key] = self._look(document)
            with self._cache.open("a") as lines:
                lines.write(json.dumps({"text": key, **asdict(found)}) + "\n")
        found = self._known[key]
        skimmed = skim_score(document, self._settings.skim)
        return replace(found, early=(1.0 if skimmed is None else skimmed, *(together(score, skimmed) for score in found.early)))

    def _look(self, document: Document) -> Looked:
        ranker, settings = self._ranker, self._settings
        scores, early = ranker.score(document, ()), []
        windows = len(scores.read)
        for window in spread(windows)[: min(LOOKS, windows - 1)]:
            scores = ranker.score(document, (window,), scores)
            early.append(gate(document, scores, settings))
        weighed = self._joint(document, ranker.score(document, known=scores).log_p)
        return Looked(windows, tuple(early), verdict(document, weighed, settings))


def windows_read(found: Looked, bounds: Sequence[float]) -> int:
    """Return how many windows of a text are read with these bounds."""
    return next((n for n, (score, bound) in enumerate(zip(found.early, bounds)) if score < bound), found.windows)


def kept(found: Looked, bounds: Sequence[float]) -> bool:
    """Return whether no look ends the reading of a text."""
    return windows_read(found, bounds) == found.windows


def fit_bounds(caught: Sequence[Looked], clean: Sequence[Looked], lost: float) -> tuple[float, ...]:
    """Return bounds with which at most a share ``lost`` of ``caught`` ends clean, and little of ``clean`` is read.

    Greedy: the bounds are as high as the texts allow that are to be kept, and each text that is given up is, of those that hold a
    bound down, the one without which the least is read.
    """

    def bounds(texts: Sequence[Looked]) -> tuple[float, ...]:
        columns = ([found.early[n] for found in texts if len(found.early) > n] for n in range(LOOKS + 1))
        return tuple(min(column, default=0.0) for column in columns)

    def reading(limits: tuple[float, ...]) -> int:
        return sum(windows_read(found, limits) for found in clean)

    left = list(caught)
    for _ in range(int(lost * len(caught))):
        now = bounds(left)
        trials = [[two for two in left if two is not one] for one in left if any(s <= b for s, b in zip(one.early, now))]
        left = min(trials, key=lambda texts: reading(bounds(texts)), default=left)
    return bounds(left)


def wilson(right: int, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of ``right`` in ``count`` (Wilson 1927); (0, 1) for none at all."""
    if not count:
        return 0.0, 1.0
    share, square = right / count, NORMAL**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    around = NORMAL / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    return middle - around, middle + around


def looked_at(
    look: Callable[[str], T], articles: Sequence[str], engines: Sequence[Engine], name: str, clean: int = 5
) -> list[tuple[str, T]]:
    """Return (engine, what ``look`` sees) of each article, cut and spun, and of every ``clean``-th unspun, whose engine is ""."""
    draw = random.Random(name)
    out = []
    for i, article in enumerate(articles):
        length = draw.choice(LENGTHS)
        text = cut(article if length <= 900 else article + "\n" + articles[i - 1], length)
        engine = engines[i % len(engines)]
        out.append((engine.name, look(engine.spin(text, f"looks {name} {i}").text)))
        if i % clean == 0:
            out.append(("", look(text)))
        if i % 50 == 49:
            print(f"  {name}: {i + 1} of {len(articles)} articles", flush=True)
    return out


def fit_skim(found: Sequence[tuple[str, NDArray[np.float64]]]) -> tuple[float, ...]:
    """Return weights of the first judgement, from (engine, "" for none, skim features) of as many clean texts as spun ones."""
    some = [(name, x) for name, x in found if x.any()]
    weights = logistic(np.array([x for _, x in some]), np.array([float(name != "") for name, _ in some]), 1e-3)
    return tuple(round(float(w), 5) for w in weights)


def report(found: Sequence[tuple[str, Looked]], bounds: Sequence[float], threshold: float) -> Iterable[str]:
    """Yield lines that say what the bounds lose and save: of the spun texts that the gate catches, by engine; of clean ones."""
    spun = [(name, one) for name, one in found if name]
    for wanted in dict.fromkeys([*(name for name, _ in spun), ""]):
        some = [one for name, one in spun if wanted in ("", name)]
        caught = [one for one in some if one.score >= threshold]
        right = sum(kept(one, bounds) for one in caught)
        low, high = wilson(right, len(caught))
        share = right / max(1, len(caught))
        yield (
            f"{wanted or 'all engines':<16} {len(some):5} texts, {len(caught):5} caught, {len(caught) - right:3} lost by looks: "
            f"recall {share:.4f} [{low:.4f}, {high:.4f}]"
        )
    clean = [one for name, one in found if not name]
    read, there = sum(windows_read(one, bounds) for one in clean), sum(one.windows for one in clean)
    yield f"{'clean':<16} {len(clean):5} texts, {read / max(1, there):.3f} of their windows read"


def main() -> None:
    """Look at articles, fit the bounds, say what they lose on other articles, write restore.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--spinner", type=Path, required=True, help="the table that spins")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--skimmed", type=int, default=1500, help="articles to fit the first judgement on")
    parser.add_argument("--articles", type=int, default=1200, help="to fit the bounds on")
    parser.add_argument("--tests", type=int, default=1120, help="articles to test on")
    parser.add_argument("--lost", type=float, default=0.0026, help="share of caught texts that looks may lose")
    parser.add_argument("--cache", type=Path, default=ROOT / "build" / "looks.jsonl", help="what was read already")
    parser.add_argument("--dry-run", action="store_true", help="print, do not write")
    args = parser.parse_args()

    torch.manual_seed(0)
    torch.set_num_threads(1)  # the same digits on any machine of one kind
    files = ModelFiles.read(args.model)
    settings = files.settings
    args.cache.parent.mkdir(parents=True, exist_ok=True)
    ranker = Ranker(files)
    joint = Joint.load(files.joint, ranker.ngrams, ranker.table)
    table = PhraseTable.load(args.spinner)
    engines = [keyed_engine(table), *other_engines(table)]
    spare = spare_articles(args.shared, args.skimmed, 13)
    skimmed = looked_at(lambda text: skim_features(ranker.prepare(text)), spare, engines, "skim", 1)
    settings = replace(settings, skim=fit_skim(skimmed))
    print(f"first judgement {settings.skim}", flush=True)
    look = Looking(ranker, joint, settings, args.cache)
    fitted = looked_at(look, dev_articles(args.shared, args.articles, 11), engines, "fit")
    caught = [one for name, one in fitted if name and one.score >= settings.gate_threshold]
    found = fit_bounds(caught, [one for name, one in fitted if not name], args.lost)
    bounds = tuple(math.floor(bound * 1e4) / 1e4 for bound in found)
    print(f"looks {bounds}, fitted on these texts:")
    print("\n".join(report(fitted, bounds, settings.gate_threshold)), flush=True)
    tested = looked_at(look, unfitted_articles(args.shared, args.tests, 12), engines, "test")
    print("tested on these:")
    print("\n".join(report(tested, bounds, settings.gate_threshold)), flush=True)
    if not args.dry_run:
        replace(files, settings=replace(settings, looks=bounds)).write()


if __name__ == "__main__":
    main()

"""Read the clean English corpora of ``shared/data/corpora`` as articles, split once for all by source."""

from __future__ import annotations

import lzma
import random
from collections.abc import Iterator
from pathlib import Path

# Never trained on and never counted: the harm and detection suites read these.
HELD_OUT = ("lafand-globalvoices-news", "gov-press-releases-au-2020-2021", "nltk-abc-state-union")
# Source → share of the training articles drawn from it. News leads, because spun pages are mostly news.
TRAINING = {
    "allsides-news-2012-2020": 0.56,
    "wikipedia-core-2015": 0.18,
    "us-state-dept-human-rights-2016-2024": 0.05,
    "pm-speeches-au-1996-2019": 0.05,
    "gov-press-releases-au-1995-2021": 0.04,
    "arxiv-abstracts": 0.05,
    "openstax-textbooks": 0.07,
}


def paragraphs(folder: Path, name: str) -> Iterator[str]:
    """Yield the paragraphs of one corpus in file order."""
    with lzma.open(folder / f"{name}.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.strip()
            if line:
                yield line


def articles(folder: Path, name: str, seed: int, epoch_share: float = 1.0) -> Iterator[str]:
    """Yield pseudo-articles: runs of consecutive paragraphs of 150–1,200 words, lengths drawn by ``seed``.

    ``epoch_share`` < 1 keeps that share of the articles, drawn at random (same seed, same choice).
    """
    draw = random.Random(f"{seed}-{name}")
    block: list[str] = []
    words, target = 0, draw.randint(150, 1200)
    for paragraph in paragraphs(folder, name):
        block.append(paragraph)
        words += paragraph.count(" ") + 1
        if words >= target:
            if draw.random() < epoch_share:
                yield "\n".join(block)
            block, words, target = [], 0, draw.randint(150, 1200)


def mixture(folder: Path, seed: int) -> Iterator[str]:
    """Yield training articles for ever, sources mixed by ``TRAINING``."""
    draw = random.Random(seed)
    names = list(TRAINING)
    weights = [TRAINING[n] for n in names]
    rounds = dict.fromkeys(names, 0)
    streams = {n: articles(folder, n, seed, 0.7) for n in names}
    while True:
        name = draw.choices(names, weights)[0]
        try:
            yield next(streams[name])
        except StopIteration:
            rounds[name] += 1
            streams[name] = articles(folder, name, seed + 1000 * rounds[name], 0.7)

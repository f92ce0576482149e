"""Train the second stage (restore.joint) on spun articles of sources that the ranker never reads.

    python scripts/fit_joint.py models/heldout --spinner models/spinner.safetensors
    python scripts/fit_joint.py models/default --spinner models/spinner.safetensors --hide 0.06
    python scripts/fit_joint.py models/default --spinner models/spinner.safetensors --own

``--hide`` leaves that share of the sources out of the restorer's table, as for scripts/fit.py, which fits what comes after.
``--own``: for restoring with a spinner's own table; the articles are spun with lists of engines drawn from the spinner's table
(restore.engine_list), and scored with that very list imported. The second of ``--rounds`` is trained on what a first one makes of
articles that it was not trained on: one of two that each saw the other half (stacking; Wolpert 1992). The features are kept in
build/, and taken from there if they are newer than the model's weights and table.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from dev_cases import DevCases, cut, is_held, long_articles, partial_table
from examples import IGNORE, OTHER, WIDE, label_spans
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from restore.company import Company
from restore.directed import without_other
from restore.document import Document
from restore.engine_list import BREADTH, draw_list
from restore.engine_mix import pair_classes
from restore.evaluation.suites.own_table import imported
from restore.joint import LIMIT, Joint, JointWeights
from restore.joint_features import joint_features
from restore.models import load_model
from restore.ranker import Ranker
from restore.settings import ModelFiles
from restore.simulator import KeyedSpinner
from restore.table import PhraseTable

T = TypeVar("T", int, Tensor)
ROOT = Path(__file__).resolve().parent.parent
KINDS = ("full", "free", "half", "full", "even", "fifth", "full", "free", "clean", "full")
HIDDEN, SPANS, RATE, DECAY = 96, 4096, 3e-3, 1e-2
LIST_ARTICLES, FIRST_LIST = 20, 5000  # the suite own-table, training and scripts/fit_directed.py draw by small seeds
COVERAGE = (1.0, 1.0, 1.0, 0.9, 1.0, 1.0, 0.5, 1.0, 0.2, 0.0)  # share of its list that an engine knows, in turn
BASE = [0, 1, 2, 3, 4, 9, 10]  # features whose weights begin as those of a log-linear model do


@dataclass(frozen=True)
class Lists:
    """Readings of N spans, one after the other: ``features`` [R, F], ``span`` [R] ascending in 0…N-1, ``right`` [R].

    ``article`` [N]: the article of each span.
    """

    features: Tensor
    span: Tensor
    right: Tensor
    article: Tensor

    def of(self, spans: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Return features, span (0…) and right of the readings of some spans."""
        bounds = torch.searchsorted(self.span, torch.arange(len(self.article) + 1))
        size = (bounds[1:] - bounds[:-1])[spans]
        number = torch.repeat_interleave(torch.arange(len(spans)), size)
        at = bounds[:-1][spans][number] + torch.arange(int(size.sum())) - (size.cumsum(0) - size)[number]
        return self.features[at], number, self.right[at]


@dataclass(frozen=True)
class Scored:
    """A case with what is needed to compute its features; ``label`` [S], below 0 where a span is not trained on."""

    document: Document
    log_p: NDArray[np.float32]
    label: NDArray[np.int64]
    company: Company
    classes: NDArray[np.int64]


def with_shipped_table(args: argparse.Namespace, files: ModelFiles, articles: Sequence[str]) -> Iterator[Scored]:
    """Yield the articles spun by several engines, scored with the model's table."""
    ranker = Ranker(files, partial_table(PhraseTable.load(files.table), args.hide))
    make = DevCases(ranker, PhraseTable.load(args.spinner))
    company, classes = Company(ranker.ngrams, ranker.table), pair_classes(ranker.table)
    for i, text in enumerate(articles):
        case = make(text, KINDS[i % len(KINDS)], f"joint {i}")
        yield Scored(case.document, case.scores.log_p, case.label, company, classes)


def with_own_table(args: argparse.Namespace, articles: Sequence[str]) -> Iterator[Scored]:
    """Yield the articles spun by engines that each have a list, all of it or a part, scored with that list imported."""
    spinner = PhraseTable.load(args.spinner)
    for first in range(0, len(articles), LIST_ARTICLES):
        engine = draw_list(spinner, FIRST_LIST + first, BREADTH if first // LIST_ARTICLES % 3 else WIDE)
        spin, ranker = KeyedSpinner(engine).spin, load_model(args.model, imported(engine))[0]
        company, classes = Company(ranker.ngrams, ranker.table), pair_classes(ranker.table)
        for i, text in enumerate(articles[first : first + LIST_ARTICLES], first):
            spun = spin(text, f"joint own {i}", COVERAGE[i % len(COVERAGE)])
            document = ranker.prepare(spun.text)
            log_p = without_other(ranker.score(document).log_p)
            label = label_spans(document, spun, ranker.table)[0]
            # pieces of longer damage are not counted
            yield Scored(document, log_p, np.where(label == OTHER, IGNORE, label), company, classes)


def lists(args: argparse.Namespace, files: ModelFiles, before: Sequence[JointWeights] = ()) -> Lists:
    """Spin articles, score them, and return the readings of every span whose label is among them.

    ``before``: weights of a round whose probabilities are the scores, in the order of :func:`first_round`.
    """
    kind = f"own-{files.name}" if args.own else f"{files.name}-{args.hide:g}"
    made_by = hashlib.sha256(b"".join(t.numpy().tobytes() for one in before for t in vars(one).values())).hexdigest()[:8]
    stem = f"joint-{kind}-{args.articles}x{args.words}" + (f"-{made_by}" if before else "")
    cache = ROOT / "build" / f"{stem}.safetensors"
    if cache.exists() and cache.stat().st_mtime > max(files.weights.stat().st_mtime, files.table.stat().st_mtime):
        return Lists(**load_file(str(cache)))
    articles = [cut(a, args.words) for a in long_articles(args.shared)[: args.articles]]
    features, span, right, article, count = [], [], [], [], 0
    for i, case in enumerate(with_own_table(args, articles) if args.own else with_shipped_table(args, files, articles)):
        rounds = (before[first_round(i)],) if before else ()
        log_p = Joint(rounds, case.company, case.classes)(case.document, case.log_p)
        found = joint_features(case.document, log_p, case.company, case.classes)
        hit = case.label[found.span] == found.column
        usable = np.zeros(len(case.label), dtype=np.int64)
        usable[found.span[hit]] = 1
        kept = usable[found.span] > 0
        number = np.cumsum(usable) - 1
        features.append(torch.from_numpy(found.features[kept]).half())
        span.append(torch.from_numpy(number[found.span[kept]] + count))
        right.append(torch.from_numpy(hit[kept]))
        article += [i] * int(usable.sum())
        count += int(usable.sum())
        if i % 100 == 0:
            print(f"  {i} of {len(articles)} articles", flush=True)
    made = {"features": torch.cat(features), "span": torch.cat(span), "right": torch.cat(right), "article": torch.tensor(article)}
    cache.parent.mkdir(exist_ok=True)
    save_file(made, str(cache))
    return Lists(**made)


def half(number: T) -> T:
    """Which half an article is in, 0 or 1; ten at a time, as for dev_cases.is_held."""
    return number // 10 % 2


def first_round(article: int) -> int:
    """Which of three first rounds did not see an article: trained on the second half, on the first, on all but the held ones."""
    return 2 if is_held(article) else half(article)


class Perceptron(nn.Module):
    """restore.joint.JointWeights, trainable."""

    def __init__(self, mean: Tensor, scale: Tensor) -> None:
        super().__init__()
        self.mean, self.scale = nn.Buffer(mean), nn.Buffer(scale)
        self.first, self.second = nn.Linear(len(mean), HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.last = nn.Linear(HIDDEN, 1, bias=False)
        self.base = nn.Parameter(torch.zeros(len(mean)))
        with torch.no_grad():
            self.last.weight.zero_()
            self.base[0] = 1.0
        self.used = torch.zeros(len(mean))
        self.used[BASE] = 1.0

    def forward(self, features: Tensor) -> Tensor:
        """Return scores [R]."""
        x = ((features - self.mean) / self.scale).clamp(-LIMIT, LIMIT)
        hidden = torch.relu(self.second(torch.relu(self.first(x))))
        scores: Tensor = self.last(hidden)[:, 0] + features @ (self.base * self.used)
        return scores

    def weights(self) -> JointWeights:
        """Return a copy of what it has learnt."""
        first, second, base = self.first, self.second, self.base * self.used
        tensors = (self.mean, self.scale, first.weight, first.bias, second.weight, second.bias, self.last.weight[0], base)
        return JointWeights(*(tensor.detach().clone() for tensor in tensors))


def loss(scores: Tensor, span: Tensor, right: Tensor) -> Tensor:
    """Return the mean negative log-likelihood of the right readings, by a softmax over each span's."""
    count = int(span[-1]) + 1
    top = torch.full((count,), -math.inf).scatter_reduce(0, span, scores.detach(), "amax")
    total = torch.zeros(count).index_add(0, span, torch.exp(scores - top[span]))
    mean: Tensor = (torch.log(total) + top).mean() - scores[right].sum() / count
    return mean


def train(data: Lists, train: Tensor, epochs: int) -> JointWeights:
    """Train on some spans of the lists, given by number; print the loss on them and on those of held articles."""
    torch.manual_seed(0)
    test = torch.nonzero(is_held(data.article))[:, 0]
    usable = torch.zeros(len(data.article), dtype=torch.bool)
    usable[train] = True
    seen = data.features[usable[data.span]].float()
    net = Perceptron(seen.mean(0), seen.std(0).clamp(min=1e-3))
    del seen
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = epochs * math.ceil(len(train) / SPANS)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)

    def measure(spans: Tensor) -> float:
        with torch.no_grad():
            features, number, right = data.of(spans)
            return float(loss(net(features.float()), number, right))

    print(f"{len(train)} and {len(test)} spans; loss of the scores as they come {measure(test):.4f}", flush=True)
    for epoch in range(epochs):
        for spans in torch.split(train[torch.randperm(len(train))], SPANS):
            features, number, right = data.of(spans)
            optimizer.zero_grad()
            loss(net(features.float()), number, right).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
        print(f"  epoch {epoch}: loss {measure(train[:20000]):.4f}, of held articles {measure(test):.4f}", flush=True)
    return net.weights()


def main() -> None:
    """Make the lists, train each round, write the model's joint.safetensors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--spinner", type=Path, required=True, help="the table that spins")
    parser.add_argument("--hide", type=float, default=0.0)
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--rounds", type=int, choices=(1, 2), default=2)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--articles", type=int, default=1100)
    parser.add_argument("--words", type=int, default=500, help="words of an article")
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument(
        "-o", "--out", type=Path, help="by default joint.safetensors or joint-own.safetensors in the model's folder"
    )
    args = parser.parse_args()

    torch.set_num_threads(1)  # the same digits on any machine of one kind
    files = ModelFiles.read(args.model)
    data = lists(args, files)
    free = ~is_held(data.article)

    def spans(wanted: Tensor) -> Tensor:
        return torch.nonzero(wanted)[:, 0]

    rounds = [train(data, spans(free), args.epochs)]
    if args.rounds == 2:
        halves = [train(data, spans(free & (half(data.article) != which)), args.epochs) for which in (0, 1)]
        again = lists(args, files, [*halves, *rounds])
        rounds.append(train(again, spans(~is_held(again.article)), args.epochs))
    JointWeights.save(rounds, args.out or files.folder / ("joint-own.safetensors" if args.own else "joint.safetensors"))


if __name__ == "__main__":
    main()

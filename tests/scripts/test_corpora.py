"""Reading corpora as articles: in order, by seed, split by source."""

from __future__ import annotations

import lzma
from collections import Counter
from itertools import islice, pairwise
from pathlib import Path

import corpora
import pytest


def write(folder: Path, name: str, paragraphs: list[str]) -> None:
    (folder / f"{name}.txt.xz").write_bytes(lzma.compress("\n".join(paragraphs).encode("utf-8")))


def numbered(count: int, words: int = 40, mark: str = "p") -> list[str]:
    return [f"{mark}{i} " + "word " * (words - 1) for i in range(count)]


def numbers(article: str) -> list[int]:
    return [int(line.split()[0][1:]) for line in article.split("\n")]


def test_paragraphs(tmp_path: Path) -> None:
    write(tmp_path, "c", ["  One naïve “line”. ", "", " \t", "Two.\r", "Three"])
    assert list(corpora.paragraphs(tmp_path, "c")) == ["One naïve “line”.", "Two.", "Three"]


def test_articles_are_runs_of_paragraphs(tmp_path: Path) -> None:
    write(tmp_path, "c", numbered(400))
    found = list(corpora.articles(tmp_path, "c", seed=1))
    assert len(found) > 10
    assert [n for article in found for n in numbers(article)] == list(range(numbers(found[-1])[-1] + 1))
    sizes = [len(article.split()) for article in found]
    assert all(150 <= size < 1200 + 40 for size in sizes)
    assert len(set(sizes)) > 5


def test_articles_by_seed(tmp_path: Path) -> None:
    write(tmp_path, "c", numbered(200))
    first = list(corpora.articles(tmp_path, "c", seed=1))
    assert list(corpora.articles(tmp_path, "c", seed=1)) == first
    assert list(corpora.articles(tmp_path, "c", seed=2)) != first


def test_corpora_are_cut_at_different_places(tmp_path: Path) -> None:
    for name in "ab":
        write(tmp_path, name, numbered(200))
    assert list(corpora.articles(tmp_path, "a", seed=1)) != list(corpora.articles(tmp_path, "b", seed=1))


def test_a_share_of_the_articles(tmp_path: Path) -> None:
    write(tmp_path, "c", numbered(6000))
    everything, some = (len(list(corpora.articles(tmp_path, "c", 1, share))) for share in (1.0, 0.7))
    assert 0.6 < some / everything < 0.8
    for before, after in pairwise(corpora.articles(tmp_path, "c", 1, 0.7)):
        assert numbers(before)[-1] < numbers(after)[0]


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    for name in corpora.TRAINING:
        write(tmp_path, name, [f"{name} " + "word " * 60] * 60)
    return tmp_path


def test_mixture(sources: Path) -> None:
    # more articles than the sources hold once: it begins again
    found = list(islice(corpora.mixture(sources, seed=3), 600))
    assert found == list(islice(corpora.mixture(sources, seed=3), 600))
    assert found[:20] != list(islice(corpora.mixture(sources, seed=4), 20))
    counts = Counter(article.split()[0] for article in found)
    for name, share in corpora.TRAINING.items():
        assert counts[name] / 600 == pytest.approx(share, abs=0.06)


def test_what_evaluation_reads_is_not_trained_on() -> None:
    assert not set(corpora.HELD_OUT) & set(corpora.TRAINING)
    assert sum(corpora.TRAINING.values()) == pytest.approx(1.0)


def test_missing_corpus(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        next(corpora.paragraphs(tmp_path, "nowhere"))

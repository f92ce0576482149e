"""A table mined from spun texts and their originals: alignment, phrase extraction, counts.

Word alignment by edit distance; each changed run is cut into phrase pairs that are consistent with the alignment (Och and Ney
2004), runs that allow several cuts in the way that the unambiguous runs of all texts speak for (one step of hard expectation
maximisation). Pairs are cut to their smallest edits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from restore.align import Block, align
from restore.errors import InputError
from restore.minimal import minimal_pair
from restore.parallel import ORIGINAL, SPUN, pair_folders
from restore.phrases import FORM_TOKENS, SOURCE_TOKENS, fault, tidy
from restore.reading import read_text
from restore.thesaurus.own import OwnTable, Pair
from restore.tokens import Tokens, tokenize

_LONGEST_RUN = 12  # tokens; where more are changed in a row, a sentence was rewritten or inserted
_WINDOW, _LEAST_EQUAL = 15, 0.3  # tokens each side, and the share of them that must be equal for an alignment to be trusted
_AGREEMENT = 0.5

Cut = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mined:
    """What was found: the table, the number of text pairs, of phrase pairs before and after noise was dropped."""

    table: OwnTable
    texts: int
    found: int
    kept: int


def read_parallel(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (spun, original) of each ``NAME/spun.txt`` with ``NAME/original.txt``; raises InputError when there is none."""
    for pair in pair_folders(folder):
        yield read_text(pair / SPUN).text, read_text(pair / ORIGINAL).text


def learn(folder: Path, min_count: int) -> Mined:
    """Mine the parallel texts of ``folder``; pairs sighted less than ``min_count`` times are dropped. Raises InputError."""
    articles = [(list(changed_runs(spun, original)), standing_words(spun, original)) for spun, original in read_parallel(folder)]
    sure: Counter[tuple[str, str]] = Counter(pair for runs, _ in articles for cuts in runs if len(cuts) == 1 for pair in cuts[0])
    per_article = [Counter(pair for cuts in runs for pair in _likeliest(cuts, sure)) for runs, _ in articles]
    total: Counter[tuple[str, str]] = Counter()
    seen_in: Counter[tuple[str, str]] = Counter()
    agreeing: Counter[tuple[str, str]] = Counter()
    for counts, (_, stands) in zip(per_article, articles):
        total.update(counts)
        seen_in.update(counts.keys())
        agreeing.update({p: n for p, n in counts.items() if _is_key(p, counts, stands)})
    kept = [p for p, n in total.items() if n >= min_count and agreeing[p] >= _AGREEMENT * n]
    if not kept:
        raise InputError(f"{folder}: no phrase pair found; are spun.txt and original.txt versions of one text?")
    by_source: Counter[str] = Counter()
    for form, source in kept:
        by_source[source] += total[form, source]
    kept.sort(key=lambda p: (p[1], -total[p], p[0]))
    pairs = tuple(Pair(s, f, total[f, s] / by_source[s], total[f, s], seen_in[f, s]) for f, s in kept)
    return Mined(OwnTable(pairs, True), len(articles), len(total), len(kept))


def _is_key(pair: tuple[str, str], counts: Counter[tuple[str, str]], stands: Counter[str]) -> bool:
    """Whether an article bears a pair out: no other form of its source is commoner there, and the source seldom stands."""
    form, source = pair
    rivals = [n for (f, s), n in counts.items() if s == source and f != form]
    return counts[pair] >= max(rivals, default=0) and counts[pair] >= stands[source]


def standing_words(spun: str, original: str) -> Counter[str]:
    """Count the words (lower case) that both texts have in the same place."""
    a, b = tokenize(spun), tokenize(original)
    out: Counter[str] = Counter()
    for block in align(a.norms, b.norms):
        if block.equal:
            out.update(a.norms[block.a0 : block.a1])
    return out


def changed_runs(spun: str, original: str) -> Iterator[list[Cut]]:
    """Yield for each trustworthy changed run the ways to cut it into (form, original) pairs in lower case."""
    a, b = tokenize(spun), tokenize(original)
    blocks = align(a.norms, b.norms)
    equal = [0] * (len(a) + 1)
    for block in blocks:
        for i in range(block.a0, block.a1):
            equal[i + 1] = int(block.equal)
    for i in range(len(a)):
        equal[i + 1] += equal[i]
    for at, run in _runs(blocks):
        low, high = max(0, run.a0 - _WINDOW), min(len(a), run.a1 + _WINDOW)
        around = high - low - (run.a1 - run.a0)
        if max(run.a1 - run.a0, run.b1 - run.b0) > _LONGEST_RUN:
            continue
        if around and equal[high] - equal[low] < _LEAST_EQUAL * around:
            continue
        cuts = [cut for cut in _cuts(a, b, run, blocks, at) if cut]
        if cuts:
            yield cuts


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[int, Block]]:
    """Join neighbouring changed blocks; yield (index of the block after, run)."""
    begin: Block | None = None
    for at, block in enumerate([*blocks, Block(True, 0, 0, 0, 0)]):
        if not block.equal:
            begin = begin or block
        elif begin is not None:
            last = blocks[at - 1]
            yield at, Block(False, begin.a0, last.a1, begin.b0, last.b1)
            begin = None


def _cuts(a: Tokens, b: Tokens, run: Block, blocks: Sequence[Block], after: int) -> Iterator[Cut]:
    m, n = run.a1 - run.a0, run.b1 - run.b0
    if m and n:
        yield from _segmentations(a, b, run.a0, run.a1, run.b0, run.b1)
        return
    # an insertion or deletion belongs to the word before it or to the one after
    if after < len(blocks):
        yield _one(a, b, run.a0, run.a1 + 1, run.b0, run.b1 + 1)
    if run.a0 and run.b0:
        yield _one(a, b, run.a0 - 1, run.a1, run.b0 - 1, run.b1)


def _one(a: Tokens, b: Tokens, a0: int, a1: int, b0: int, b1: int) -> Cut:
    pair = _phrase_pair(a, b, a0, a1, b0, b1)
    return (pair,) if pair else ()


def _segmentations(a: Tokens, b: Tokens, a0: int, a1: int, b0: int, b1: int, most: int = 200) -> Iterator[Cut]:
    """Yield the monotone cuts of a run, at most ``most`` steps deep in all."""
    stack: list[tuple[int, int, Cut]] = [(a0, b0, ())]
    steps = 0
    while stack and steps < most:
        i, j, done = stack.pop()
        steps += 1
        if i == a1 and j == b1:
            yield done
            continue
        for di in range(1, min(FORM_TOKENS, a1 - i) + 1):
            for dj in range(1, min(SOURCE_TOKENS, b1 - j) + 1):
                # one side must be a single word, or the whole rest: what is longer on both sides falls apart or is one entry
                if (min(di, dj) > 1 and (i + di, j + dj) != (a1, b1)) or ((i + di == a1) != (j + dj == b1)):
                    continue
                pair = _phrase_pair(a, b, i, i + di, j, j + dj)
                if pair:
                    stack.append((i + di, j + dj, (*done, pair)))


def _phrase_pair(a: Tokens, b: Tokens, a0: int, a1: int, b0: int, b1: int) -> tuple[str, str] | None:
    """Return the (form, original) of two token ranges, cut to the smallest edit, or None where they are no phrases."""
    for tokens, first, stop in ((a, a0, a1), (b, b0, b1)):
        inner = range(first + 1, stop)
        if not all(tokens.words[first:stop]) or not all(tokens.spaced[i] or tokens.norms[i][0] == "'" for i in inner):
            return None
    form, source = minimal_pair(_text(a, a0, a1), _text(b, b0, b1))
    if form == source or fault(form, FORM_TOKENS) or fault(source, SOURCE_TOKENS):
        return None
    return form, source


def _text(tokens: Tokens, first: int, stop: int) -> str:
    return tidy("".join(f" {n}" if n[0] != "'" or i == first else n for i, n in enumerate(tokens.norms[first:stop], first)))


def _likeliest(cuts: Sequence[Cut], sure: Counter[tuple[str, str]]) -> Cut:
    """Return the cut whose pairs are best borne out elsewhere; of equals, that with the fewest pairs left unexplained."""
    return max(cuts, key=lambda cut: (-sum(sure[p] == 0 for p in cut), sum(sure[p] for p in cut), -len(cut)))

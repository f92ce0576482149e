"""What the phrase table could reach at best: a ranker that always chooses right among its candidates."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from restore.case import carry_case
from restore.document import CANDIDATES
from restore.evaluation.gold import Gold
from restore.evaluation.wer import tokenise
from restore.scan import scan
from restore.table import PhraseTable
from restore.tokens import Tokens, tokenize


@dataclass(frozen=True)
class _Choice:
    """A right candidate: characters ``start:end`` become ``target``, which settles ``gain`` gold edits."""

    start: int
    end: int
    target: str
    gain: int
    rank: int


def surface_words(tokens: Tokens, first: int, stop: int) -> list[str]:
    """Return the surface words (no marks) of tokens ``first:stop``."""
    return [t for t, word in zip(tokens.texts[first:stop], tokens.words[first:stop]) if word]


def _choices(table: PhraseTable, gold: Gold, limit: int) -> list[_Choice]:
    """All places of the table's forms at which one of the first ``limit`` candidates is the gold reading."""
    tokens = tokenize(gold.text)
    matches = scan(tokens, table)
    found: list[_Choice] = []
    for first, length, phrase in zip(matches.start.tolist(), matches.length.tolist(), matches.phrase.tolist()):
        begin, end_row = int(table.first_row[phrase]), int(table.first_row[phrase + 1])
        start, end = tokens.starts[first], tokens.ends[first + length - 1]
        gain = len(gold.within(start, end))
        if begin == end_row or not gain:
            continue
        wanted = gold.replacements(start, end)
        words = surface_words(tokens, first, first + length)
        for row in range(begin, min(end_row, begin + limit)):
            target = carry_case(words, table.phrases[int(table.source[row])])
            if tokenise(target) in wanted:
                found.append(_Choice(start, end, target, gain, row - begin))
                break
    return found


def _best_set(choices: Sequence[_Choice]) -> list[_Choice]:
    """The non-overlapping choices that settle the most gold edits (weighted interval scheduling)."""
    best: list[tuple[int, list[_Choice]]] = [(0, [])]
    ordered = sorted(choices, key=lambda c: (c.end, c.start))
    ends = [c.end for c in ordered]
    for at, choice in enumerate(ordered):
        before = bisect_right(ends, choice.start, hi=at)
        gain = best[before][0] + choice.gain
        best.append((gain, [*best[before][1], choice]) if gain > best[at][0] else best[at])
    return best[-1][1]


class Oracle:
    """Applies every gold edit whose target is among the table's candidates for that span, in the case it would be written.

    ``limit``: how many candidates of a form count (those the restorer looks at).
    """

    name = "oracle over candidates"

    def __init__(self, table: PhraseTable, golds: Mapping[str, Gold], limit: int = CANDIDATES) -> None:
        """Use the gold of each text in ``golds`` (by the spun text)."""
        self.table, self.golds, self.limit = table, golds, limit

    def run(self, text: str) -> str:
        """Return the best restoration; a text without gold comes back unchanged."""
        gold = self.golds.get(text)
        if gold is None:
            return text
        out: list[str] = []
        last = 0
        for choice in _best_set(_choices(self.table, gold, self.limit)):
            out += (text[last : choice.start], choice.target)
            last = choice.end
        return "".join(out) + text[last:]


def candidate_recall(table: PhraseTable, golds: Sequence[Gold], depths: Sequence[int] = (1, 5, CANDIDATES)) -> dict[str, float]:
    """Return for each depth k the share of gold edits that a right one among the first k candidates settles ("recall@k")."""
    total = max(1, sum(len(gold.edits) for gold in golds))
    every = [_choices(table, gold, max(depths)) for gold in golds]
    settled = {k: sum(c.gain for choices in every for c in _best_set([c for c in choices if c.rank < k])) for k in depths}
    return {f"recall@{k}": gain / total for k, gain in settled.items()}

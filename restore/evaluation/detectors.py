"""Every system as a detector: how spun a text looks to it, and how damaged each of its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from restore.evaluation.exact_edits import edits_between
from restore.evaluation.protocols import RestorerLike, System
from restore.evaluation.systems import FULL, Bench, RestorerSystem
from restore.evaluation.wer import EvalTokens, is_word, split_tokens, tokenise

LEAST = 0.5  # score from which a word counts as reported


@dataclass(frozen=True)
class Verdict:
    """``spun``: 0–1, higher for what looks spun; ``words``: damage score of each word (index of evaluation token → 0–1)."""

    spun: float
    words: dict[int, float]

    def reported(self) -> set[int]:
        """Return the words that the detector calls damaged."""
        return {i for i, score in self.words.items() if score >= LEAST}


def by_network(restorer: RestorerLike, text: str, tokens: EvalTokens) -> Verdict:
    """Return the restorer's own verdict."""
    found = restorer.detect(text, least=0.0)
    words = {i: 0.0 for i, token in enumerate(tokens.texts) if is_word(token)}
    for span in found.spans:
        for i in tokens.covering(span.start, span.end):
            if i in words:
                words[i] = max(words[i], span.score)
    return Verdict(found.spun_score, words)


def by_edits(system: System, text: str, tokens: EvalTokens) -> Verdict:
    """Return the verdict that a system's edits amount to: words that it changes are damaged, their share is the text's score."""
    changed = {i for edit in edits_between(tokens.texts, tokenise(system.run(text))) for i in range(edit.start, edit.end)}
    words = {i: float(i in changed) for i, token in enumerate(tokens.texts) if is_word(token)}
    return Verdict(sum(words.values()) / max(1, len(words)), words)


def detectors(bench: Bench) -> list[System]:
    """Return the systems that detect in a way of their own: those without a network, the restorer, peers."""
    return [*bench.plain(), RestorerSystem(FULL, bench.full), *bench.others]


def judge(system: System, texts: Iterable[str]) -> list[Verdict]:
    """Return a system's verdict on each text."""
    out = []
    for text in texts:
        tokens = split_tokens(text)
        if isinstance(system, RestorerSystem):
            out.append(by_network(system.restorer, text, tokens))
        else:
            out.append(by_edits(system, text, tokens))
    return out

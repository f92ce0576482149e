"""Scores of one restored text, and of many together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from nltk.translate.gleu_score import sentence_gleu

from restore.evaluation.bootstrap import Interval, interval
from restore.evaluation.edit_classes import CLASSES, classes_of, sentence_starts
from restore.evaluation.exact_edits import Counts, TokenEdit, count_exact, edits_between
from restore.evaluation.gold import GoldEdit
from restore.evaluation.wer import align, recovered, split_tokens, tokenise, word_error_rate


@dataclass(frozen=True)
class ArticleScore:
    """Scores of one text: ``article`` is what it was made from; ``classes`` counts the exact edits of each class."""

    name: str
    article: str
    recovery: float
    wer_spun: float
    wer_restored: float
    exact: Counts
    classes: dict[str, Counts]
    google_bleu: float

    def as_dict(self) -> dict[str, object]:
        """Return what the results file shows of the text."""
        return {
            "recovery": round(self.recovery, 6),
            "wer_spun": round(self.wer_spun, 6),
            "wer_restored": round(self.wer_restored, 6),
            "edits": {"right": self.exact.right, "made": self.exact.made, "gold": self.exact.gold},
        }


def score(name: str, article: str, spun: str, original: str, restored: str) -> ArticleScore:
    """Score ``restored`` against ``original``."""
    tokens = split_tokens(spun)
    gold = edits_between(tokens.texts, tokenise(original))
    made = edits_between(tokens.texts, tokenise(restored))
    starts = sentence_starts(spun, tokens)
    classes = {edit: classes_of(edit, starts) for edit in (*made, *gold)}

    def of_class(edits: Sequence[TokenEdit], label: str) -> list[TokenEdit]:
        return [edit for edit in edits if label in classes[edit]]

    wer_spun, wer_restored = word_error_rate(spun, original), word_error_rate(restored, original)
    return ArticleScore(
        name,
        article,
        recovered(wer_spun, wer_restored),
        wer_spun,
        wer_restored,
        count_exact(made, gold),
        {label: count_exact(of_class(made, label), of_class(gold, label)) for label in CLASSES},
        sentence_gleu([list(tokenise(original))], list(tokenise(restored))),
    )


def mean_recovery(scores: Sequence[ArticleScore]) -> float:
    """Return the mean recovery over texts."""
    return sum(s.recovery for s in scores) / len(scores)


def total(scores: Sequence[ArticleScore]) -> Counts:
    """Return the exact edits of all texts together."""
    return sum((s.exact for s in scores), Counts())


def summary(scores: Sequence[ArticleScore]) -> dict[str, float]:
    """Return recovery, word error rate, Google-BLEU (means over texts) and exact precision, recall, F0.5 (over all edits).

    Google-BLEU (Wu et al. 2016) is what nltk calls GLEU; it is not the GLEU of grammatical error correction.
    """
    exact = total(scores)
    return {
        "recovery": mean_recovery(scores),
        "precision": exact.precision,
        "recall": exact.recall,
        "f0.5": exact.f_half,
        "wer": sum(s.wer_restored for s in scores) / len(scores),
        "google-bleu": sum(s.google_bleu for s in scores) / len(scores),
    }


def intervals(scores: Sequence[ArticleScore]) -> dict[str, Interval]:
    """Return 95 % intervals of the summary's main values over articles; empty with a single article."""
    articles = [s.article for s in scores]
    found = {
        "recovery": interval(scores, mean_recovery, articles),
        "precision": interval(scores, lambda some: total(some).precision, articles),
        "recall": interval(scores, lambda some: total(some).recall, articles),
        "f0.5": interval(scores, lambda some: total(some).f_half, articles),
    }
    return {name: value for name, value in found.items() if value is not None}


def class_recall(scores: Sequence[ArticleScore]) -> dict[str, dict[str, float]]:
    """Return for each class of edits how many there are and the exact recall and precision."""
    sums = {label: sum((s.classes[label] for s in scores), Counts()) for label in CLASSES}
    met = {label: counts for label, counts in sums.items() if counts.gold or counts.made}
    return {label: {"gold": c.gold, "recall": c.recall, "precision": c.precision} for label, c in met.items()}


def original_spans(edits: Sequence[GoldEdit]) -> list[tuple[int, int]]:
    """Return where the first targets of ordered gold edits stand in the original text (code points)."""
    spans: list[tuple[int, int]] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        spans.append((start, start + len(edit.targets[0])))
        shift += len(edit.targets[0]) - len(edit.source)
    return spans


def restored_exactly(edits: Sequence[GoldEdit], original: str, restored: str) -> list[bool]:
    """Tell for each of a spun text's ordered gold edits whether ``restored`` has its original there, and no word besides.

    Unlike exact edits, this does not make one edit of two that touch, so that each keeps its own result.
    """
    tokens, after = split_tokens(original), tokenise(restored)
    before = tokens.texts
    place = np.full(len(tokens), -1)  # where a kept token of the original stands in the restored text
    extra = np.zeros(len(tokens) + 1, dtype=np.bool_)
    blocks = align(before, after)
    for i, block in enumerate(blocks):
        if block.equal:
            place[block.a0 : block.a1] = np.arange(block.b0, block.b1)
        elif block.a0 == block.a1 and all(b.equal for b in blocks[max(0, i - 1) : i] + blocks[i + 1 : i + 2]):
            extra[block.a0] = True  # extra words between right ones; those beside wrong words are the wrong words' fault …
    out: list[bool] = []
    for edit, (start, end) in zip(edits, original_spans(edits)):
        span = tokens.covering(start, end)
        first, stop = span.start, span.stop
        kept = bool((place[first:stop] >= 0).all()) and not extra[first : stop + 1].any()
        if kept and stop > first:  # … unless they are what the spinner put beside a word it kept ("a part" for "part")
            low, high = int(place[first]), int(place[stop - 1]) + 1
            for left, right in _rims(tokenise(edit.source), before[first:stop]):
                stands = _has_rims(after, low, high, left, right)
                kept = kept and (not stands or _has_rims(before, first, stop, left, right))
        out.append(kept)
    return out


def _rims(source: Sequence[str], target: Sequence[str]) -> list[tuple[Sequence[str], Sequence[str]]]:
    """What stands left and right of ``target`` in ``source``, for each place it has there."""
    size = len(target)
    return [(source[:i], source[i + size :]) for i in range(len(source) - size + 1) if source[i : i + size] == target]


def _has_rims(text: Sequence[str], first: int, stop: int, left: Sequence[str], right: Sequence[str]) -> bool:
    return first >= len(left) and text[first - len(left) : first] == left and text[stop : stop + len(right)] == right


def occurrences(words: Sequence[str], text: Sequence[str]) -> int:
    """Return how often a token sequence occurs in another."""
    wanted, size = tuple(words), len(words)
    return sum(tuple(text[i : i + size]) == wanted for i in range(len(text) - size + 1)) if size else 0

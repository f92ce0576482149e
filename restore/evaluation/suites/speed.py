"""Speed: words a second of the restorer beside those of its bare encoder, on the same text in the same run."""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable

from restore.evaluation.suite import SuiteResult, checkout_folder, signature
from restore.evaluation.systems import FULL, Bench
from restore.evaluation.wer import is_word, tokenise

NAME = "speed"
ROUNDS, QUICK_ROUNDS = 5, 1
ENCODER = "bare encoder"


def peak_memory_mb() -> float | None:
    """Return the largest memory this process has held, in MB; None where the system does not tell."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1e6 if sys.platform == "darwin" else 1e3), 1)


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Return how long ``work`` takes for all texts."""
    begin = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - begin


def run(bench: Bench, quick: bool = False) -> SuiteResult:
    """Run the suite on the five seeds: one round to warm up, then the median of the rounds. Raises CheckoutNeeded."""
    texts = [p.read_bytes().decode("utf-8") for p in sorted(checkout_folder("seeds", NAME).glob("*.txt"))]
    words = sum(is_word(token) for text in texts for token in tokenise(text))
    restorer = bench.full()

    def restore_by_force(text: str) -> str:
        return restorer.restore(text, force=True).text

    same = [restore_by_force(text) for text in texts] == [restore_by_force(text) for text in texts]
    seconds(restorer.encode_only, texts)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    # rounds alternate, so that a machine that slows down slows both
    taken = [(seconds(restore_by_force, texts), seconds(restorer.encode_only, texts)) for _ in range(rounds)]
    full, bare = (words / max(1e-9, statistics.median(column)) for column in zip(*taken))
    timings: dict[str, object] = {
        "words/s": {FULL: round(full, 1), ENCODER: round(bare, 1)},
        "share of the encoder's speed": round(full / bare, 4),
        "peak memory MB": peak_memory_mb(),
    }
    line = signature(NAME, bench, texts, rounds=rounds, words=words)
    notes = (f"same bytes twice: {'yes' if same else 'NO'}",)
    values = {FULL: {"same bytes twice": float(same)}, ENCODER: {}}
    return SuiteResult(NAME, line, ("words/s",), values, {}, {"words": words}, timings, notes)

"""Speed: words a second of every system and of the bare encoder, by length of text and size of batch; start-up and memory."""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import replace

from restore.evaluation.fresh import help_seconds, restore_once
from restore.evaluation.suite import SuiteResult, checkout_folder, signature
from restore.evaluation.systems import FULL, Bench, DoNothing
from restore.evaluation.wer import is_word, tokenise

NAME = "speed"
ROUNDS, QUICK_ROUNDS = 5, 1
QUICK_SEEDS = 2
ENCODER = "bare encoder"
LENGTHS, QUICK_LENGTHS = (100, 1_000, 10_000), (100, 1_000)  # words of a text
BATCHES, QUICK_BATCHES = (1, 8, 32), (1, 8)  # texts of a batch
BATCH_WORDS = 200  # words of each text of a batch


def seconds(work: Callable[[str], object], texts: Iterable[str]) -> float:
    """Return how long ``work`` takes for all texts."""
    begin = time.perf_counter()
    for text in texts:
        work(text)
    return time.perf_counter() - begin


def text_of(texts: Iterable[str], length: int) -> str:
    """Return the first ``length`` words (runs without blanks) of the texts, which are repeated where they do not suffice."""
    whole = "\n".join(texts) + "\n"
    words = list(re.finditer(r"\S+\s+", whole))
    rounds, rest = divmod(length, max(1, len(words)))
    return whole * rounds + (whole[: words[rest - 1].end()] if rest else "")


def _rate(work: Callable[[], object], words: int, rounds: int) -> float:
    """Return words a second, by the median of some rounds."""
    taken = [seconds(lambda _: work(), [""]) for _ in range(rounds)]
    return round(words / max(1e-9, statistics.median(taken)), 1)


def run(bench: Bench, quick: bool = False, model: str | None = None) -> SuiteResult:
    """Run the suite on the five seeds (two if ``quick``): one round to warm up, then the median of the rounds.

    ``model``: the bench's model, as ``--model`` takes it, for fresh processes. Raises CheckoutNeeded.
    """
    seeds = sorted(checkout_folder("seeds", NAME).glob("*.txt"))
    texts = [p.read_bytes().decode("utf-8") for p in (seeds[:QUICK_SEEDS] if quick else seeds)]
    words = sum(is_word(token) for text in texts for token in tokenise(text))
    restorer = bench.full()
    from restore.evaluation.remembering import Remembering

    if isinstance(restorer, Remembering):
        timed = restorer = restorer.forgetful()
        bench = replace(bench, full=lambda: timed, masked_lm=timed.without_table if bench.masked_lm else None)

    def restore_by_force(text: str) -> str:
        return restorer.restore(text, force=True).text

    same = [restore_by_force(text) for text in texts] == [restore_by_force(text) for text in texts]
    seconds(restorer.encode_only, texts)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    # rounds alternate, so that a machine that slows down slows both
    taken = [(seconds(restore_by_force, texts), seconds(restorer.encode_only, texts)) for _ in range(rounds)]
    beside = [system for system in bench.systems({}) if system.name not in (FULL, DoNothing.name)]
    for system in beside:
        system.run(text_of(texts, 1))  # loaded before the clock starts
    rates = {system.name: round(words / max(1e-9, seconds(system.run, texts)), 1) for system in beside}
    full, bare = (words / max(1e-9, statistics.median(column)) for column in zip(*taken))

    lengths = QUICK_LENGTHS if quick else LENGTHS
    by_length = {length: text_of(texts, length) for length in lengths}
    short = text_of(texts, BATCH_WORDS)
    batches = QUICK_BATCHES if quick else BATCHES
    alone = {n: [short] * n for n in batches}
    fresh = {length: restore_once(model, text) for length, text in by_length.items() if not quick or length == min(lengths)}
    first = fresh[min(lengths)]
    timings: dict[str, object] = {
        "words/s": {FULL: round(full, 1), ENCODER: round(bare, 1), **rates},
        "share of the encoder's speed": round(full / bare, 4),
        "words/s by length": {
            f"{n} words": _rate(lambda t=text: restore_by_force(t), n, 1 if n > max(QUICK_LENGTHS) else rounds)  # type: ignore[misc]
            for n, text in by_length.items()
        },
        "words/s by batch": {
            f"{n} texts": _rate(lambda b=batch: restorer.restore_batch(b, force=True), n * BATCH_WORDS, rounds)  # type: ignore[misc]
            for n, batch in alone.items()
        },
        "start-up, seconds": {
            "restore --help": round(help_seconds(), 3),
            f"a first text of {min(lengths)} words": round(first.seconds, 3),
            "of it restoring": round(first.restoring, 3),
        },
        "peak memory MB": {f"{n} words": f.peak_mb for n, f in fresh.items() if f.peak_mb is not None},
    }
    line = signature(NAME, bench, texts, rounds=rounds, words=words)
    notes = (f"same bytes twice: {'yes' if same else 'NO'}",)
    values: dict[str, dict[str, float]] = {FULL: {"same bytes twice": float(same)}, ENCODER: {}, **{s.name: {} for s in beside}}
    return SuiteResult(NAME, line, ("words/s",), values, {}, {"words": words}, timings, (*notes, *bench.notes))

"""Texts → restored texts with their annotations; the model is loaded once a process."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from restore.corpus.annotation import Annotation
from restore.device import AUTO
from restore.errors import InputError
from restore.language import looks_english
from restore.protect import Protect

if TYPE_CHECKING:
    from restore.restorer import Restoration, Restorer

CHARS_A_BATCH = 1_000_000
T = TypeVar("T")


def batches(items: Iterable[T], size: int, chars: Callable[[T], int]) -> Iterator[list[T]]:
    """Yield ``items`` in order in lists of at most ``size``, cut also where their ``chars`` reach ``CHARS_A_BATCH``."""
    batch: list[T] = []
    total = 0
    for item in items:
        batch.append(item)
        total += chars(item)
        if len(batch) >= size or total >= CHARS_A_BATCH:
            yield batch
            batch, total = [], 0
    if batch:
        yield batch


@dataclass(frozen=True)
class Treatment:
    """What is done to a text; all that its result depends on.

    ``model``, ``table``, ``table_mode``: as for :class:`restore.Restorer`. ``force``: restore also what looks clean or is not
    English. ``min_confidence``: None for the model's own threshold. ``tag_only``: propose edits, make none.
    ``keep_original``: keep the text as it came in beside the restored one. ``threads`` of the network in each process, and the
    ``device`` that it runs on (see restore.device): others may change the last bits of a score. ``protect``, ``quotes``: terms,
    and whether quotations are left alone ("keep").
    """

    model: str | None = None
    table: str | None = None
    table_mode: str = "replace"
    force: bool = False
    min_confidence: float | None = None
    tag_only: bool = False
    keep_original: bool = False
    threads: int = 1
    protect: tuple[str, ...] = ()
    quotes: str = "restore"
    device: str = AUTO


@lru_cache(maxsize=1)
def protection(terms: tuple[str, ...], quotes: str) -> Protect:
    """Return the rule for what is left alone."""
    return Protect(terms, quotes == "keep")


@lru_cache(maxsize=1)
def _restorer(model: str | None, table: str | None, table_mode: str, threads: int, device: str) -> Restorer:
    # read when the libraries are imported; workers that each start a thread a core would fight for the cores
    os.environ["OMP_NUM_THREADS"] = str(threads)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from restore.session import make_restorer

    restorer = make_restorer(model, None if table is None else Path(table), table_mode, device)
    if "torch" in sys.modules:  # imported with the model, if it is one
        sys.modules["torch"].set_num_threads(threads)
    return restorer


def treat(texts: Sequence[str], treatment: Treatment) -> list[tuple[str, Annotation]]:
    """Return (text, annotation) for each text; what one becomes does not depend on the others.

    Raises InputError when the model cannot be loaded, and what the restorer raises.
    """
    t = treatment
    meant = [t.force or looks_english(text) for text in texts]
    wanted = [text for text, yes in zip(texts, meant) if yes]
    found: list[Restoration] = []
    if wanted:
        restorer = _restorer(t.model, t.table, t.table_mode, t.threads, t.device)
        found = restorer.restore_batch(
            wanted, force=t.force, min_confidence=t.min_confidence, protect=protection(t.protect, t.quotes)
        )
    results = iter(found)
    return [_result(text, next(results) if yes else None, t) for text, yes in zip(texts, meant)]


def treat_each(texts: Sequence[str], treatment: Treatment) -> list[tuple[str, Annotation] | str]:
    """As :func:`treat`; for a text that brings the restorer down, the reason in one line instead, and the others go on.

    Raises InputError when the model cannot be loaded.
    """
    try:
        return list(treat(texts, treatment))
    except InputError:  # about the model, not a text
        raise
    except (Exception, MemoryError) as error:
        if len(texts) > 1:
            return [result for text in texts for result in treat_each([text], treatment)]
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return [f"internal error: {' '.join(what.split())}; please report it"]


def _result(text: str, found: Restoration | None, treatment: Treatment) -> tuple[str, Annotation]:
    applied = not treatment.tag_only
    original = text if treatment.keep_original and applied else None
    if found is None:
        return text, Annotation(None, False, (), applied, original)
    edits = found.edits if applied else found.proposals
    return found.text if applied else text, Annotation(float(found.spun_score), bool(found.spun), edits, applied, original)

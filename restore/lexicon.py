"""The hand-written dialect lexicon: ``source<TAB>alternative|alternative|…``, most likely first, one source a line."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from restore.errors import InputError


def read_lexicon(folder: Path) -> dict[str, list[str]]:
    """Return source → alternatives, best first, merged over the ``*.tsv`` files of ``folder``.

    Writers worked apart: an alternative that several name, or one names early, comes first.
    Raises InputError for a line without a tab or without an alternative.
    """
    score: dict[str, dict[str, float]] = defaultdict(dict)
    for path in sorted(folder.glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            source, tab, rest = line.partition("\t")
            alternatives = [a for a in rest.split("|") if a]
            if not tab or not source or not alternatives:
                raise InputError(f"{path}:{number}: expected 'source<TAB>alternative|…', got {line!r}")
            for rank, alternative in enumerate(alternatives):
                if alternative != source:
                    score[source][alternative] = score[source].get(alternative, 0.0) + 1 / (rank + 1.5)
    return {s: sorted(a, key=lambda x: (-a[x], x)) for s, a in sorted(score.items()) if a}

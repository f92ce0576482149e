"""Article spinners: the damage that training and evaluation are made of.

:class:`KeyedSpinner` follows the commonest engine: a fixed list of entries, long phrases first, every whole-word match replaced,
one alternative drawn per article for each (source, case form), hyphenated words and CAPS left alone, nothing repaired.
:class:`ContextFreeSpinner` is another kind: single words, a synonym drawn anew at each place.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.case import Case, capitalise, case_of
from restore.edits import Edit
from restore.minimal import minimal_edit
from restore.scan import scan
from restore.table import TRUSTED, PhraseTable
from restore.tokens import tokenize

# Words that hold a sentence together; engines leave them alone unless they stand in a listed phrase.
FUNCTION_WORDS = frozenset(
    "the of and a an to in is for on with as by at from be are was were it he she they we you I his her its their our my "
    "your this that these those or not has had have been do does did him them us me who which what am if so no".split()
)


@dataclass(frozen=True)
class Spun:
    """A spun text and its damage: ``edits`` lead back from ``text`` to the original (source spun, target original)."""

    text: str
    edits: tuple[Edit, ...]


def _rebuild(text: str, changes: list[tuple[int, int, str, str]]) -> Spun:
    """Apply (start, end, replacement, origin) to ``text`` and record the way back, each edit as small as it can be."""
    out: list[str] = []
    edits: list[Edit] = []
    last = shift = 0
    for start, end, new, origin in sorted(changes):
        out += (text[last:start], new)
        at = start + shift
        a, b, back = minimal_edit(new, text[start:end])
        edits.append(Edit(at + a, at + b, new[a:b], back, 1.0, origin))
        shift += len(new) - (end - start)
        last = end
    out.append(text[last:])
    return Spun("".join(out), tuple(edits))


class KeyedSpinner:
    """The article-key engine over a table read backwards (source → spun forms)."""

    def __init__(
        self, table: PhraseTable, origins: int = TRUSTED, temper: float = 1.0, listed: NDArray[np.float32] | None = None
    ) -> None:
        """Use the pairs of ``table`` that have one of the ``origins``; alternatives are drawn by weight ** ``temper``.

        ``listed`` [P]: the chance that each source is in the engine's list; by default its pairs' weights together.
        """
        self.table = table
        self.entries: dict[int, tuple[list[int], list[float]]] = {}
        self._listed = np.minimum(table.mass(origins) if listed is None else listed, 1.0).tolist()
        rows = np.flatnonzero((table.origin & origins) > 0)
        rows = rows[np.argsort(table.source[rows], kind="stable")]
        for row in rows.tolist():
            source = int(table.source[row])
            if table.phrases[source] in FUNCTION_WORDS:
                continue
            forms, weights = self.entries.setdefault(source, ([], []))
            forms.append(int(table.form[row]))
            weights.append(float(np.exp(temper * table.log_channel[row])))

    def spin(self, text: str, seed: int | str, coverage: float = 1.0, bare: float = 0.002, protect_names: bool = False) -> Spun:
        """Spin ``text``.

        ``coverage``: share of the listed entries that this engine knows; that an entry is listed is as likely as the table says
        (the sum of its pairs' weights); ``bare``: chance that an entry has one item only
        and leaves its braces in the text ("{that a}"); ``protect_names``: capitalised words are left alone.
        """
        draw = random.Random(f"keyed {seed}")
        tokens = tokenize(text)
        matches = scan(tokens, self.table)
        order = np.lexsort((matches.start, -matches.length))
        taken = bytearray(len(tokens) + 1)
        key: dict[tuple[int, Case], str | None] = {}
        changes: list[tuple[int, int, str, str]] = []
        starts, lengths, phrases = matches.start.tolist(), matches.length.tolist(), matches.phrase.tolist()
        for at in order.tolist():
            phrase, first, stop = phrases[at], starts[at], starts[at] + lengths[at]
            entry = self.entries.get(phrase)
            if entry is None or any(taken[first:stop]):
                continue
            form = case_of(tokens.texts[first:stop])
            if form not in (Case.LOWER, Case.CAPITALISED) or (protect_names and form is not Case.LOWER):
                continue
            if (phrase, form) not in key:
                if (phrase, Case.LOWER) not in key and (phrase, Case.CAPITALISED) not in key:
                    active = draw.random() < coverage * self._listed[phrase]
                    other = None
                else:
                    other = key.get((phrase, Case.LOWER), key.get((phrase, Case.CAPITALISED)))
                    active = other is not None
                if not active:
                    key[phrase, form] = None
                elif draw.random() < bare:
                    key[phrase, form] = "{}"
                else:
                    key[phrase, form] = self.table.phrases[draw.choices(entry[0], entry[1])[0]]
            new = key[phrase, form]
            if new is None:
                continue
            taken[first:stop] = b"\x01" * (stop - first)
            start, end = tokens.starts[first], tokens.ends[stop - 1]
            if new == "{}":
                new = "{" + text[start:end] + "}"
            elif form is Case.CAPITALISED:
                new = capitalise(new)
            if new != text[start:end]:
                changes.append((start, end, new, self.table.phrases[phrase]))
        return _rebuild(text, changes)


class ContextFreeSpinner:
    """Replace each listed word with probability ``rate`` by a synonym drawn at that place; no key, no phrases."""

    def __init__(self, table: PhraseTable, origins: int) -> None:
        """Use the one-word pairs of ``table`` that have one of the ``origins``."""
        self.table = table
        self.entries: dict[str, list[str]] = {}
        for row in np.flatnonzero((table.origin & origins) > 0).tolist():
            source, form = table.phrases[int(table.source[row])], table.phrases[int(table.form[row])]
            if " " not in source and source not in FUNCTION_WORDS and "'" not in source:
                self.entries.setdefault(source, []).append(form)

    def spin(self, text: str, seed: int | str, rate: float = 0.3, protect_names: bool = False) -> Spun:
        """Spin ``text``; deterministic by ``seed``."""
        draw = random.Random(f"free {seed}")
        tokens = tokenize(text)
        changes: list[tuple[int, int, str, str]] = []
        for i, norm in enumerate(tokens.norms):
            options = self.entries.get(norm)
            if not options or draw.random() >= rate:
                continue
            form = case_of([tokens.texts[i]])
            if form not in (Case.LOWER, Case.CAPITALISED) or (protect_names and form is not Case.LOWER):
                continue
            new = draw.choice(options)
            new = capitalise(new) if form is Case.CAPITALISED else new
            changes.append((tokens.starts[i], tokens.ends[i], new, norm))
        return _rebuild(text, changes)

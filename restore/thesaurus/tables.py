"""A user's own table → the phrase table that the restorer looks things up in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from restore.errors import InputError
from restore.table import BIT, PhraseTable
from restore.thesaurus.own import OwnTable

TENSORS = ".safetensors"
_DIRECTED = "directed"
# In "add" mode: what the shipped table says about a form or an original that the user's table lists counts a twentieth.
_DOUBTED = 0.05
# Phrases that the shipped table does not count are rarer than most that it does.
_RARE = 0.25


class TableMode(StrEnum):
    """``replace``: the user's table is all there is; ``add``: it stands beside the shipped one, and before it."""

    REPLACE = "replace"
    ADD = "add"


@dataclass(frozen=True)
class UserTable:
    """A user's table as loaded: ``own`` from text, or ``ready`` from a safetensors file; ``directed`` as it says."""

    own: OwnTable | None
    ready: PhraseTable | None
    directed: bool

    @staticmethod
    def load(path: Path) -> UserTable:
        """Read a table in either format, told by the file's ending; raises InputError when it is missing or damaged."""
        if path.suffix != TENSORS:
            own = OwnTable.read(path)
            return UserTable(own, None, own.directed)
        table = PhraseTable.load(path)
        return UserTable(None, table, _notes(path).get(_DIRECTED) == "yes")

    def over(self, base: PhraseTable, mode: TableMode) -> PhraseTable:
        """Return the table to use beside or instead of ``base``, whose counts it takes over."""
        table = self.ready if self.ready is not None else phrase_table(self.own or OwnTable((), False), base)
        return table if mode is TableMode.REPLACE else merged(table, base)

    def write(self, path: Path, base: PhraseTable) -> None:
        """Write in the format of ``path``'s ending; raises InputError when that is impossible."""
        if self.own is not None and path.suffix != TENSORS:
            self.own.write(path)
            return
        try:
            self.over(base, TableMode.REPLACE).save(path, {_DIRECTED: "yes" if self.directed else "no"})
        except OSError as error:
            raise InputError(f"{path}: cannot be written ({error.strerror or error}); choose another name") from error


def _notes(path: Path) -> dict[str, str]:
    from safetensors import safe_open

    with safe_open(str(path), framework="np") as file:
        return dict(file.metadata() or {})


def phrase_table(own: OwnTable, base: PhraseTable) -> PhraseTable:
    """Return ``own`` with P(form | source) by its weights or in equal shares, and the counts of ``base`` where it has them."""
    rare = float(np.quantile(base.log_freq, _RARE)) if len(base.log_freq) else 0.0
    pairs: dict[tuple[str, str], tuple[float, int]] = {}
    freq: dict[str, float] = {}
    ids, logs = base.ids, base.log_freq
    for (form, source), (pair, share) in own.shares().items():
        for key, phrase in ((form, pair.spun), (source, pair.original)):
            at = ids.get(key)
            freq[phrase] = rare if at is None else float(logs[at])
        if form != source:
            pairs[pair.spun, pair.original] = share, BIT["user"]
    return PhraseTable.from_pairs(pairs, freq, base.log_total)


def merged(user: PhraseTable, base: PhraseTable) -> PhraseTable:
    """Return both tables in one; about phrases that ``user`` lists, ``base`` counts little."""
    forms = {user.keys[i] for i in np.unique(user.form).tolist()}
    sources = {user.keys[i] for i in np.unique(user.source).tolist()}
    pairs: dict[tuple[str, str], tuple[float, int]] = {}
    for table, mine in ((base, False), (user, True)):
        phrases, keys = table.phrases, table.keys
        rows = zip(table.form.tolist(), table.source.tolist(), np.exp(table.log_channel).tolist(), table.origin.tolist())
        for form, source, weight, origin in rows:
            doubted = not mine and (keys[form] in forms or keys[source] in sources)
            # no shipped pair may pass for the user's
            bits = origin | BIT["user"] if mine else origin & ~BIT["user"]
            pairs[phrases[form], phrases[source]] = weight * (_DOUBTED if doubted else 1), bits
    freq = {p: float(f) for table in (user, base) for p, f in zip(table.phrases, table.log_freq)}
    return PhraseTable.from_pairs(pairs, freq, base.log_total)

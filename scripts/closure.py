"""Pairs that the trusted ones suggest: synonyms are mostly mutual, and alternatives of one source may stand for each other."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from restore.simulator import FUNCTION_WORDS
from restore.table import BIT, TRUSTED, PhraseTable

# What an entry leaves to alternatives that it does not name, and how likely a source without an entry is listed. That it was
# never sighted is no evidence against it: of the rest of a spinner's list nothing is known.
_BESIDE_ENTRY, _WITHOUT_ENTRY = 0.15, 0.24
_LEAST = 0.002


def with_inferred(table: PhraseTable) -> PhraseTable:
    """Return ``table`` with the pairs that its trusted pairs suggest, marked "inferred".

    From "important" for "significant" follows "significant" for "important", and from "vital" and "important" for "significant"
    also "vital" for "important". Pairs that are trusted already stay as they are.
    """
    entries: dict[int, list[tuple[int, float]]] = defaultdict(list)
    trusted = np.flatnonzero((table.origin & TRUSTED & ~BIT["tortured"]) > 0)
    for row in trusted.tolist():
        entries[int(table.source[row])].append((int(table.form[row]), float(np.exp(table.log_channel[row]))))
    likeness: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for source, forms in entries.items():
        total = sum(w for _, w in forms)
        for i, (one, weight) in enumerate(forms):
            likeness[one][source] += weight / total
            for other, second in forms[i + 1 :]:
                both = 2 * weight * second / total**2
                likeness[one][other] += both
                likeness[other][one] += both
    phrases = table.phrases
    known = set(zip(table.form[trusted].tolist(), table.source[trusted].tolist()))
    pairs = {
        (phrases[f], phrases[s]): (float(np.exp(c)), int(o))
        for f, s, c, o in zip(table.form.tolist(), table.source.tolist(), table.log_channel.tolist(), table.origin.tolist())
    }
    for source, forms_like in likeness.items():
        if phrases[source] in FUNCTION_WORDS:
            continue
        total = sum(forms_like.values())
        share = _BESIDE_ENTRY * float(table.listed[source]) if source in entries else _WITHOUT_ENTRY
        for form, like in forms_like.items():
            weight = share * like / total
            if (form, source) in known or weight < _LEAST:
                continue
            old, bits = pairs.get((phrases[form], phrases[source]), (0.0, 0))
            pairs[phrases[form], phrases[source]] = max(old, weight), bits | BIT["inferred"]
    return PhraseTable.from_pairs(pairs, dict(zip(phrases, table.log_freq.tolist())), table.log_total)


def without_sources(table: PhraseTable, share: float, seed: int) -> PhraseTable:
    """Return ``table`` less the pairs of a random ``share`` of its sources, as no table knows all of a spinner's."""
    hidden = np.random.default_rng(seed).random(len(table.phrases)) < share
    return table.without(hidden[table.source])

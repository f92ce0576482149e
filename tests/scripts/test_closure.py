"""Pairs that trusted pairs suggest."""

from __future__ import annotations

import numpy as np
import pytest
from closure import with_inferred, without_sources

from restore.table import BIT, PhraseTable

PAIRS = {
    ("significant", "important"): (0.6, BIT["lexicon"]),
    ("vital", "important"): (0.3, BIT["observed"]),
    ("necessary", "important"): (0.05, BIT["ppdb"]),
    ("is", "vital"): (0.1, BIT["wordnet"]),
    ("artificial", "fake"): (0.5, BIT["tortured"]),
}


@pytest.fixture
def table() -> PhraseTable:
    return PhraseTable.from_pairs(PAIRS, {}, 10.0)


def rows(table: PhraseTable) -> dict[tuple[str, str], tuple[float, int]]:
    columns = zip(table.form.tolist(), table.source.tolist(), table.log_channel.tolist(), table.origin.tolist())
    return {(table.phrases[f], table.phrases[s]): (float(np.exp(c)), int(o)) for f, s, c, o in columns}


def test_mutual_pairs_and_pairs_of_alternatives_are_inferred(table: PhraseTable) -> None:
    new = {pair for pair, (_, bits) in rows(with_inferred(table)).items() if bits & BIT["inferred"]}
    assert new == {("important", "significant"), ("important", "vital"), ("vital", "significant"), ("significant", "vital")}


def test_trusted_pairs_keep_their_weight_and_origin(table: PhraseTable) -> None:
    found, before = rows(with_inferred(table)), rows(table)
    assert all(found[pair] == before[pair] for pair in before)


def test_inferred_pairs_weigh_less_than_an_entry(table: PhraseTable) -> None:
    found = rows(with_inferred(table))
    assert sum(w for (_, source), (w, bits) in found.items() if source == "vital" and bits & BIT["inferred"]) < 0.6


def test_sources_are_hidden_whole(table: PhraseTable) -> None:
    for seed in range(20):
        left = {source for _, source in rows(without_sources(table, 0.5, seed))}
        for source in left:
            assert {p for p in PAIRS if p[1] == source} <= rows(without_sources(table, 0.5, seed)).keys()
    assert not rows(without_sources(table, 1.0, 0)) and rows(without_sources(table, 0.0, 0)) == rows(table)

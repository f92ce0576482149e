"""Windows → tensors."""

from __future__ import annotations

import numpy as np

from restore.batching import PhrasePieces, pad_windows, span_places
from restore.document import Preparer
from restore.network import PHRASE_PIECES
from restore.pieces import Pieces
from restore.table import BIT, PhraseTable


def test_pad_windows() -> None:
    pieces = [np.array(p, dtype=np.int32) for p in ([101, 5, 102], [101, 5, 6, 7, 102])]
    cases = [np.array(c, dtype=np.int32) for c in ([0, 1, 0], [0, 2, 3, 4, 0])]
    ids, case, mask = pad_windows(pieces, cases)
    assert ids.tolist() == [[101, 5, 102, 0, 0], [101, 5, 6, 7, 102]]
    assert case.tolist() == [[0, 1, 0, 0, 0], [0, 2, 3, 4, 0]]
    assert mask.tolist() == [[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]]


def test_span_places(prepare: Preparer) -> None:
    document = prepare("People be a part of the fight")
    window, first, last = span_places(document)
    phrase = document.length.tolist().index(4)
    words = [i for i, n in enumerate(document.length.tolist()) if n == 1]
    assert window.tolist() == [0] * len(document.start)
    assert first[phrase] == first[words[1]] and last[phrase] == last[words[4]]
    ids = document.windows.pieces[0]
    assert tuple(ids[first[words[2]] : last[words[2]] + 1].tolist()) == prepare.pieces("a")


def test_phrase_pieces(table: PhraseTable, pieces: Pieces) -> None:
    make = PhrasePieces.of(table, pieces)
    assert not make.ready.any()
    ids = np.array([table.ids["war"], table.ids["part of"], table.ids["war"]], dtype=np.int32)
    found = make(ids)
    assert found.shape == (3, PHRASE_PIECES)
    for row, phrase in zip(found.tolist(), ("war", "part of", "war"), strict=True):
        assert tuple(p for p in row if p) == pieces.of_phrase(phrase)
    assert set(np.flatnonzero(make.ready).tolist()) == set(ids.tolist())
    assert (make(ids) == found).all()


def test_long_phrase_is_cut(pieces: Pieces) -> None:
    table = PhraseTable.from_pairs({("form", "antidisestablishmentarianism"): (0.5, BIT["lexicon"])}, {}, 14.0)
    found = PhrasePieces.of(table, pieces)(np.array([table.ids["antidisestablishmentarianism"]], dtype=np.int32))
    assert tuple(found[0].tolist()) == pieces("antidisestablishmentarianism")[:PHRASE_PIECES]

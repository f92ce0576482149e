"""Word-pair counts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from restore.bigrams import Bigrams, pair_hash, word_hash
from restore.errors import InputError


def hashes(*words: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([word_hash(w) for w in words], dtype=np.uint32)


def table() -> Bigrams:
    keys = pair_hash(hashes("supply", "supply"), hashes("lines", "chain"))
    order = np.argsort(keys)
    return Bigrams.of_counts(keys[order], np.array([50, 7])[order])


def test_counts_come_back_in_logs() -> None:
    found = table()(hashes("supply", "supply", "lines", "provide"), hashes("lines", "chain", "supply", "lines"))
    assert found == pytest.approx([np.log(51), np.log(8), 0, 0], abs=1 / 32)


def test_order_of_the_pair_matters() -> None:
    one, two = hashes("road"), hashes("belt")
    assert pair_hash(one, two) != pair_hash(two, one)


def test_saved_and_loaded(tmp_path: Path) -> None:
    table().save(tmp_path / "b.safetensors")
    again = Bigrams.load(tmp_path / "b.safetensors")
    assert np.array_equal(again.fingerprints, table().fingerprints) and np.array_equal(again.logs, table().logs)


def test_empty_table_counts_nothing() -> None:
    empty = Bigrams.of_counts(np.zeros(0, np.uint32), np.zeros(0, np.int64))
    assert empty(hashes("a"), hashes("b")).tolist() == [0]


def test_damaged_file_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "b.safetensors"
    path.write_bytes(b"not a table")
    with pytest.raises(InputError, match="damaged") as error:
        Bigrams.load(path)
    assert "\n" not in str(error.value)


def test_unsorted_fingerprints_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.safetensors"
    Bigrams(np.array([3, 1], np.uint32), np.array([1, 1], np.uint8)).save(path)
    with pytest.raises(InputError):
        Bigrams.load(path)

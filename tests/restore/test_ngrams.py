"""Counts of runs of words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from restore.errors import InputError
from restore.ngrams import BUCKET_BITS, STEP, NGrams, pair_hash, single_hash, triple_hash, word_hash


def hashes(*words: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([word_hash(w) for w in words], dtype=np.uint32)


def table() -> NGrams:
    three = triple_hash(hashes("a"), hashes("b"), hashes("c"))
    keys = np.concatenate([single_hash(hashes("supply")), pair_hash(hashes("supply"), hashes("lines")), three])
    order = np.argsort(keys)
    return NGrams.of_counts(keys[order], np.array([5000, 50, 7])[order], 1e6)


def test_counts_come_back_in_logs_to_half_a_step() -> None:
    pairs = pair_hash(hashes("supply", "supply"), hashes("lines", "chain"))
    found = table()(np.concatenate([pairs, single_hash(hashes("supply"))]))
    assert found == pytest.approx([np.log(51), 0, np.log(5001)], abs=STEP / 2)


def test_runs_of_other_lengths_and_orders_are_others() -> None:
    one, two = hashes("road"), hashes("belt")
    found = {int(h[0]) for h in (pair_hash(one, two), pair_hash(two, one), single_hash(one), triple_hash(one, two, one))}
    assert len(found) == 4


def test_saved_and_loaded(tmp_path: Path) -> None:
    table().save(tmp_path / "n.safetensors")
    again = NGrams.load(tmp_path / "n.safetensors")
    assert np.array_equal(again.fingerprints, table().fingerprints) and np.array_equal(again.levels, table().levels)
    assert again.log_words == pytest.approx(np.log(1e6))


def test_fingerprints_of_one_bucket_stay_apart(tmp_path: Path) -> None:
    near = np.uint32(77 << (32 - BUCKET_BITS)) + np.arange(4, dtype=np.uint32)
    NGrams.of_counts(near, np.array([1, 10, 100, 1000]), 1e4).save(tmp_path / "n.safetensors")
    assert np.all(np.diff(NGrams.load(tmp_path / "n.safetensors")(near)) > 1)


def test_empty_table_counts_nothing() -> None:
    empty = NGrams.of_counts(np.zeros(0, np.uint32), np.zeros(0, np.int64), 1.0)
    assert empty(pair_hash(hashes("a"), hashes("b"))).tolist() == [0]


@pytest.mark.parametrize("damage", [lambda b: b"not a table", lambda b: b[:-40], lambda b: b""])
def test_damaged_file_is_one_line(tmp_path: Path, damage) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "n.safetensors"
    table().save(path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(InputError, match="damaged") as error:
        NGrams.load(path)
    assert "\n" not in str(error.value)


def test_unsorted_entries_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "n.safetensors"
    NGrams(np.array([3, 1], np.uint32), np.array([1, 1], np.uint8), 1.0).save(path)
    with pytest.raises(InputError):
        NGrams.load(path)


def test_every_run_is_found_wherever_it_stands() -> None:
    keys = np.unique(np.random.default_rng(0).integers(0, 1 << 14, 6000, dtype=np.uint32)) << np.uint32(7)
    keys = np.unique(np.concatenate([keys, np.array([0, (1 << 32) - 1], dtype=np.uint32)]))
    counts = np.full(len(keys), 7)
    asked = np.concatenate([keys, keys[1:-1] + 1, keys[1:-1] - 1]).reshape(2, -1)
    found = NGrams.of_counts(keys, counts, 1e6)(asked)
    assert np.array_equal(found > 0, np.isin(asked, keys))

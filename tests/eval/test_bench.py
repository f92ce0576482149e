from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import restore.evaluation.bench as benches
from restore.errors import InputError
from restore.evaluation.bench import held_out_folder, label, model_folder, open_bench
from restore.settings import ModelFiles
from restore.table import PhraseTable


def make_model(folder: Path, name: str, table: PhraseTable, weights: bytes = b"weights") -> Path:
    """A model directory whose network nobody loads."""
    folder.mkdir(parents=True)
    paths = [field.name for field in fields(ModelFiles) if field.name not in ("name", "folder", "encoder", "settings")]
    places: dict[str, Any] = {path: folder / f"{path}.safetensors" for path in paths}
    files = ModelFiles(name, folder, {}, **places)
    files.weights.write_bytes(weights)
    table.save(files.table)
    files.write()
    return folder


@pytest.fixture
def models(tmp_path: Path, table: PhraseTable, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Shipped models: default and no held-out one."""
    make_model(tmp_path / "default", "base", table)

    def shipped(name: str = "default") -> Path:
        if not (tmp_path / name).is_dir():
            raise InputError(f"model {name!r} is not installed; reinstall")
        return tmp_path / name

    monkeypatch.setattr(benches, "shipped", shipped)
    open_bench.cache_clear()
    return tmp_path


def test_the_table_is_that_of_the_model(models: Path, table: PhraseTable) -> None:
    mine = make_model(models / "mine", "mine", table)
    assert model_folder(str(mine), "heldout") == mine
    assert model_folder(None, "default") == models / "default"
    assert model_folder("some/masked-lm", "heldout") == models / "default"


def test_labels_tell_models_apart(models: Path, table: PhraseTable) -> None:
    one = label(None, make_model(models / "one", "same", table))
    other = label(None, make_model(models / "two", "same", table, b"other weights"))
    assert one.startswith("same@") and other.startswith("same@") and one != other
    assert label("some/masked-lm", models / "default").startswith("base+masked-lm@")


def test_a_bench_has_the_table_and_loads_no_model(models: Path, table: PhraseTable) -> None:
    bench = open_bench(None)
    assert bench.table.digest == PhraseTable.load(models / "default/table.safetensors").digest
    assert bench.masked_lm is not None
    with pytest.raises(InputError):  # only now, for want of a vocabulary
        bench.full()


def test_a_missing_held_out_model_names_the_suite(models: Path) -> None:
    with pytest.raises(InputError, match="eval seeds-wp needs models/heldout"):
        held_out_folder("seeds-wp")
    (models / "heldout").mkdir()
    assert held_out_folder("seeds-wp") == models / "heldout"

"""Finding and loading models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import restore.models
from restore.errors import InputError
from restore.models import load_model, shipped
from restore.table import BIT, PhraseTable


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed package without a model."""
    folder = tmp_path / "site" / "restore"
    folder.mkdir(parents=True)
    monkeypatch.setattr(restore.models, "_HERE", folder)
    return folder


def add(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "restore.json").write_text("{}")
    return folder


def test_model_in_the_package_comes_before_one_beside_it(package: Path) -> None:
    beside = add(package.parent / "models" / "default")
    assert shipped() == beside
    inside = add(package / "models" / "default")
    assert shipped() == inside
    assert shipped("default") == inside


def test_no_model_installed(package: Path) -> None:
    (package / "models" / "default").mkdir(parents=True)
    for call in (shipped, lambda: load_model(None, None), lambda: load_model("default", None)):
        with pytest.raises(InputError, match="'default' is not installed; reinstall"):
            call()


@pytest.mark.parametrize("kind", [str, Path])
def test_directory_of_ours(tiny_model: Path, kind: type) -> None:
    ranker, judge = load_model(kind(tiny_model), None)
    assert (ranker.files.name, judge) == ("tiny", None)
    assert ranker.table.digest == PhraseTable.load(tiny_model / "table.safetensors").digest


def test_own_table(tiny_model: Path) -> None:
    table = PhraseTable.from_pairs({("folks", "persons"): (0.5, BIT["user"])}, {}, 14.0)
    assert load_model(tiny_model, table)[0].table is table


def test_default_is_what_none_is(package: Path, tiny_model: Path) -> None:
    (package / "models").mkdir()
    (package / "models" / "default").symlink_to(tiny_model, target_is_directory=True)
    for model in (None, "default"):
        ranker, judge = load_model(model, None)
        assert (ranker.files.name, judge) == ("tiny", None)


def test_shipped_model_loads(shipped_restorer: object) -> None:
    ranker, judge = load_model(None, None)
    assert judge is None
    assert len(ranker.table.form) > 10_000 and np.isfinite(ranker.table.log_channel).all()

"""Settings and model directories: what is written is read back, and what cannot be used is refused in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import pytest

from restore.errors import InputError
from restore.settings import ModelFiles, Settings

OTHER = Settings(
    min_confidence=0.62, keep_cost=0.8, floor=0.05, open_floor=0.4,
    gate=(-1.5, 0.25, 0.0, 1.0, 2.0, -3.0, 0.5, 1e-5), gate_threshold=0.9, calibration=(-0.5, 1.25),
    open_calibration=(-1.0, 0.75), clean_shift=3.0,
)  # fmt: skip


def test_round_trip(tiny_copy: Path) -> None:
    files = replace(ModelFiles.read(tiny_copy), name="other", settings=OTHER)
    files.write()
    assert ModelFiles.read(tiny_copy) == files
    assert not list(tiny_copy.glob("*.partial"))


def test_files_are_named_relative_to_the_directory(tiny_copy: Path, tmp_path: Path) -> None:
    # so that a model directory can be moved, and can share files with its neighbour
    twin = tmp_path / "twin"
    twin.mkdir()
    replace(ModelFiles.read(tiny_copy), folder=twin).write()
    assert json.loads((twin / "restore.json").read_text())["files"]["weights"] == "../model/weights.safetensors"
    assert ModelFiles.read(twin).weights.resolve() == (tiny_copy / "weights.safetensors").resolve()
    moved = tmp_path / "elsewhere"
    tiny_copy.rename(moved)
    assert ModelFiles.read(moved).weights.is_file()


def edited(folder: Path, change: Callable[[Any], Any]) -> Path:
    path = folder / "restore.json"
    data = json.loads(path.read_text())
    path.write_text(json.dumps(change(data) or data))
    return folder


def test_setting_of_a_newer_version_is_ignored_and_a_missing_one_has_its_default(tiny_copy: Path) -> None:
    def change(data: Any) -> None:
        data["settings"]["from_the_future"] = 1
        del data["settings"]["keep_cost"]

    assert ModelFiles.read(edited(tiny_copy, change)).settings.keep_cost == Settings().keep_cost


@pytest.mark.parametrize("content", [None, "", "{", "[]", "5", "null", "\x00", '{"format": "restore-model-1"}'])
def test_no_model_directory(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "restore.json").write_text(content)
    with pytest.raises(InputError, match=r"restore\.json: not a model directory") as caught:
        ModelFiles.read(tmp_path)
    assert "\n" not in str(caught.value)


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "restore.json").write_bytes(b'{"name": "\xff"}')
    with pytest.raises(InputError, match="not a model directory"):
        ModelFiles.read(tmp_path)


@pytest.mark.parametrize("key", ["name", "encoder", "files", "settings"])
@pytest.mark.parametrize("value", [None, [], 5])
def test_malformed_description(tiny_copy: Path, key: str, value: object) -> None:
    with pytest.raises(InputError, match="not a model directory"):
        ModelFiles.read(edited(tiny_copy, lambda data: {**data, key: value}))


@pytest.mark.parametrize("file", ["weights", "embeddings", "vocabulary", "table", "names", "ngrams"])
@pytest.mark.parametrize("value", [None, 5, ["weights"]])
def test_malformed_file_name(tiny_copy: Path, file: str, value: object) -> None:
    with pytest.raises(InputError, match="not a model directory"):
        ModelFiles.read(edited(tiny_copy, lambda data: data["files"].update({file: value})))


@pytest.mark.parametrize("name", [f.name for f in fields(Settings)])
@pytest.mark.parametrize("value", ["0.5", None, True, {}, [1.0, "2"], float("nan"), float("inf")])
def test_malformed_setting(tiny_copy: Path, name: str, value: object) -> None:
    with pytest.raises(InputError, match=name):
        ModelFiles.read(edited(tiny_copy, lambda data: data["settings"].update({name: value})))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_confidence", -0.1),
        ("min_confidence", 1.1),
        ("calibration", [1.0]),
        ("open_calibration", [0.0, 1.0, 2.0]),
    ],
)
def test_setting_out_of_range(tiny_copy: Path, name: str, value: object) -> None:
    with pytest.raises(InputError, match=name):
        ModelFiles.read(edited(tiny_copy, lambda data: data["settings"].update({name: value})))


def test_defaults_are_valid() -> None:
    assert Settings(**asdict(Settings())) == Settings()

"""The option ``--device``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from typer.testing import Result

from restore import device

TEXT = "Folks be a part of the combat within the nation.\n"


def test_commands_say_in_one_line_that_there_is_none(
    run: Callable[..., Result], tmp_path: Path, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    (tmp_path / "a.txt").write_text(TEXT)
    corpus = ["corpus", tmp_path / "a.txt", tmp_path / "out"]
    for command in (["file", tmp_path / "a.txt"], ["detect", tmp_path / "a.txt"], corpus):
        result = run(*command, "--model", tiny_model, "--device", "cuda")
        assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert "sees no CUDA device" in result.stderr
    result = run("file", tmp_path / "a.txt", "--device", "gpu")
    assert result.exit_code == 2 and "'gpu' is none of auto, cpu, cuda" in result.stderr


def test_the_doctor_names_the_device(run: Callable[..., Result], tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(run("doctor", "--json", "--model", tiny_model, "--device", "cpu").stdout)["device"] == "cpu"

    monkeypatch.setattr(device, "_built_for_cuda", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU")
    assert json.loads(run("doctor", "--json", "--model", tiny_model).stdout)["device"] == "cuda (a GPU)"

"""Where the network runs: the choice, and that all of it runs there."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from restore import device
from restore.device import find_device
from restore.document import Preparer
from restore.errors import InputError
from restore.masked_lm import MaskedLM
from restore.ranker import Ranker
from restore.restorer import Restorer
from restore.settings import ModelFiles
from tests.restore.fake_device import fake_gpu

TEXT = "It may very well be a battle within the nation. Folks be a part of the combat, and specialists haven't any. " * 9


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyTorch was built for CUDA and sees a GPU."""
    monkeypatch.setattr(device, "_built_for_cuda", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)


@pytest.fixture
def no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyTorch was built for CUDA and sees none."""
    monkeypatch.setattr(device, "_built_for_cuda", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)


@pytest.mark.usefixtures("gpu")
def test_a_gpu_is_used_when_there_is_one() -> None:
    assert [find_device(), find_device("auto"), find_device("cuda"), find_device("cpu")] == ["cuda", "cuda", "cuda", "cpu"]


@pytest.mark.usefixtures("no_gpu")
def test_without_a_gpu_the_cpu_is_used_and_cuda_is_refused_in_one_line() -> None:
    assert [find_device(), find_device("cpu")] == ["cpu", "cpu"]
    with pytest.raises(InputError, match=r"^PyTorch \S+ sees no CUDA device; use --device cpu") as error:
        find_device("cuda")
    assert "\n" not in str(error.value)
    with pytest.raises(ValueError, match="one of auto, cpu, cuda, not 'gpu'"):
        find_device("gpu")


@pytest.mark.parametrize(
    ("version", "asked"),
    [
        ("cuda = None\nhip = None\n", False),
        ("cuda: str | None = '12.8'\nhip = None\n", True),
        ("cuda = None\nhip = '6.4'\n", True),
        (None, True),
    ],
)
def test_a_build_without_cuda_is_known_without_its_import(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None, asked: bool
) -> None:
    (tmp_path / "torch").mkdir()
    (tmp_path / "torch" / "__init__.py").write_text("raise ImportError\n")
    if version is not None:
        (tmp_path / "torch" / "version.py").write_text(version)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "torch")
    if not asked:
        assert find_device() == "cpu"
    else:
        with pytest.raises(ImportError):
            find_device()


@pytest.mark.usefixtures("gpu")
def test_all_of_the_ranker_runs_on_the_device_and_gives_the_same(tiny_model: Path) -> None:
    files = ModelFiles.read(tiny_model)
    here = Ranker(files)
    document = here.prepare(TEXT)
    expected = here.score(document)
    wanted = here.open_candidates(expected.vectors[:5], 3)
    with fake_gpu():
        there = Ranker(files, device="cuda")
        assert all(p.device.type == "cuda" for p in there.net.parameters())
        found = there.score(document)
        few = there.score(document, (1,))
        retrieved = there.open_candidates(found.vectors[:5], 3)
        assert there.encode_only(document) == here.encode_only(document)
    assert found.log_p.tobytes() == expected.log_p.tobytes()
    assert found.vectors.tobytes() == expected.vectors.tobytes()
    assert few.read.sum() == 1
    assert all(np.array_equal(a, b) for a, b in zip(retrieved, wanted, strict=True))


@pytest.mark.usefixtures("gpu")
def test_the_judge_runs_on_the_device_and_gives_the_same(masked_lm: Path, prepare: Preparer) -> None:
    document = prepare("the people could battle.")
    valid = document.candidates >= 0
    log_p = np.where(np.pad(valid, ((0, 0), (2, 0)), constant_values=True), -1.5, -np.inf).astype(np.float32)
    expected = MaskedLM(str(masked_lm)).rescore(document, log_p, prepare.table)
    assert not np.array_equal(expected, log_p)
    with fake_gpu():
        found = MaskedLM(str(masked_lm), "cuda").rescore(document, log_p, prepare.table)
    assert found.tobytes() == expected.tobytes()


def test_the_fake_device_finds_what_was_left_behind() -> None:
    with fake_gpu():
        there = torch.ones(3).to(torch.device("cuda"))
        with pytest.raises(AssertionError, match="on the CPU and on the GPU"):
            there + torch.ones(3)
        with pytest.raises(AssertionError, match="no array"):
            (there + 1).numpy()
        assert (there.reshape(3, 1).cpu() + torch.ones(3)).numpy().sum() == 18


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no GPU here")
def test_a_real_gpu_restores_alike(tiny_model: Path, tiny_restorer: Restorer) -> None:
    restorer = Restorer(tiny_model, device="cuda")
    assert restorer.device == "cuda"
    assert restorer.restore(TEXT).text == restorer.restore(TEXT).text == Restorer(tiny_model, device="cpu").restore(TEXT).text


def test_a_full_gpu_is_one_line(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranker = Ranker(ModelFiles.read(tiny_model))

    def full(*args: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.\nTried to allocate 2 GiB")

    monkeypatch.setattr(ranker.net, "encode", full)
    with pytest.raises(InputError, match="the GPU's memory is full; use fewer --workers"):
        ranker.score(ranker.prepare(TEXT))

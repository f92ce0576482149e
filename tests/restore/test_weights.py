"""Weights on disk: small loss, refusal of damaged files."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from restore.errors import InputError
from restore.weights import load_weights, save_weights


@given(st.integers(2, 6), st.integers(2, 9), st.integers(0, 2**32), st.sampled_from([1e-6, 1e-3, 1.0, 1e3]))
def test_matrix_is_within_half_a_step(
    tmp_path_factory: pytest.TempPathFactory, rows: int, columns: int, seed: int, size: float
) -> None:
    matrix = torch.randn(rows, columns, generator=torch.Generator().manual_seed(seed)) * size
    path = tmp_path_factory.mktemp("weights") / "w.safetensors"
    save_weights({"m": matrix}, path)
    step = matrix.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
    assert ((load_weights(path)["m"] - matrix).abs() <= step * 0.5001).all()


def test_rows_have_scales_of_their_own(tmp_path: Path) -> None:
    matrix = torch.tensor([[1e-4, -5e-5, 2e-5], [100.0, -50.0, 20.0], [0.0, 0.0, 0.0]])
    save_weights({"m": matrix}, tmp_path / "w.safetensors")
    loaded = load_weights(tmp_path / "w.safetensors")["m"]
    assert torch.allclose(loaded[0], matrix[0], rtol=0.02, atol=0)
    assert torch.equal(loaded[2], matrix[2])


def test_the_rest_is_half_precision(tmp_path: Path) -> None:
    tensors = {"bias": torch.randn(40), "one_row": torch.randn(1, 40), "one_column": torch.randn(40, 1)}
    save_weights(tensors, tmp_path / "w.safetensors")
    loaded = load_weights(tmp_path / "w.safetensors")
    assert set(loaded) == set(tensors)
    for name, tensor in tensors.items():
        assert loaded[name].dtype == torch.float32
        assert torch.equal(loaded[name], tensor.half().float())


def test_second_round_trip_loses_nothing_more(tmp_path: Path) -> None:
    save_weights({"m": torch.randn(8, 8)}, tmp_path / "a.safetensors")
    once = load_weights(tmp_path / "a.safetensors")
    save_weights(once, tmp_path / "b.safetensors")
    assert torch.allclose(load_weights(tmp_path / "b.safetensors")["m"], once["m"], rtol=1e-6, atol=1e-7)


def test_matrix_takes_a_quarter_of_the_space_and_leaves_no_partial_file(tmp_path: Path) -> None:
    save_weights({"m": torch.randn(256, 256)}, tmp_path / "w.safetensors")
    assert (tmp_path / "w.safetensors").stat().st_size < 256 * 256 * 4 * 0.27
    assert [p.name for p in tmp_path.iterdir()] == ["w.safetensors"]


@pytest.mark.parametrize("kept", [0, 5, 100, -1])
def test_truncated(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "w.safetensors"
    save_weights({"m": torch.randn(8, 8)}, path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InputError, match=r"w\.safetensors: .*damaged") as caught:
        load_weights(path)
    assert "\n" not in str(caught.value)


def test_missing_folder_and_garbage(tmp_path: Path) -> None:
    (tmp_path / "garbage").write_bytes(b"\x00" * 300)
    for name in ("missing", "garbage", "."):
        with pytest.raises(InputError, match="missing or damaged"):
            load_weights(tmp_path / name)

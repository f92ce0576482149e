"""Weights on disk: matrices as int8 with one scale a row (symmetric, round to nearest), the rest as float16."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from restore.errors import InputError

_SCALE = ".scale"


def save_weights(tensors: Mapping[str, Tensor], path: Path) -> None:
    """Write ``tensors`` to ``path`` (temporary name, then renamed)."""
    out: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        value = tensor.detach().cpu().float()
        if value.ndim == 2 and min(value.shape) > 1:
            scale = value.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
            out[name] = (value / scale).round().to(torch.int8)
            out[name + _SCALE] = scale
        else:
            out[name] = value.half()
    partial = path.with_suffix(".partial")
    save_file({k: v.contiguous() for k, v in out.items()}, str(partial), metadata={"format": "restore-weights-1"})
    partial.replace(path)


def load_weights(path: Path) -> dict[str, Tensor]:
    """Read tensors as float32; raises InputError when the file is missing or damaged."""
    try:
        raw = load_file(str(path))
    except (OSError, SafetensorError) as error:
        raise InputError(f"{path}: model file is missing or damaged ({error}); reinstall the model") from error
    return {
        name: value.float() * raw[name + _SCALE] if name + _SCALE in raw else value.float()
        for name, value in raw.items()
        if not name.endswith(_SCALE)
    }

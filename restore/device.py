"""Where the network runs: on a CUDA device if PyTorch sees one, else on the CPU."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from restore.errors import InputError

AUTO, CPU, CUDA = DEVICES = ("auto", "cpu", "cuda")


def find_device(wanted: str = AUTO) -> str:
    """Return "cpu" or "cuda" for one of ``DEVICES``: "auto" is CUDA where PyTorch sees such a device, else the CPU.

    Raises InputError when "cuda" is wanted and there is none, ValueError for another name.
    """
    if wanted not in DEVICES:
        raise ValueError(f"device is one of {', '.join(DEVICES)}, not {wanted!r}")
    if wanted == CPU or (wanted == AUTO and not _built_for_cuda()):
        return CPU
    import torch

    if torch.cuda.is_available():
        return CUDA
    if wanted == CUDA:
        build = f"PyTorch {torch.__version__}"
        raise InputError(f"{build} sees no CUDA device; use --device cpu, or install its CUDA build and the GPU's driver")
    return CPU


def _built_for_cuda() -> bool:
    """Whether PyTorch could use a GPU at all (ROCm goes by CUDA's name), read without its import, which takes seconds."""
    spec = find_spec("torch")
    version = None if spec is None or spec.origin is None else Path(spec.origin).with_name("version.py")
    if version is None or not version.is_file():
        return True  # ask PyTorch itself
    names = runpy.run_path(str(version))
    return bool(names.get("cuda") or names.get("hip"))


@contextmanager
def device_memory() -> Iterator[None]:
    """Turn a GPU's lack of memory into an InputError; what asks for it is of bounded size, so the text is not to blame."""
    import torch

    try:
        yield
    except torch.OutOfMemoryError as error:
        raise InputError("the GPU's memory is full; use fewer --workers, end what else uses it, or use --device cpu") from error

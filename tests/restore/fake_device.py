"""A GPU that is none: tensors that were moved to "cuda" stay on the CPU, but are known, and may not meet others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

Function = Callable[..., Any]


class _Moved:
    """The storages that count as the GPU's; tensors are kept, so that no storage's address is used again."""

    def __init__(self) -> None:
        self._kept: list[torch.Tensor] = []
        self._places: set[int] = set()
        self.inside = False  # one of torch's own functions on tensors of the GPU; what it makes of nothing is there too

    def add(self, value: object) -> None:
        for tensor in tree_leaves(value):
            if isinstance(tensor, torch.Tensor):
                self._kept.append(tensor.detach())
                self._places.add(tensor.untyped_storage().data_ptr())

    def back(self, tensor: torch.Tensor) -> torch.Tensor:
        self._places.discard(tensor.untyped_storage().data_ptr())
        return tensor

    def has(self, tensor: torch.Tensor) -> bool:
        return tensor.numel() > 0 and tensor.untyped_storage().data_ptr() in self._places


class _Moves(TorchFunctionMode):
    """Takes "cuda" out of calls and notes what came of them; hands nothing of the GPU to numpy."""

    def __init__(self, moved: _Moved) -> None:
        super().__init__()
        self._moved = moved

    def __torch_function__(
        self, func: Function, types: object, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        kwargs = dict(kwargs or {})
        mine = isinstance(args[0], torch.Tensor) and self._moved.has(args[0]) if args else False
        if func == torch.Tensor.device.__get__:  # type: ignore[attr-defined]
            return torch.device("cuda") if mine else func(*args, **kwargs)
        if func is torch.Tensor.cpu:
            return self._moved.back(args[0].detach().clone()) if mine else args[0]
        assert not (mine and func in (torch.Tensor.numpy, torch.Tensor.tolist)), "what is on the GPU is no array"
        where = [*args[1:], *kwargs.values()]
        if not any(isinstance(a, torch.device) and a.type == "cuda" for a in where):
            self._moved.inside = mine
            try:
                return func(*args, **kwargs)
            finally:
                self._moved.inside = False
        cpu = torch.device("cpu")
        args = tuple(cpu if isinstance(a, torch.device) else a for a in args)
        kwargs = {k: cpu if isinstance(v, torch.device) else v for k, v in kwargs.items()}
        out = func(*args, **kwargs)
        if func is torch.Tensor.to:  # the CPU's own tensor would be both here and there
            out = out.clone()
        self._moved.add(out)
        return out


class _Meets(TorchDispatchMode):
    """Sees every operation: its tensors are all moved or none is, and what comes out is where they are."""

    def __init__(self, moved: _Moved) -> None:
        super().__init__()
        self._moved = moved

    def __torch_dispatch__(
        self, func: Function, types: object, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        # torch itself lets scalars of the CPU in
        given = [t for t in tree_leaves((args, kwargs or {})) if isinstance(t, torch.Tensor) and t.dim() and t.numel()]
        moved = [self._moved.has(t) for t in given]
        assert all(moved) or not any(moved), f"{func}: tensors on the CPU and on the GPU"
        out = func(*args, **(kwargs or {}))
        if any(moved) or (not given and self._moved.inside):
            self._moved.add(out)
        return out


@contextmanager
def fake_gpu() -> Iterator[None]:
    """Let "cuda" name such a device while the block runs."""
    moved = _Moved()
    with _Moves(moved), _Meets(moved):
        yield

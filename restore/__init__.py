"""Restores English articles mangled by synonym spinners to their likely original wording.

Everything public is loaded on first use, so that ``import restore`` and ``restore --help`` stay free of torch.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from restore.edits import Edit, apply_edits
    from restore.errors import InputError
    from restore.protect import Protect
    from restore.restorer import Restoration, Restorer

__version__ = "0.1.0"

__all__ = ["Edit", "InputError", "Protect", "Restoration", "Restorer", "__version__", "apply_edits"]

_HOME = {
    "Edit": "restore.edits",
    "InputError": "restore.errors",
    "Protect": "restore.protect",
    "Restoration": "restore.restorer",
    "Restorer": "restore.restorer",
    "apply_edits": "restore.edits",
}


def __getattr__(name: str) -> object:
    """Return a public name, importing its module (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})

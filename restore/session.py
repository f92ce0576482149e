"""The one place where programs load a model: the command line and the workers of a corpus."""

from __future__ import annotations

import contextlib
import json
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from restore.device import AUTO
from restore.errors import InputError

if TYPE_CHECKING:
    from restore.restorer import Restorer

# read by the libraries when they are imported
LIBRARY_SETTINGS = {
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_VERBOSITY": "error",
    "TRANSFORMERS_VERBOSITY": "error",
}
_PACKAGE = Path(__file__).resolve().parent


def make_restorer(
    model: str | None = None, table: Path | None = None, table_mode: str = "replace", device: str = AUTO
) -> Restorer:
    """Load a model (None: the shipped one), with a spinner's own table if one is given, to a device (see restore.device).

    Raises InputError when a model or table is unknown, damaged or cannot be run, or there is no such device.

    Libraries below are told to keep quiet, since standard error is for what a user can act on, and to look for models in the
    user's cache only; who sets the variables of ``LIBRARY_SETTINGS`` otherwise is obeyed.
    """
    for name, value in LIBRARY_SETTINGS.items():
        os.environ.setdefault(name, value)
    if not os.environ.get("RESTORE_DEBUG"):
        warnings.simplefilter("ignore")
    try:
        from restore.restorer import Restorer
        from restore.thesaurus.tables import TableMode
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "restore":
            raise
        raise InputError(f"the Python package {error.name} is missing; reinstall restore-articles") from error
    if table is None:
        return Restorer(model, device=device)
    return Restorer(model, table, table_mode=TableMode(table_mode), device=device)


def shipped_folder() -> Path | None:
    """Return the folder of the shipped model without loading it, or None when there is none."""
    # inside the package in a wheel, beside it in the repository
    places = (_PACKAGE / "models" / "default", _PACKAGE.parent / "models" / "default")
    return next((folder for folder in places if (folder / "restore.json").is_file()), None)


def shipped_model_name() -> str | None:
    """Return the name of the shipped model without loading it, or None when there is none."""
    folder = shipped_folder()
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return None if folder is None else str(json.loads((folder / "restore.json").read_text(encoding="utf-8"))["name"])
    return None

"""Libraries that only corpora need, imported where they are used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from restore.errors import InputError


def need(module: str, extra: str = "corpus") -> Any:
    """Import a module of the optional dependencies ``extra``; raises InputError that says what to install."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        missing = error.name or module
        if missing.partition(".")[0] == "restore":
            raise
        install = f"pip install 'restore-articles[{extra}]'"
        raise InputError(f"the Python package {missing} is missing; install it: {install}") from error

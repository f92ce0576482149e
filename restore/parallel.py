"""Folders of spun texts with their originals: ``NAME/spun.txt`` beside ``NAME/original.txt``."""

from __future__ import annotations

from pathlib import Path

from restore.errors import InputError

SPUN, ORIGINAL = "spun.txt", "original.txt"


def pair_folders(folder: Path) -> list[Path]:
    """Return the folders that hold either text, by name; raises InputError when there is none."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give one that holds NAME/{SPUN} and NAME/{ORIGINAL}")
    pairs = sorted(p for p in folder.iterdir() if (p / SPUN).is_file() or (p / ORIGINAL).is_file())
    if not pairs:
        raise InputError(f"{folder}: holds no pair; each pair is a folder with {SPUN} and {ORIGINAL}")
    return pairs

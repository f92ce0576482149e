"""Where a text comes from and how its result is written: bytes → text, edits → bytes, one call each a file."""

from __future__ import annotations

from restore.cli.outcome import Outcome
from restore.reading import Input, read_text
from restore.writing import encode


def read_source(source: str) -> Input:
    """Read a file, or standard input for ``-``; raises InputError when it cannot be used."""
    return read_text(source)


def result_bytes(outcome: Outcome, given: Input, name: str) -> bytes:
    """Return the restored text as a file like the one it came from; raises InputError when its encoding lacks a character."""
    return encode(outcome.text, given, name)

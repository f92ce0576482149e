"""Errors a user can act on."""

from __future__ import annotations


class InputError(ValueError):
    """Something the user gave cannot be used; the message says what, where and what to do, in one line."""

"""The error a user can act on."""

from __future__ import annotations

import pytest

import restore
from restore.errors import InputError


def test_is_public_and_carries_its_message() -> None:
    assert restore.InputError is InputError
    with pytest.raises(ValueError, match=r"^model.txt: empty; give another$"):
        raise InputError("model.txt: empty; give another")

"""Loading the model: what can be missing."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

from restore import session
from restore.errors import InputError


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what loading sets end with the test."""
    monkeypatch.setattr(os, "environ", os.environ.copy())


def test_passes_the_model_on_and_quiets_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("restore.restorer")
    module.Restorer = lambda model, device: ("restorer", model, device)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "restore.restorer", module)
    os.environ["HF_HUB_OFFLINE"] = "0"
    os.environ.pop("HF_HUB_VERBOSITY", None)
    made: object = session.make_restorer("mine", device="cuda")
    assert made == ("restorer", "mine", "cuda")
    assert (os.environ["HF_HUB_OFFLINE"], os.environ["HF_HUB_VERBOSITY"]) == ("0", "error")


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "restore.restorer", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(InputError, match="package numpy is missing"):
        session.make_restorer()


def test_the_shipped_model_is_found_inside_the_package_or_beside_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "restore"
    monkeypatch.setattr(session, "_PACKAGE", package)
    assert session.shipped_model_name() is None
    for place, name in ((tmp_path, "beside"), (package, "inside")):
        folder = place / "models" / "default"
        folder.mkdir(parents=True)
        (folder / "restore.json").write_text(json.dumps({"name": name}))
        assert session.shipped_model_name() == name

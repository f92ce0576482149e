"""``restore doctor``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from restore import session
from restore.cli import doctor
from restore.cli.doctor import self_test
from restore.errors import InputError
from restore.restorer import Restorer
from restore.weights import load_weights, save_weights

Run = Callable[..., Result]


@pytest.fixture
def gentle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A self-test that a model with random weights passes."""
    monkeypatch.setattr(doctor, "self_test", lambda restorer: {"same twice": True})


@pytest.mark.usefixtures("gentle")
def test_all_well(run: Run, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "restore.toml").write_text("force = true\n")
    result = run("doctor", "--json", "--model", tiny_model)
    assert (result.exit_code, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    assert report["ok"] and report["configuration"] == str(tmp_path / "restore.toml")
    assert report["model"]["name"].startswith("tiny@") and report["load"]["finite"]
    assert set(report["libraries"]) >= {"torch", "transformers", "numpy"} and report["threads"]["cores"] >= 1
    shown = run("doctor", "--model", tiny_model).stdout
    assert all(name in shown for name in ("python", "platform", "torch", "weights.safetensors", "same twice"))


def test_the_shipped_model_passes_its_test(shipped_restorer: Restorer) -> None:
    found = self_test(shipped_restorer)
    assert isinstance(found["recovery"], float) and found["recovery"] > 0 and found["same twice"] is True


def test_a_model_that_restores_nothing_fails_the_test(run: Run, tiny_copy: Path) -> None:
    description = tiny_copy / "restore.json"
    data = json.loads(description.read_text())
    data["settings"].update(min_confidence=1.0, floor=1.0, open_floor=1.0)
    description.write_text(json.dumps(data))
    result = run("doctor", "--json", "--model", tiny_copy)
    assert result.exit_code == 2 and not json.loads(result.stdout)["ok"]
    assert "restore: self-test: a spun paragraph came no nearer" in result.stderr


def test_chance_is_found_out(tiny_restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    results = iter([tiny_restorer.restore("One.", force=True), tiny_restorer.restore("Two.", force=True)])
    monkeypatch.setattr(Restorer, "restore", lambda *args, **options: next(results))
    with pytest.raises(InputError, match="restored differently the second time"):
        self_test(tiny_restorer)


@pytest.mark.usefixtures("gentle")
def test_damaged_weights_are_named(run: Run, tiny_copy: Path) -> None:
    tensors = load_weights(tiny_copy / "weights.safetensors")
    tensors["verdict.2.bias"][0] = float("nan")
    save_weights(tensors, tiny_copy / "weights.safetensors")
    result = run("doctor", "--model", tiny_copy)
    assert result.exit_code == 2 and "weights.safetensors: verdict.2.bias is damaged" in result.stderr
    (tiny_copy / "weights.safetensors").write_bytes(b"\0" * 9)
    result = run("doctor", "--model", tiny_copy)
    assert result.exit_code == 2 and "model file is missing or damaged" in result.stderr
    assert "Traceback" not in result.output and "skipped: no model" in result.stdout


@pytest.mark.usefixtures("gentle")
def test_what_is_missing_is_named(run: Run, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "restore.toml").write_text("nonsense = 1\n")
    monkeypatch.setattr(doctor, "LIBRARIES", ("numpy", "no-such-library"))
    result = run("doctor", "--model", tiny_model)
    assert result.exit_code == 2
    assert [line.split(":")[1].strip() for line in result.stderr.splitlines()] == ["libraries", "configuration"]
    monkeypatch.setattr(session, "shipped_folder", lambda: None)
    result = run("doctor", "--model", "no/such")
    assert result.exit_code == 2 and "model: the shipped model is not installed" in result.stderr

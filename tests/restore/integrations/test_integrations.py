"""The restorer inside of other people's pipelines."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from restore.corpus.restoring import Treatment
from restore.integrations.datatrove import RestoreStep
from restore.integrations.ray import RestoreBatch
from restore.restorer import Restorer

TEXT = "The nation may very well be a part of the struggle. Additionally, the specialists within the street fight on."


@pytest.mark.parametrize("batch_size", [1, 2, 5])
def test_the_step_does_what_the_restorer_does(tiny_model: Path, tiny_restorer: Restorer, batch_size: int) -> None:
    texts = [TEXT, "", TEXT + " More of it."]
    step = RestoreStep(Treatment(str(tiny_model)), batch_size)
    found = list(step.run(Document(t, str(i), metadata={"i": i}) for i, t in enumerate(texts)))
    assert [d.text for d in found] == [tiny_restorer.restore(t).text for t in texts]
    assert [d.metadata["i"] for d in found] == [0, 1, 2]
    assert found[0].metadata["restore"]["edit_count"] == len(tiny_restorer.restore(TEXT).edits) > 0


def test_the_step_in_a_pipeline_of_datatroves_own_parts(tiny_model: Path, tiny_restorer: Restorer, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps({"text": TEXT, "id": "a"}) + "\n")
    steps = [
        JsonlReader(str(tmp_path / "in")), RestoreStep(Treatment(str(tiny_model))),
        JsonlWriter(str(tmp_path / "out"), "${rank}.jsonl", compression=None),
    ]  # fmt: skip
    LocalPipelineExecutor(steps, logging_dir=str(tmp_path / "logs")).run()
    (line,) = (tmp_path / "out" / "00000.jsonl").read_text().splitlines()
    record = json.loads(line)
    assert record["text"] == tiny_restorer.restore(TEXT).text
    assert record["metadata"]["restore"]["spun"] is True


def test_a_batch_of_columns(tiny_model: Path, tiny_restorer: Restorer) -> None:
    restore = RestoreBatch("body", Treatment(str(tiny_model)))
    found = restore({"body": np.array([TEXT, None], dtype=object), "n": np.array([1, 2])})
    assert list(found) == ["body", "n", "restore", "restore_error"]
    assert list(found["body"]) == [tiny_restorer.restore(TEXT).text, None]
    assert found["restore"][0]["spun"] is True and found["restore"][1] is None
    assert list(found["restore_error"]) == [None, "not a string but NoneType"]


def test_on_a_local_ray(tiny_model: Path, tiny_restorer: Restorer) -> None:
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'restore-articles[ray]'")
    ray.init(num_cpus=1, ignore_reinit_error=True)
    try:
        rows = ray.data.from_items([{"text": TEXT, "n": i} for i in range(3)])
        call = {"fn_constructor_kwargs": {"treatment": Treatment(str(tiny_model))}, "concurrency": 1, "batch_size": 2}
        found = rows.map_batches(RestoreBatch, **call).take_all()
    finally:
        ray.shutdown()
    assert sorted(r["n"] for r in found) == [0, 1, 2]
    assert {r["text"] for r in found} == {tiny_restorer.restore(TEXT).text}

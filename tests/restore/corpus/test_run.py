"""Whole runs: every format, every kind of trouble, and the same bytes however a run was done."""

from __future__ import annotations

import gzip
import json
import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from restore.corpus import run
from restore.corpus.records import Fields
from restore.corpus.restoring import Treatment
from restore.corpus.run import Later
from restore.errors import InputError
from tests.restore.corpus.conftest import outputs

Restore = Callable[..., dict[str, Any]]

SPUN = {"id": 1, "body": "We want extra safety.", "n": 1.50, "x": {"ä": [None, 2**70]}}
CLEAN = {"id": "b", "body": "We want cake.\u2028"}
WORDS = Fields(text="body", id="id")


def lines(*records: object) -> bytes:
    """Return records as JSON lines."""
    return b"".join(json.dumps(r).encode() + b"\n" for r in records)


def read(data: bytes) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in data.splitlines()]


def fill(folder: Path, files: int = 6, records: int = 20) -> Path:
    """Make a folder of JSON lines with a bad one here and there."""
    folder.mkdir()
    for i in range(files):
        rows = [{"text": f"An extra safety {i} {j} crash" if j == 7 else f"An extra {i} {j}", "j": j} for j in range(records)]
        data = lines(*rows[:3], {"no": "text"}, *rows[3:])
        (folder / f"{i}.jsonl{'.gz' * (i % 2)}").write_bytes(gzip.compress(data) if i % 2 else data)
    return folder


def test_json_lines_keep_all_but_the_text_and_gain_the_verdict(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in/sub/a.jsonl").write_bytes(lines(SPUN, CLEAN))
    (tmp_path / "in/b.jsonl.zst").write_bytes(zstandard.compress(lines(CLEAN)))
    (tmp_path / "in/c.jsonl").write_bytes(b"")
    summary = restore(tmp_path / "in", tmp_path / "out", fields=WORDS)
    found = outputs(tmp_path / "out")
    assert sorted(found) == ["b.jsonl.zst", "c.jsonl", "errors.jsonl", "sub/a.jsonl"]
    spun, clean = read(found["sub/a.jsonl"])
    edit = {"start": 8, "end": 13, "source": "extra", "target": "more", "confidence": 0.9, "origin": "lexicon"}
    tags = {"spun_score": 0.9, "spun": True, "applied": True, "edit_count": 1, "edits": [edit]}
    assert spun == {**SPUN, "body": "We want more safety.", "restore": tags}
    assert clean == {**CLEAN, "restore": {"spun_score": 0.1, "spun": False, "applied": True, "edit_count": 0, "edits": []}}
    assert read(zstandard.ZstdDecompressor().stream_reader(found["b.jsonl.zst"]).read()) == [clean]
    assert found["c.jsonl"] == found["errors.jsonl"] == b""
    kept = {k: summary[k] for k in ("documents", "words", "spun", "edits", "written", "errors", "spun_share")}
    assert kept == {"documents": 3, "words": 10, "spun": 1, "edits": 1, "written": 3, "errors": 0, "spun_share": 0.3333}


def test_only_spun_and_the_original_kept(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(CLEAN, SPUN))
    restore(tmp_path / "a.jsonl", tmp_path / "o.jsonl.gz", fields=WORDS, only_spun=True, treatment=Treatment(keep_original=True))
    (record,) = read(gzip.decompress((tmp_path / "o.jsonl.gz").read_bytes()))
    assert (record["body"], record["restore"]["original"]) == ("We want more safety.", SPUN["body"])


@pytest.mark.parametrize("min_confidence", [0.3, 0.5, 1.0])
@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_tags_applied_later_give_the_bytes_of_a_direct_run(
    tmp_path: Path, restore: Restore, suffix: str, min_confidence: float
) -> None:
    path, tagged = tmp_path / f"a.{suffix}", tmp_path / f"tagged.{suffix}"
    if suffix == "jsonl":
        path.write_bytes(lines(SPUN, CLEAN))
    else:
        pq.write_table(pa.table({"id": ["1", "2"], "body": [SPUN["body"], CLEAN["body"]]}), path)
    restore(path, tagged, fields=WORDS, treatment=Treatment(tag_only=True))
    restore(tagged, tmp_path / f"later.{suffix}", fields=Fields("body", "id", tagged=True), treatment=Later(min_confidence))
    restore(path, tmp_path / f"direct.{suffix}", fields=WORDS, treatment=Treatment(min_confidence=min_confidence))
    assert (tmp_path / f"later.{suffix}").read_bytes() == (tmp_path / f"direct.{suffix}").read_bytes()
    assert (tmp_path / f"direct.{suffix}").read_bytes() != tagged.read_bytes()


def test_a_folder_of_tags_is_applied_without_the_reports_in_it(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(lines(SPUN) + b"broken\n")
    restore(tmp_path / "in", tmp_path / "tagged", fields=WORDS, treatment=Treatment(tag_only=True))
    restore(tmp_path / "tagged", tmp_path / "later", fields=Fields("body", "id", tagged=True), treatment=Later(0.5))
    restore(tmp_path / "in", tmp_path / "direct", fields=WORDS, treatment=Treatment(min_confidence=0.5))
    found = outputs(tmp_path / "later")
    assert found == {"a.jsonl": outputs(tmp_path / "direct")["a.jsonl"], "errors.jsonl": b""}


def test_parquet_keeps_columns_and_types(tmp_path: Path, restore: Restore) -> None:
    times = pa.array([1, None, 3], pa.timestamp("ns"))
    coded = pa.array(["x", "y", "x"]).dictionary_encode()
    table = pa.table({"when": times, "body": pa.array([SPUN["body"], None, CLEAN["body"]], pa.large_string()), "kind": coded})
    (tmp_path / "in").mkdir()
    pq.write_table(table, tmp_path / "in" / "a.parquet", row_group_size=1)
    restore(tmp_path / "in", tmp_path / "out", fields=Fields("body"), shard_size=1)
    found = outputs(tmp_path / "out")
    (problem,) = read(found.pop("errors.jsonl"))
    assert (problem["line"], problem["reason"]) == (2, "the field 'body' is not a string but null")
    assert sorted(found) == ["a-00000.parquet", "a-00001.parquet", "a-00002.parquet"]
    restore(tmp_path / "in" / "a.parquet", tmp_path / "one.parquet", fields=Fields("body"), shard_size=1)
    joined = pq.read_table(tmp_path / "one.parquet")
    assert joined.schema.remove(3) == table.schema
    assert joined.drop_columns(["body", "restore"]) == table.drop_columns(["body"]).take([0, 2])
    assert joined["body"].to_pylist() == ["We want more safety.", CLEAN["body"]]
    assert joined["restore"][0].as_py()["edits"][0]["target"] == "more"


def test_texts_come_back_in_their_encoding_with_what_was_found_beside(tmp_path: Path, restore: Restore) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_bytes("Caf\xe9 needs extra\r\n".encode("cp1252"))
    (tmp_path / "in/b.txt").write_bytes(b"\0\1\2binary")
    (tmp_path / "in/page.pdf").write_bytes(b"%PDF extra")
    restore(tmp_path / "in", tmp_path / "out")
    found = outputs(tmp_path / "out")
    assert sorted(found) == ["a.txt", "a.txt.restore.jsonl", "errors.jsonl"]
    assert found["a.txt"] == "Caf\xe9 needs more\r\n".encode("cp1252")
    assert read(found["a.txt.restore.jsonl"])[0]["restore"]["edit_count"] == 1
    assert read(found["errors.jsonl"])[0]["reason"].startswith("is binary")


def test_bad_records_are_listed_by_file_and_line_and_the_rest_goes_on(tmp_path: Path, restore: Restore) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(SPUN) + b"{\n" + lines({**CLEAN, "body": "crash"}) + b'{"id": "c", "body": "\xff"}\n' + lines(CLEAN))
    restore(path, tmp_path / "out", fields=WORDS, shard_size=60)
    found = outputs(tmp_path / "out")
    problems = read(found.pop("errors.jsonl"))
    assert {p["file"] for p in problems} == {str(path)}
    assert [(p["line"], p["id"]) for p in problems] == [(2, None), (3, "b"), (4, None)]
    assert problems[1]["reason"] == "internal error: RuntimeError: two lines; please report it"
    assert [r["id"] for _, data in sorted(found.items()) for r in read(data)] == [1, "b"]


def test_too_many_bad_records_stop_a_run_that_can_go_on(tmp_path: Path, restore: Restore) -> None:
    fill(tmp_path / "in")
    with pytest.raises(InputError, match=r"more than 5 bad records, the latest .*/\d\.jsonl.*:\d+: "):
        restore(tmp_path / "in", tmp_path / "out", max_errors=5, shard_size=1)
    assert restore(tmp_path / "in", tmp_path / "out", max_errors=12, shard_size=1)["errors"] == 12


@pytest.mark.parametrize("batch_size", [1, 7, 1000])
def test_batches_do_not_show(tmp_path: Path, restore: Restore, batch_size: int) -> None:
    fill(tmp_path / "in")
    restore(tmp_path / "in", tmp_path / "a")
    restore(tmp_path / "in", tmp_path / "b", batch_size=batch_size)
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b")


def test_workers_do_not_show(tmp_path: Path, restore: Restore) -> None:
    """Without a model, since workers are new processes that know of no stand-in."""
    fill(tmp_path / "in", 2)
    restore(tmp_path / "in", tmp_path / "tagged", treatment=Treatment(tag_only=True))
    for name, workers in (("a", 1), ("b", 2)):
        fields = Fields(tagged=True)
        restore(tmp_path / "tagged", tmp_path / name, fields=fields, treatment=Later(0.5), workers=workers, shard_size=300)
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b")
    assert len(outputs(tmp_path / "a")) > 4


def test_another_setting_model_or_input_refuses_to_mix(tmp_path: Path, restore: Restore) -> None:
    fill(tmp_path / "in", 2)
    (tmp_path / "in" / "z.jsonl.gz").write_bytes(b"\x1f\x8b\x08\0\0\0\0\0\0\3")
    with pytest.raises(InputError, match=r"z\.jsonl\.gz: is damaged"):
        restore(tmp_path / "in", tmp_path / "out")
    with pytest.raises(InputError, match="model: 'one word' then, 'other' now"):
        restore(tmp_path / "in", tmp_path / "out", treatment=Treatment(model="other"))
    with pytest.raises(InputError, match="text_field: 'text' then, 'body' now"):
        restore(tmp_path / "in", tmp_path / "out", fields=Fields("body"))
    (tmp_path / "in" / "z.jsonl.gz").unlink()
    restore(tmp_path / "in", tmp_path / "out")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    with pytest.raises(InputError, match="is not empty"):
        restore(tmp_path / "in", tmp_path / "other")


def test_a_run_goes_on_only_on_the_device_it_began_on(tmp_path: Path, restore: Restore, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "in", 2)
    monkeypatch.setattr(run, "find_device", lambda wanted: "cuda" if wanted == "auto" else wanted)
    with pytest.raises(InputError, match="more than 0"):
        restore(tmp_path / "in", tmp_path / "out", max_errors=0)
    with pytest.raises(InputError, match="device: 'cuda' then, 'cpu' now"):
        restore(tmp_path / "in", tmp_path / "out", treatment=Treatment(device="cpu"))
    assert restore(tmp_path / "in", tmp_path / "out", treatment=Treatment(device="cuda"))["settings"]["device"] == "cuda"


def test_a_vanished_or_changed_input_is_one_line_and_the_run_goes_on_when_it_is_back(tmp_path: Path, restore: Restore) -> None:
    fill(tmp_path / "in", 2)
    path = tmp_path / "in" / "1.jsonl.gz"
    with pytest.raises(InputError, match="more than 0"):
        restore(tmp_path / "in", tmp_path / "out", max_errors=0)
    status, data = path.stat(), path.read_bytes()
    path.unlink()
    with pytest.raises(InputError, match=r"1\.jsonl\.gz: is gone since the run began"):
        restore(tmp_path / "in", tmp_path / "out")
    path.write_bytes(data)
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns + 1))
    with pytest.raises(InputError, match=r"1\.jsonl\.gz: has changed"):
        restore(tmp_path / "in", tmp_path / "out")
    os.utime(path, ns=(status.st_mtime_ns, status.st_mtime_ns))
    assert restore(tmp_path / "in", tmp_path / "out")["errors"] == 4


def test_a_full_disk_is_one_line_and_leaves_nothing_half_written(
    tmp_path: Path, restore: Restore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "in", 2)

    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(InputError, match=r"cannot be written \(No space left on device\); make room"):
            restore(tmp_path / "in", tmp_path / "out")
    assert [p for p in tmp_path.rglob("*.partial")] == []
    assert restore(tmp_path / "in", tmp_path / "out")["written"] == 38


def killed(call: Callable[[], object], after: float) -> bool:
    """Run ``call`` in a process that is killed after so many seconds; return whether it came to its end before."""
    child = os.fork()
    if not child:
        try:
            call()
            os._exit(0)
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("single", [False, True])
def test_killed_at_any_moment_it_ends_as_if_undisturbed(tmp_path: Path, restore: Restore, single: bool) -> None:
    fill(tmp_path / "in", records=12)
    whole, out = (tmp_path / f"{name}{'.jsonl' * single}" for name in ("whole", "out"))
    began = time.monotonic()
    restore(tmp_path / "in", whole, shard_size=150)
    seconds = time.monotonic() - began
    rng = random.Random(single)
    finished = 0
    for _ in range(20):
        finished += killed(lambda: restore(tmp_path / "in", out, shard_size=150), rng.random() * seconds / 3)
        # at no moment does anything half-written stand under a final name
        for name, data in outputs(out if not single else tmp_path / "out.jsonl.restore").items():
            if not name.endswith(".partial"):
                assert data == outputs(whole if not single else tmp_path / "whole.jsonl.restore").get(name, data)
    assert finished < 20
    restore(tmp_path / "in", out, shard_size=150)
    if single:
        assert out.read_bytes() == whole.read_bytes()
        whole, out = (p.with_name(f"{p.name}.restore") for p in (whole, out))
    assert outputs(out) == outputs(whole)
    assert not list(tmp_path.rglob("*.partial"))


def test_a_second_run_at_the_same_place_is_refused(tmp_path: Path, restore: Restore) -> None:
    from restore.corpus.workspace import Workspace

    fill(tmp_path / "in", 1)
    with Workspace.of(str(tmp_path / "out")).locked(), pytest.raises(InputError, match="another run is at work"):
        restore(tmp_path / "in", tmp_path / "out")

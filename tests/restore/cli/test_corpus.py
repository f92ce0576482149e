"""``restore corpus`` and ``restore apply`` as a shell sees them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from restore import session
from restore.corpus import restoring
from tests.restore.corpus.conftest import OneWord

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a stand-in where the model is loaded."""
    from restore.corpus import plan

    monkeypatch.setattr(session, "make_restorer", lambda *args: OneWord())
    monkeypatch.setattr(plan, "model_fingerprint", lambda model: "one word")
    restoring._restorer.cache_clear()


def read(data: str) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in data.splitlines()]


LINES = '{"text": "We want extra safety.", "n": 1}\n{"text": 1}\n\n{"text": "We want cake.", "n": 2}\n'


def test_a_pipe_restores_line_by_line_and_tells_of_bad_ones(run: Run) -> None:
    result = run("corpus", "-", "-", input=LINES)
    spun, clean = read(result.stdout)
    assert (result.exit_code, spun["text"], spun["n"], clean["n"]) == (0, "We want more safety.", 1, 2)
    assert result.stderr.splitlines() == [
        "restore: standard input:2: the field 'text' is not a string but int; skipped",
        "restore: 1 bad records skipped, 2 written",
    ]


def test_a_pipe_of_tags_applied_is_the_direct_pipe(run: Run) -> None:
    tagged = run("corpus", "-", "-", "--tag-only", "--only-spun", input=LINES).stdout
    assert [len(r["restore"]["edits"]) for r in read(tagged)] == [2]
    later = run("apply", "-", "-", "--min-confidence", "0.3", input=tagged)
    direct = run("corpus", "-", "-", "--min-confidence", "0.3", "--only-spun", input=LINES)
    assert later.stdout == direct.stdout != ""
    again = run("apply", "-", "-", "--min-confidence", "0.3", input=later.stdout)
    assert "applied already" in again.stderr and again.stdout == ""


@pytest.mark.parametrize("options", [["--protect", "Safety"], ["--quotes", "keep"]])
def test_protected_places_stay_now_and_later(run: Run, options: list[str]) -> None:
    line = '{"text": "We want extra “safety”."}\n'
    direct = run("corpus", "-", "-", "--min-confidence", "0.3", *options, input=line)
    assert [r["text"] for r in read(direct.stdout)] == ["We want more “safety”."]
    for tagging, applying in ((options, options), ([], options)):
        tagged = run("corpus", "-", "-", "--tag-only", *tagging, input=line).stdout
        later = run("apply", "-", "-", "--min-confidence", "0.3", *applying, input=tagged)
        assert later.stdout == direct.stdout


def test_a_run_with_other_protection_is_not_resumed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("We want extra safety.")
    (tmp_path / "names.txt").write_text("# names\nExtra\n")
    command = ["corpus", tmp_path / "in", tmp_path / "out", "--workers", "1"]
    assert run(*command, "--protect-file", tmp_path / "names.txt").exit_code == 0
    assert (tmp_path / "out" / "a.txt").read_text() == "We want extra safety."
    for options in ([], ["--protect", "more"], ["--protect", "Extra", "--quotes", "keep"]):
        result = run(*command, *options)
        assert (result.exit_code, result.stderr.count("\n")) == (2, 1) and "holds output of other settings" in result.stderr
    assert run(*command, "--protect", "Extra").exit_code == 0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"source": "other"}, "its edits do not fit its text"),
        ({"start": -4}, "is not one of 'restore corpus'"),
        ({"start": 10**9, "end": 10**9 + 5}, "its edits do not fit its text"),
        ({"start": "8"}, "is not one of 'restore corpus'"),
        ({"more": 1}, "is not one of 'restore corpus'"),
    ],
)
def test_tags_that_do_not_belong_to_the_text_are_a_bad_record(run: Run, change: dict[str, object], reason: str) -> None:
    edit = {"start": 8, "end": 13, "source": "extra", "target": "more", "confidence": 0.9, "origin": "lexicon", **change}
    tags = {"spun_score": 0.9, "spun": True, "applied": False, "edit_count": 1, "edits": [edit]}
    line = json.dumps({"text": "We want extra safety.", "restore": tags})
    result = run("apply", "-", "-", "--min-confidence", "0.5", input=line)
    assert (result.exit_code, result.stdout) == (0, "")
    assert reason in result.stderr


def test_max_errors_ends_a_pipe(run: Run) -> None:
    result = run("corpus", "-", "-", "--max-errors", "0", input=LINES)
    assert result.exit_code == 2
    assert "more than 0 bad records, the latest standard input:2" in result.stderr


def test_a_folder_is_quiet_off_a_terminal_but_for_what_went_wrong(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(LINES)
    result = run("corpus", tmp_path / "in", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("restore: 2 documents, 7 words, 50.0% spun, 1 edits, 1 bad records (see ")
    (tmp_path / "good.jsonl").write_text(LINES.splitlines()[0])
    (tmp_path / "in" / "page.pdf").write_text("extra")
    assert run("corpus", tmp_path / "good.jsonl", tmp_path / "good").stderr == ""
    again = run("corpus", tmp_path / "in", tmp_path / "again")
    assert "1 files of unknown kinds passed over, page.pdf among them" in again.stderr


def test_log_json_prints_figures(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINES.splitlines()[0])
    (line,) = run("corpus", tmp_path / "a.jsonl", tmp_path / "o.jsonl", "--log-json").stderr.splitlines()
    report = json.loads(line)["progress"]
    assert (report["documents"], report["words"], report["spun_share"], report["errors"], report["eta"]) == (1, 4, 1.0, 0, 0.0)
    summary = json.loads((tmp_path / "o.jsonl.restore" / "summary.json").read_text())
    assert summary["written"] == 1


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["none", "out"], "none: no such file or folder, and nothing matches it; check the name"),
        (["-", "out"], "standard input goes with standard output only"),
        (["a.jsonl", "out", "--executor", "sky"], "'sky' is none of local, slurm, ray"),
        (["a.jsonl", "out.parquet"], "a.jsonl cannot be written as .parquet; name a folder"),
        (["a.jsonl", "a.jsonl"], "exists already; name another file or remove it"),
        (["a.jsonl", "out", "--sbatch", "fast"], "'fast' is not NAME=VALUE"),
        (["a.doc", "out"], "a.doc: is of no known kind"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_text(LINES)
    Path("a.doc").write_text("x")
    result = run("corpus", *args)
    assert result.exit_code == 2
    assert told in result.stderr and result.stderr.count("\n") == 1


def test_without_datatrove_one_line_says_what_to_install(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(LINES)
    monkeypatch.setitem(sys.modules, "datatrove", None)
    result = run("corpus", tmp_path / "a.jsonl", tmp_path / "out")
    assert result.exit_code == 2
    assert "datatrove is missing; install it: pip install 'restore-articles[corpus]'" in result.stderr

"""``restore file``: exact bytes on standard output, everything else on standard error."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from typer.testing import Result

Run = Callable[..., Result]

TEXT = "“We want extra safety.”\r\nThey said so,\n no more.\r"
RESTORED = "“We want more security.”\r\nThey said so,\n no more.\r"
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de conscience."

pytestmark = pytest.mark.usefixtures("restorers")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A spun text in UTF-8."""
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    return path


def test_prints_the_restored_text_byte_for_byte(run: Run, path: Path) -> None:
    result = run("file", path)
    assert (result.exit_code, result.stdout_bytes, result.stderr) == (0, RESTORED.encode(), "")


def test_reads_standard_input(run: Run) -> None:
    result = run("file", "-", input=TEXT.encode())
    assert (result.exit_code, result.stdout_bytes) == (0, RESTORED.encode())


@pytest.mark.parametrize(
    ("bom", "encoding", "told"),
    [(codecs.BOM_UTF8, "utf-8", ""), (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"), (b"", "cp1252", "Windows-1252")],
)
def test_keeps_encoding_and_byte_order_mark(run: Run, path: Path, bom: bytes, encoding: str, told: str) -> None:
    path.write_bytes(bom + TEXT.encode(encoding))
    result = run("file", path)
    assert result.stdout_bytes == bom + RESTORED.encode(encoding)
    assert told in result.stderr and result.stderr.count("\n") == bool(told)


def test_writes_to_a_file_and_onto_the_input(run: Run, path: Path) -> None:
    out = path.with_name("out.txt")
    result = run("file", path, "-o", out)
    assert (result.exit_code, result.output, out.read_bytes(), path.read_bytes()) == (0, "", RESTORED.encode(), TEXT.encode())
    assert run("file", path, "-o", path).exit_code == 0
    assert path.read_bytes() == RESTORED.encode()
    assert sorted(p.name for p in path.parent.iterdir()) == ["a.txt", "out.txt"]
    assert run("file", path, "-o", "-").stdout_bytes == RESTORED.encode()


def test_json_has_offsets_in_code_points(run: Run, path: Path) -> None:
    result = run("file", path, "--json")
    assert result.stdout.endswith("}\n") and result.stdout.count("\n") == 1 and "“We" in result.stdout
    assert json.loads(result.stdout) == {
        "text": RESTORED,
        "spun_score": 0.97,
        "spun": True,
        "edits": [
            {"start": 9, "end": 14, "source": "extra", "target": "more", "confidence": 0.9, "origin": "lexicon"},
            {"start": 15, "end": 21, "source": "safety", "target": "security", "confidence": 0.6, "origin": "lexicon"},
        ],
        "version": "9.9",
        "model": "fake",
    }


def test_json_survives_bytes_of_no_encoding(run: Run) -> None:
    result = run("file", "-", "--json", input="“extra” “safety” ".encode() + b"\x93")
    assert json.loads(result.stdout_bytes.decode("utf-8"))["text"] == "“more” “security” \udc93"


def test_diff_is_plain_outside_a_terminal(run: Run, path: Path) -> None:
    result = run("file", path, "--diff")
    assert result.stdout_bytes.decode() == TEXT.replace("extra", "[-extra-]{+more+}").replace("safety", "[-safety-]{+security+}")


def test_reports_go_to_the_output_file_but_never_onto_the_input(run: Run, path: Path) -> None:
    out = path.with_name("out")
    assert run("file", path, "--diff", "-o", out).exit_code == 0
    assert "{+more+}" in out.read_bytes().decode()
    assert run("file", path, "--json", "-o", out).exit_code == 0
    assert json.loads(out.read_bytes())["text"] == RESTORED
    for option in ("--diff", "--json"):
        result = run("file", path, option, "-o", path)
        assert result.exit_code == 2 and "would replace the input" in result.stderr
    assert path.read_bytes() == TEXT.encode()


def test_min_confidence_force_and_model_reach_the_model(run: Run, path: Path, restorers: list[Any]) -> None:
    assert run("file", path, "--min-confidence", "0.8").stdout == RESTORED.replace("security", "safety").replace("\r\n", "\n")
    assert run("file", path, "--min-confidence", "1", "--force").stderr == ""
    assert run("file", path, "--model", "mine").exit_code == 0
    assert [r.model for r in restorers] == [None, None, "mine"]


@pytest.mark.parametrize("value", ["-0.1", "1.5", "nan", "inf", "much"])
def test_min_confidence_outside_0_to_1_is_a_usage_error(run: Run, path: Path, value: str) -> None:
    result = run("file", path, f"--min-confidence={value}")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("restore: Invalid value for '--min-confidence': ")


def test_json_and_diff_exclude_each_other(run: Run, path: Path) -> None:
    result = run("file", path, "--json", "--diff")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "restore: Invalid value for '--json': cannot be combined with --diff; see 'restore file --help'\n"


def test_a_notice_names_the_input(run: Run) -> None:
    result = run("file", "-", input="Nothing wrong here.")
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        "Nothing wrong here.",
        "restore: standard input: looks clean\n",
    )


def test_another_language_is_left_alone_without_asking_a_model(run: Run, path: Path, restorers: list[Any]) -> None:
    path.write_bytes(FRENCH.encode("latin-1"))
    result = run("file", path)
    assert (result.exit_code, result.stdout_bytes) == (0, FRENCH.encode("latin-1"))
    assert "does not look English; left unchanged" in result.stderr and not restorers
    report = json.loads(run("file", path, "--json").stdout)
    assert (report["text"], report["spun_score"], report["spun"], report["edits"]) == (FRENCH, None, False, [])
    assert run("file", path, "--diff").stdout == FRENCH


def test_another_language_is_restored_by_force(run: Run, restorers: list[Any]) -> None:
    result = run("file", "-", "--force", input=FRENCH + " extra")
    assert (result.exit_code, result.stdout, result.stderr) == (0, FRENCH + " more", "")
    assert len(restorers) == 1


@pytest.mark.parametrize("data", [None, b"", b"a\0b", bytes(range(128, 256))])
def test_bad_input_is_one_line_and_status_2(run: Run, path: Path, data: bytes | None, restorers: list[Any]) -> None:
    path.unlink() if data is None else path.write_bytes(data)
    result = run("file", path, "-o", path.with_name("out.txt"))
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"restore: {path}: ")
    assert not path.with_name("out.txt").exists() and not restorers


@pytest.mark.parametrize("out", ["", "no/such/out.txt"])
def test_a_bad_output_is_told_before_the_model_is_loaded(run: Run, path: Path, out: str, restorers: list[Any]) -> None:
    result = run("file", path, "-o", path.parent / out)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert not restorers


def test_line_breaks_in_a_name_do_not_break_the_line(run: Run, tmp_path: Path) -> None:
    result = run("file", tmp_path / "no\nsuch\x1b[31m.txt")
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1 and "\x1b" not in result.stderr


def test_references_reach_the_restorer(run: Run, path: Path, restorers: list[Any]) -> None:
    folder = path.parent / "clean"
    folder.mkdir()
    (folder / "b.txt").write_text("Second clean text.")
    (folder / "a.TXT").write_text("First clean text.")
    (folder / "notes.rst").write_text("no text file")
    (folder / "copy.txt").write_bytes(path.read_bytes())
    one = path.with_name("one.txt")
    one.write_text("Third clean text.")
    result = run("file", path, "--reference", folder, "--reference", one, "--reference", one)
    assert (result.exit_code, result.stderr) == (0, "")
    assert restorers[-1].references == ["First clean text.", "Second clean text.", "Third clean text."]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("absent.txt", None, "absent.txt: no such file"),
        ("empty.txt", b" \n", "empty.txt: is empty"),
        ("picture.txt", b"\x00\x01\x02\x03" * 9, "picture.txt: is binary"),
        ("scan.pdf", b"%PDF-1.4", "scan.pdf: is a PDF"),
        ("a.txt", TEXT.encode(), "a.txt: is the input itself"),
        ("folder/b.rst", b"text", "folder: has no text, Markdown, HTML or Word files"),
        ("torn.docx", b"PK\x03\x04", "torn.docx: is a damaged or cut zip file"),
        ("folder/b.html", b"<p></p>", "b.html: holds no text outside of its markup"),
        ("-", None, "standard input cannot be a reference"),
    ],
)
def test_a_bad_reference_is_one_line(run: Run, path: Path, name: str, content: bytes | None, told: str) -> None:
    reference = path.parent / name
    if content is not None:
        reference.parent.mkdir(exist_ok=True)
        reference.write_bytes(content)
    result = run(
        "file", path, "--reference", "-" if name == "-" else reference if reference.parent == path.parent else reference.parent
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr and result.stderr.count("\n") == 1


@pytest.mark.usefixtures("restorers")
@pytest.mark.parametrize("options", [(), ("--check",), ("--json",)])
def test_a_text_is_asked_once_whether_it_is_english(
    run: Run, path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]
) -> None:
    asked = Mock(return_value=True)
    monkeypatch.setattr("restore.cli.treating.looks_english", asked)
    assert run("file", path, *options).stdout
    asked.assert_called_once()

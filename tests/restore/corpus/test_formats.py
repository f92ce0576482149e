"""Corpora of Markdown, HTML and Word files: each stays a file of its format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.restore.formats.shared import docx, entry

Restore = Callable[..., dict[str, Any]]


def test_each_file_is_written_in_its_format(restore: Restore, tmp_path: Path) -> None:
    given, out = tmp_path / "in", tmp_path / "out"
    given.mkdir()
    (given / "a.md").write_text("---\nextra: 1\n---\n\n# An *extra*\nhead `extra`\n")
    (given / "b.HTML").write_bytes("<meta charset=latin1><p title=extra>An <b>extra</b> caf\xe9".encode("latin-1"))
    (given / "c.docx").write_bytes(docx("<w:p><w:r><w:t>An extra word</w:t></w:r></w:p>"))
    (given / "d.txt").write_text("An extra text")
    (given / "e.htm").write_text("<script>extra</script>")
    summary = restore(given, out)
    assert (summary["documents"], summary["errors"], summary["written"]) == (4, 1, 4)
    assert (out / "a.md").read_text() == "---\nextra: 1\n---\n\n# A *more*\nhead `extra`\n"
    assert (out / "b.HTML").read_bytes() == "<meta charset=latin1><p title=extra>A <b>more</b> caf\xe9".encode("latin-1")
    assert b"<w:t>A more word</w:t>" in entry((out / "c.docx").read_bytes())
    assert (out / "d.txt").read_text() == "A more text"
    found = json.loads((out / "a.md.restore.jsonl").read_text())["restore"]
    assert (found["edit_count"], [e["start"] for e in found["edits"]]) == (2, [0, 3])
    (error,) = [json.loads(line) for line in (out / "errors.jsonl").read_text().splitlines()]
    assert error["reason"] == "holds no text outside of its markup; check the file, or its --format"


def test_tags_are_about_the_running_text(restore: Restore, tmp_path: Path) -> None:
    from restore.corpus.restoring import Treatment

    (tmp_path / "a.md").write_text("An **extra**\nword")
    restore(tmp_path / "a.md", tmp_path / "out", treatment=Treatment(tag_only=True))
    line = json.loads((tmp_path / "out" / "a.md.restore.jsonl").read_text())
    assert line["text"] == "An extra word" and not (tmp_path / "out" / "a.md").exists()

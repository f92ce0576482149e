"""A folder like that of a reader who has cloned the repository: the project, with the tiny model for its own, and samples."""

from __future__ import annotations

import gzip
import json
import lzma
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
import zstandard
from docx import Document as Report

from restore.formats.pick import read_file
from restore.review.decisions import FORMAT, VERSION
from restore.review.payload import text_hash

ROOT = Path(__file__).resolve().parents[2]
SPUN = ROOT / "seeds" / "004_b2be8b432229fb92.txt"
CLEAN = sorted((ROOT / "seeds").glob("00[0-3]_*.txt"))
THESAURUS = "war|struggle|battle\ncountry|nation\nseveral|a number of\nexperts|specialists\npeople|folks\n"


@pytest.fixture(scope="session")
def clone(tmp_path_factory: pytest.TempPathFactory, tiny_model: Path) -> Path:
    """The project as far as commands need it, with the tiny model in the place of the shipped ones."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("restore", "scripts", "eval", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("default", "heldout"):
        shutil.copytree(tiny_model, folder / "models" / name)
    (folder / "models" / "lexicon").symlink_to(ROOT / "models" / "lexicon")
    return folder


@pytest.fixture(scope="session")
def commands(clone: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder to put in front of PATH: its ``restore`` and ``python`` run in forks of a process that has imported all."""
    folder = tmp_path_factory.mktemp("bin")
    forks, path = Path(__file__).with_name("forks.py"), folder / "socket"
    for name in ("restore", "python"):
        ask = f'exec "{sys.executable}" -S -E "{forks}" ask "{path}" {name} "$@"'
        (folder / name).write_text(f"#!/bin/sh\n{ask}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    (folder / "pip").write_text("#!/bin/sh\necho 'mark a block that installs as not run' >&2\nexit 1\n", encoding="utf-8")
    (folder / "pip").chmod(0o755)
    settings = {"PYTHONPATH": str(clone), "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, str(forks), "serve", str(path)]
    with subprocess.Popen(command, env={**os.environ, **settings}, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "ready\n"
        yield folder
        server.terminate()


@pytest.fixture
def desk(clone: Path, tmp_path: Path) -> Path:
    """The clone's folders, and the files that the pages speak of."""
    for part in clone.iterdir():
        (tmp_path / part.name).symlink_to(part, target_is_directory=True)
    spun, clean = SPUN.read_text(encoding="utf-8"), CLEAN[0].read_text(encoding="utf-8")
    short = spun[: spun.index("\n", 1500)]
    (tmp_path / "article.txt").write_text(short, encoding="utf-8")
    (tmp_path / "article.md").write_text(f"# A page\n\n{short}\n\n```\nwar = 1\n```\n", encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html><title>A page</title><p>{escape(short)}</p>\n", encoding="utf-8")
    for name, text in (("report", short), ("clean", clean)):
        report = Report()
        report.add_paragraph(text)
        report.save(str(tmp_path / f"{name}.docx"))
    edit = {"start": 4, "end": 15, "source": short[4:15], "target": "several", "decision": "accept"}
    for name in ("article.txt", "report.docx"):
        given = read_file(tmp_path / name)
        decisions = {"format": FORMAT, "version": VERSION, "sha256": text_hash(given.text), "input": given.kind, "edits": [edit]}
        (tmp_path / name).with_suffix(".decisions.json").write_text(json.dumps(decisions), encoding="utf-8")
    (tmp_path / "thesaurus.txt").write_text(THESAURUS, encoding="utf-8")
    for folder in ("articles", "crawl", "clean", "pairs/one", "pairs/two"):
        (tmp_path / folder).mkdir(parents=True)
    for name, text in (("a.txt", short), ("b.txt", clean)):
        (tmp_path / "articles" / name).write_text(text, encoding="utf-8")
    lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate((short, clean)))
    (tmp_path / "crawl" / "pages.jsonl.zst").write_bytes(zstandard.compress(lines.encode()))
    (tmp_path / "pages.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "clean.txt").write_text(clean, encoding="utf-8")
    (tmp_path / "news.txt.xz").write_bytes(lzma.compress(clean.encode()))
    for n, seed in enumerate(CLEAN[:2]):
        shutil.copyfile(seed, tmp_path / "clean" / f"{n}.txt")
    original = "The war in the country was long. People could join in, also where experts were. " * 6
    spinned = original.replace("war", "struggle").replace("country", "nation").replace("experts", "specialists")
    for pair in ("one", "two"):
        (tmp_path / "pairs" / pair / "original.txt").write_text(original, encoding="utf-8")
        (tmp_path / "pairs" / pair / "spun.txt").write_text(spinned, encoding="utf-8")
    return tmp_path

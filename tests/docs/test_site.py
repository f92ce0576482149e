"""The documentation builds without a warning, holds every page, and asks no other host for anything."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# what a browser fetches by itself, unlike the target of a link
HOST = r"[\"']?(?:https?:)?//"
FETCHED = re.compile(rf"<(?:script|img|iframe|source)\b[^>]*\bsrc={HOST}|<link\b[^>]*\bhref={HOST}|url\({HOST}")
needs_mkdocs = pytest.mark.skipif(
    any(find_spec(name) is None for name in ("mkdocs", "material", "mkdocstrings_handlers")),
    reason="mkdocs is not installed: pip install -e '.[docs]'",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return folder


@needs_mkdocs
def test_every_page_is_in_the_site(site: Path) -> None:
    pages = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in (ROOT / "docs").rglob("*.md")}
    assert pages
    assert pages <= {p.relative_to(site) for p in site.rglob("*.html")}


@needs_mkdocs
def test_the_api_comes_from_the_docstrings(site: Path) -> None:
    page = (site / "api" / "restore.html").read_text(encoding="utf-8")
    assert 'id="restore.restorer.Restorer.restore_batch"' in page
    assert "one that looks clean is returned unchanged" in page


@needs_mkdocs
def test_no_page_asks_another_host(site: Path) -> None:
    asking = [p.name for p in [*site.rglob("*.html"), *site.rglob("*.css")] if FETCHED.search(p.read_text(encoding="utf-8"))]
    assert asking == []


@pytest.mark.parametrize(
    ("page", "fetches"),
    [
        ('<link rel="stylesheet" href="https://fonts.example/a.css">', True),
        ("<script async src=//cdn.example/a.js></script>", True),
        ("src: url(https://fonts.example/a.woff2)", True),
        ('<a href="https://semver.org/">versions</a> <img src="pipeline.svg"> <link href="assets/a.css">', False),
    ],
)
def test_what_counts_as_asking(page: str, fetches: bool) -> None:
    assert bool(FETCHED.search(page)) is fetches

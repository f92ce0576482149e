"""Every command block of the documentation runs, or says in its source why not."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.docs.blocks import SHELL, Block, blocks, script

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    *("README.md", "CONTRIBUTING.md", "eval/README.md"),
    *sorted(str(p.relative_to(ROOT)) for folder in ("docs", "models") for p in (ROOT / folder).rglob("*.md")),
]


def run(command: list[str], desk: Path, commands: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{commands}:{os.environ['PATH']}", "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=desk, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=300, check=False,
    )  # fmt: skip


def shell(code: str, desk: Path, commands: Path) -> subprocess.CompletedProcess[str]:
    """Run commands up to the first that fails, also one in a pipe."""
    return run(["bash", "-euo", "pipefail", "-c", code], desk, commands)


@pytest.mark.parametrize("page", PAGES)
def test_page(page: str, desk: Path, commands: Path) -> None:
    found = blocks((ROOT / page).read_text(encoding="utf-8"))
    failures = []
    for block in found:
        if block.language in SHELL and not block.skipped:
            done = shell(f"{block.first}\n{block.code}", desk, commands)
            if done.returncode != block.status:
                failures.append(f"{page}:{block.line}: status {done.returncode}, not {block.status}\n{block.code}\n{done.stdout}")
    program = script(found)
    if program:
        (desk / "program.py").write_text(program, encoding="utf-8")
        done = run(["python", "program.py"], desk, commands)
        if done.returncode:
            failures.append(f"{page}, its Python (lines as in the page): status {done.returncode}\n{done.stdout}")
    assert not failures, "\n".join(failures)


def test_what_is_a_block() -> None:
    page = (
        "```sh\nls\n```\n\n<!-- not run: takes\nhours -->\n```bash\nmake\n```\n\n```json\n{}\n```\n\n"
        "- in a list\n\n  ```python\n  x = 1\n  ```\n"
    )
    made = Block(8, "bash", "make\n", "takes\nhours")
    assert blocks(page) == [Block(2, "sh", "ls\n"), made, Block(18, "python", "x = 1\n")]


def test_marks_belong_to_the_next_block_only() -> None:
    page = "<!-- exit: 1 -->\n<!-- first: touch a -->\n```sh\nls\n```\n\n<!-- not run: no -->\n\ntext\n\n```sh\nls\n```\n"
    assert blocks(page) == [Block(4, "sh", "ls\n", "", 1, "touch a"), Block(12, "sh", "ls\n")]


@pytest.mark.parametrize("page", ["a\n\n    ls\n", "```\nls\n```\n", "```zsh\nls\n```\n"])
def test_a_block_must_say_what_it_is(page: str) -> None:
    with pytest.raises(ValueError, match="line"):
        blocks(page)


def test_a_program_has_the_lines_of_its_page() -> None:
    page = "one\n\n```python\nx = 1\n```\n\n<!-- not run: ray -->\n```python\nimport ray\n```\n\n```python\ny = x / 0\n```\n"
    assert script(blocks(page)).splitlines()[3] == "x = 1"
    assert script(blocks(page)).splitlines()[12] == "y = x / 0"
    assert "ray" not in script(blocks(page))


@pytest.mark.parametrize(("code", "status"), [("article.txt | wc -c", 0), ("missing.txt | wc -c", 2), ("missing.txt\nls", 2)])
def test_a_failing_command_is_seen(code: str, status: int, desk: Path, commands: Path) -> None:
    assert shell(f"restore file {code}", desk, commands).returncode == status


def test_python_runs_with_the_tiny_model(desk: Path, commands: Path) -> None:
    program = "from restore import Restorer\nprint(Restorer().model)\nraise SystemExit(5)\n"
    (desk / "program.py").write_text(program, encoding="utf-8")
    done = run(["python", "program.py"], desk, commands)
    assert (done.returncode, done.stdout) == (5, "tiny\n")

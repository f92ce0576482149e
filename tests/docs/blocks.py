"""The command blocks of a Markdown page: what a test runs of it, and what it leaves out for which reason.

Comments before a block, which no reader sees, steer that:

    <!-- not run: REASON -->   the block is left out
    <!-- exit: N -->           the block ends with status N instead of 0
    <!-- first: COMMAND -->    what has to be there before the block can run, as a file that the reader would have
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt

SHELL = ("sh", "bash")
PYTHON = ("python",)
SHOWN = ("html", "ini", "json", "markdown", "text", "toml", "tsv", "xml", "yaml")  # nothing to run
MARK = re.compile(r"<!-- (not run|exit|first): (.+?) -->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block whose code begins on ``line`` (from 1) of its page; ``skipped`` is the reason why it is not run."""

    line: int
    language: str
    code: str
    skipped: str = ""
    status: int = 0
    first: str = ""


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page that are commands or Python.

    Raises ValueError for a block of which nobody can tell whether it is to be run: an indented one, or one whose language is
    missing or unknown.
    """
    out: list[Block] = []
    marks: dict[str, str] = {}
    for token in MarkdownIt().parse(page):
        line = (token.map or [0])[0] + 1
        if token.type == "html_block":
            marks |= dict(MARK.findall(token.content))
            continue
        if token.type == "code_block":
            raise ValueError(f"line {line}: an indented block; fence it and name its language")
        if token.type == "fence":
            language = token.info.strip()
            if language in SHELL + PYTHON:
                status, first = int(marks.get("exit", 0)), marks.get("first", "")
                out.append(Block(line + 1, language, token.content, marks.get("not run", ""), status, first))
            elif language not in SHOWN:
                known = ", ".join(SHELL + PYTHON + SHOWN)
                raise ValueError(f"line {line}: a block in {language or 'no language'}; use one of {known}")
        marks = {}
    return out


def script(found: list[Block]) -> str:
    """Return the Python blocks of a page as one program, every line where it stands in the page."""
    lines: list[str] = []
    for block in found:
        if block.language in PYTHON and not block.skipped:
            lines += [""] * (block.line - 1 - len(lines))
            lines += block.code.splitlines()
    return "\n".join(lines) + "\n" if lines else ""

"""Fuzz the reader of JSON lines and the tokenizer: python tests/fuzz/fuzz_corpus.py [corpus folder] [libFuzzer options].

An input that breaks a rule of tests/fuzz/corpus_invariants.py ends the run and is written to crash-…; mend the reader and keep
the input, as small as it goes, in tests/fuzz/odd_lines.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
with atheris.instrument_imports(include=["restore.corpus", "restore.tokens", "restore.language", "tests.fuzz", "json"]):
    from tests.fuzz.corpus_invariants import check_lines, check_text


def one(data: bytes) -> None:
    """Read bytes as lines, and as a text."""
    check_lines(data)
    check_text(data.decode("utf-8", "replace"))


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

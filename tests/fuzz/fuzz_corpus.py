"""Fuzz the readers of a corpus: python tests/fuzz/fuzz_corpus.py lines|parquet|tags [corpus folder] [libFuzzer options].

"lines" are JSON lines and, as texts, what the tokenizer gets; "tags" what ``restore apply`` reads. An input that breaks a rule of
tests/fuzz/corpus_invariants.py ends the run and is written to crash-…; mend the reader and keep the input, as small as it goes,
in tests/fuzz/odd_lines with the suffix .jsonl, .parquet or .tagged.jsonl.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
with atheris.instrument_imports(include=["restore", "tests.fuzz", "json"]):
    from tests.fuzz.corpus_invariants import check_lines, check_parquet, check_tagged_lines, check_text


def lines(data: bytes) -> None:
    """Read bytes as lines, and as a text."""
    check_lines(data)
    check_text(data.decode("utf-8", "replace"))


def tags(data: bytes) -> None:
    """Read bytes as tagged lines, or make a line of them whose edits are near to what is right."""
    if data.startswith(b"{"):
        check_tagged_lines(data)
        return
    given = atheris.FuzzedDataProvider(data)
    edits, at, text = [], 0, ""
    for _ in range(given.ConsumeIntInRange(0, 5)):
        text += given.ConsumeUnicode(given.ConsumeIntInRange(0, 6))
        start = len(text) + given.PickValueInList([0, 0, 0, 0, -1, 1])
        source = given.ConsumeUnicode(given.ConsumeIntInRange(0, 8))
        text += source
        end = len(text) + given.PickValueInList([0, 0, 0, 0, -1, 1])
        target = given.ConsumeUnicode(given.ConsumeIntInRange(0, 8))
        edit = {"start": start, "end": end, "source": source, "target": target, "confidence": given.ConsumeFloat()}
        edits.append({**edit, "origin": "model"})
        at = end
    tagged = {"spun_score": 0.9, "spun": given.ConsumeBool(), "applied": False, "edit_count": at, "edits": edits}
    check_tagged_lines(json.dumps({"text": text, "restore": tagged}).encode())


if __name__ == "__main__":
    one = {"lines": lines, "parquet": check_parquet, "tags": tags}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

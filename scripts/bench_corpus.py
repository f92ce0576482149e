"""Measure ``restore corpus``: make inputs of any size, run them, tell words/s and the peak memory of all processes.

    python scripts/bench_corpus.py make mixed build/clean -o build/clean.jsonl --mb 1
    python scripts/bench_corpus.py make mixed build/clean -o build/spun.jsonl --mb 1 --spun 1
    python scripts/bench_corpus.py make tiny -o build/tiny.jsonl --mb 1000
    python scripts/bench_corpus.py run build/spun.jsonl --workers 2 -- --shard-size 1
    python scripts/bench_corpus.py library build/spun.jsonl

"run" and "library" do the same work, the one by ``restore corpus``, the other by ``Restorer.restore_batch`` in this process.

``build/clean`` is made by scripts/harm_text.py. "mixed": articles of 100-2,000 words, each length as likely as its double,
``--spun`` of them spun; "tiny": documents of a few words; "foreign": documents that are not English; "long": one document.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from restore.evaluation.engines import keyed_engine
from restore.table import PhraseTable

ROOT = Path(__file__).resolve().parent.parent
GERMAN = "Und das ist nicht die Antwort auf die Frage, die sich der Mann von dem Haus mit den Kindern auch für uns stellt. "
TINY = "Page {} of the guide to the old town."
MEGABYTE = 1_000_000


def mixed(clean: Path, spun: float, words: int | None, seed: int = 0) -> Iterator[str]:
    """Yield articles cut from the texts of a folder, for ever; a share ``spun`` of them is spun."""
    pool = [w for path in sorted(clean.glob("*.txt")) for w in path.read_text(encoding="utf-8").split(" ")]
    spin = keyed_engine(PhraseTable.load(ROOT / "models" / "spinner.safetensors")).spin
    draw = random.Random(seed)
    at = 0
    for number in count():
        length = words or round(100 * math.exp(draw.random() * math.log(20)))
        if at + length > len(pool):
            at = 0
        text = " ".join(pool[at : at + length])
        at += length
        # evenly, so that a small corpus has its share too
        yield spin(text, f"bench {number}").text if math.floor((number + 1) * spun) > math.floor(number * spun) else text


def documents(kind: str, clean: Path | None, spun: float, words: int | None, size: int) -> Iterator[str]:
    """Yield documents of a kind, for ever, or the one long one."""
    if kind == "long":
        yield ("The old town lies on a hill above the river. " * (size // 45 + 1))[:size]
    elif kind == "tiny":
        yield from (TINY.format(n) for n in count())
    elif kind == "foreign":
        yield from (GERMAN * n for n in cycle(range(1, 60)))
    elif clean is not None:
        yield from mixed(clean, spun, words)


def make(args: argparse.Namespace) -> None:
    """Write a file of JSON lines of about the size that was asked for."""
    size = round(args.mb * MEGABYTE)
    written = number = words = 0
    with args.out.open("wb") as out:
        for text in documents(args.kind, args.clean, args.spun, args.words, size):
            written += out.write(json.dumps({"id": number, "text": text}).encode() + b"\n")
            number, words = number + 1, words + len(text.split())
            if written >= size:
                break
    print(f"{args.out}: {written:,} bytes, {number:,} documents, {words:,} words")


def resident(root: int) -> list[int]:
    """Return the bytes that a process and each of its descendants keep in memory (their own, and their part of the shared)."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        children.setdefault(parent, []).append(int(path.parent.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        waiting += children.get(pid, [])
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            found.append(next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:")))
        except (OSError, StopIteration):  # gone meanwhile
            continue
    return found


def run(args: argparse.Namespace) -> None:
    """Run the corpus command and print what it took."""
    with tempfile.TemporaryDirectory(dir=args.scratch) as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "restore", "corpus", str(args.given), str(out), "--workers", str(args.workers)]
        began = time.monotonic()
        process = subprocess.Popen([*command, *args.rest])
        total = largest = 0
        while process.poll() is None:
            sizes = resident(process.pid)
            total, largest = max(total, sum(sizes)), max(largest, *sizes, 0)
            time.sleep(2)  # looking costs a tenth of a second of a processor that the workers want
        seconds = time.monotonic() - began
        if process.returncode:
            raise SystemExit(process.returncode)
        s = json.loads((out / "summary.json").read_bytes())
        done = f"{s['documents']:,} documents, {s['words']:,} words, {s['spun_share']:.3f} spun, {s['errors']} errors"
        print(f"{args.given}: {args.workers} workers, {done}; {seconds:.1f} s with start-up, {s['words_per_second']} words/s")
        print(f"  peak memory {total / MEGABYTE:,.0f} MB of all processes, {largest / MEGABYTE:,.0f} MB of the largest")


def library(args: argparse.Namespace) -> None:
    """Restore the texts of a file of JSON lines in this process, on one thread, and print what it took."""
    os.environ["OMP_NUM_THREADS"] = "1"  # read when the libraries are imported
    from restore import Restorer

    began = time.monotonic()

    restorer = Restorer(device=args.device)
    loaded = time.monotonic()
    number = words = spun = 0
    with args.given.open("rb") as lines:
        while batch := [json.loads(line)["text"] for line in islice(lines, args.batch_size)]:
            spun += sum(found.spun for found in restorer.restore_batch(batch))
            number, words = number + len(batch), words + sum(len(text.split()) for text in batch)
    ended = time.monotonic()
    print(f"{args.given}: the library, {number:,} documents, {words:,} words, {spun / max(1, number):.3f} spun; ", end="")
    print(f"{words / (ended - loaded):.1f} words/s, {words / (ended - began):.1f} with the model's loading")


def main() -> None:
    """Parse the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("make")
    one.set_defaults(do=make)
    one.add_argument("kind", choices=("mixed", "tiny", "foreign", "long"))
    one.add_argument("clean", type=Path, nargs="?", help="folder of clean texts, for mixed")
    one.add_argument("-o", "--out", type=Path, required=True)
    one.add_argument("--mb", type=float, default=1.0)
    one.add_argument("--spun", type=float, default=0.0, help="share of the documents")
    one.add_argument("--words", type=int, help="of each document, instead of 100-2,000")
    two = commands.add_parser("run")
    two.set_defaults(do=run)
    two.add_argument("given", type=Path)
    two.add_argument("--workers", type=int, default=1)
    two.add_argument("--scratch", type=Path, help="folder for outputs, removed afterwards")
    three = commands.add_parser("library")
    three.set_defaults(do=library)
    three.add_argument("given", type=Path)
    three.add_argument("--batch-size", type=int, default=32)
    three.add_argument("--device", default="cpu")
    own, _, rest = " ".join(sys.argv[1:]).partition(" -- ")  # what follows -- goes to restore corpus
    args = parser.parse_args(own.split(), argparse.Namespace(rest=rest.split()))
    if args.do is make and args.kind == "mixed" and args.clean is None:
        parser.error("mixed needs a folder of clean texts")
    args.do(args)


if __name__ == "__main__":
    main()

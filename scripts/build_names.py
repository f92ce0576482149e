"""Build the list of names and idioms: written ones, open lists of organisations and universities, frequent ones of the corpora.

python scripts/build_names.py --shared ../shared -o models/default/names.txt.xz
"""

from __future__ import annotations

import argparse
import itertools
import json
import lzma
import re
from collections import Counter
from pathlib import Path

import corpora

from restore.lexicon import read_lexicon

ROOT = Path(__file__).resolve().parent.parent
RUN = re.compile(r"(?:[A-Z][A-Za-z]+)(?: (?:(?:of|and|the|for|on|in) )*(?:[A-Z][A-Za-z]+|[A-Z]+))+")
SOURCES = (
    "wikipedia-core-2015",
    "allsides-news-2012-2020",
    "gov-press-releases-au-1995-2021",
    "us-state-dept-human-rights-2016-2024",
)


def from_corpora(folder: Path, articles: int, least: int, words: set[str]) -> list[str]:
    """Capitalised runs of two to eight words seen at least ``least`` times that hold a word a spinner replaces."""
    counts: Counter[str] = Counter()
    for name in SOURCES:
        for article in itertools.islice(corpora.articles(folder, name, 21), articles):
            for run in RUN.findall(article):
                if run.count(" ") < 8:
                    counts[run.removeprefix("The ")] += 1
    kept = []
    for name, count in counts.items():
        parts = name.split(" ")
        spinnable = sum(p.lower() in words and len(p) > 3 for p in parts)
        # "President Obama", "Monday": one spinnable word beside a person's name is no evidence of a fixed name
        if count >= least and (spinnable >= 2 or (spinnable == 1 and count >= 3 * least)):
            kept.append(name)
    return kept


def from_lists(folder: Path) -> list[str]:
    """Universities of English-speaking form and international organisations."""
    names = [row["name"] for row in json.loads((folder / "world_universities_and_domains.json").read_text(encoding="utf-8"))]
    for path in sorted((folder / "intl-orgs").glob("*.md")):
        names += re.findall(r"^- (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    cleaned = (re.sub(r"\s*[(\[,].*$", "", n).strip() for n in names)
    return [n for n in cleaned if re.fullmatch(r"[A-Za-z][A-Za-z'& -]+", n) and 2 <= len(n.split()) <= 8]


def main() -> None:
    """Collect, count, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--articles", type=int, default=9000, help="articles to read of each corpus")
    parser.add_argument("--least", type=int, default=5)
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    lexicon = read_lexicon(ROOT / "models" / "lexicon")
    names: set[str] = set()
    for path in sorted((ROOT / "models" / "lexicon" / "names").glob("*.txt")):
        names.update(line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    written = len(names)
    names.update(from_lists(args.shared / "data" / "lexicons"))
    names.update(from_corpora(args.shared / "data" / "corpora", args.articles, args.least, set(lexicon)))
    blob = lzma.compress("\n".join(sorted(names)).encode("utf-8"), preset=9)
    partial = args.out.with_name(args.out.name + ".partial")
    partial.write_bytes(blob)
    partial.replace(args.out)
    print(f"{args.out}: {written} written names, {len(names)} in all, {len(blob) / 1e6:.2f} MB")


if __name__ == "__main__":
    main()

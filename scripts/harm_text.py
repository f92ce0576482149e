"""Write clean text that neither training nor fitting reads, for ``restore eval harm --clean``.

python scripts/harm_text.py --shared ../shared -o build/clean.txt --words 100000
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import corpora

ROOT = Path(__file__).resolve().parent.parent
FITTED_ON = 400  # scripts/fit.py reads the first so many articles of each source


def main() -> None:
    """Take articles of each held-out source in turn until there are enough words; an empty line ends an article."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args()
    folder = args.shared / "data" / "corpora"
    streams = [itertools.islice(corpora.articles(folder, name, 5), FITTED_ON, None) for name in corpora.HELD_OUT]
    words, kept = 0, []
    for article in itertools.chain.from_iterable(zip(*streams)):
        kept.append(article)
        words += len(article.split())
        if words >= args.words:
            break
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text("\n\n".join(kept) + "\n", encoding="utf-8")
    print(f"{args.out}: {len(kept)} articles, {words} words")


if __name__ == "__main__":
    main()

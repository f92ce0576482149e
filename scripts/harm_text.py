"""Write clean text that neither training nor fitting reads, for ``restore eval harm --clean``.

python scripts/harm_text.py --shared ../shared -o build/clean --words 100000
"""

from __future__ import annotations

import argparse
import itertools
from pathlib import Path

import corpora

ROOT = Path(__file__).resolve().parent.parent
FITTED_ON = 400  # scripts/fit.py reads the first so many articles of each source


def main() -> None:
    """Write one file a source, with an equal share of the words; an empty line ends an article."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder")
    args = parser.parse_args()
    folder = args.shared / "data" / "corpora"
    args.out.mkdir(parents=True, exist_ok=True)
    for name in corpora.HELD_OUT:
        words, kept = 0, []
        for article in itertools.islice(corpora.articles(folder, name, 5), FITTED_ON, None):
            kept.append(article)
            words += len(article.split())
            if words >= args.words / len(corpora.HELD_OUT):
                break
        (args.out / f"{name}.txt").write_text("\n\n".join(kept) + "\n", encoding="utf-8")
        print(f"{name}: {len(kept)} articles, {words} words")


if __name__ == "__main__":
    main()

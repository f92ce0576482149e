"""Candidate recall@k of a table on the observed substitutions it was built without, weighted by count.

python scripts/build_table.py --no-pairs -o build/nopairs.safetensors
python scripts/table_recall.py build/nopairs.safetensors
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

from restore.minimal import minimal_pair
from restore.table import PhraseTable
from restore.tokens import key_of

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Print recall@1, 3, 10, 24 and unlimited for engine wp, ordinary words and names apart."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--pairs", type=Path, default=ROOT.parent / "shared" / "data" / "pairs" / "substitutions.tsv")
    args = parser.parse_args()
    table = PhraseTable.load(args.table)
    cuts = (1, 3, 10, 24, 10**6)
    for kind in ("observed", "name"):
        hits, total = dict.fromkeys(cuts, 0), 0
        with args.pairs.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["engine"] != "wp" or row["kind"] != kind:
                    continue
                count = int(row["count"])
                total += count
                # cut as the table is: "within the" → "in the" is listed as "within" → "in"
                spun, original = minimal_pair(row["spun"], row["original"])
                form = table.ids.get(key_of(spun))
                if form is None:
                    continue
                rows = range(int(table.first_row[form]), int(table.first_row[form + 1]))
                originals = [table.keys[int(table.source[r])] for r in rows]
                wanted = key_of(original)
                if wanted in originals:
                    for k in cuts:
                        hits[k] += count * (originals.index(wanted) < k)
        print(kind, total, "sightings:", ", ".join(f"@{k if k < 10**6 else 'all'} {hits[k] / max(1, total):.4f}" for k in cuts))


if __name__ == "__main__":
    main()

"""Each part of the restorer on and off: recovery and exact edits on spun seeds, with the model that misses sources.

python scripts/ablation.py --draws 5 -o eval/results/ablation
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from restore.evaluation.bootstrap import paired_difference
from restore.evaluation.engines import other_engines
from restore.evaluation.remembering import Remembering
from restore.evaluation.scoring import ArticleScore, mean_recovery, score, summary
from restore.evaluation.spins import Draw, exact_by_source, spin_all
from restore.evaluation.suite import clean_seeds
from restore.evaluation.suites.seeds_wp import spin_articles
from restore.joint import Joint
from restore.models import shipped
from restore.restorer import Restorer
from restore.settings import Settings
from restore.table import BIT, PhraseTable

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ("recovery", "precision", "recall", "f0.5", "known", "unknown", "other engines")
OTHERS = 3  # the other engines whose pairs are not the main one's: swaps by WordNet, by PPDB, the sibling

# What each variant leaves out: a change of the settings, groups of features of the second stage, or a table.
SETTINGS: dict[str, Callable[[Settings], Settings]] = {
    "all parts": lambda s: s,
    "without names and idioms": lambda s: replace(s, name_bonus=0.0, idiom_bonus=0.0),
    "without a/an as a witness": lambda s: replace(s, article_bonus=0.0),
    "without the open vocabulary": lambda s: replace(s, open_floor=2.0),
}
FEATURES = {
    "second stage without company (trigram model)": ("company",),
    "second stage without the article's key": ("elsewhere", "claims"),
    "second stage without the words around": ("around",),
    "second stage without the engine's mix": ("engine",),
    "second stage without what the ranker has seen (table, counts)": ("pair", "span"),
}
ORIGINS = {
    "without inferred pairs": BIT["inferred"],
    "without open thesauri (PPDB, WordNet)": BIT["ppdb"] | BIT["wordnet"],
    "without sightings alone in the table": BIT["observed"],
}


class Variant(NamedTuple):
    """A restorer, and what it is to use."""

    name: str
    restorer: Restorer
    settings: Settings
    joint: Joint


def restored(restorer: Restorer, spins: Sequence[Draw]) -> tuple[list[str], list[ArticleScore]]:
    """Restore spins, the gate off, and score them."""
    outputs = [restorer.restore(s.spun.text, force=True).text for s in spins]
    return outputs, [score(s.case.name, s.case.article, s.spun.text, s.original, out) for s, out in zip(spins, outputs)]


def main() -> None:
    """Run all variants on the same spins; write ablation.json and ablation.md."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--draws", type=int, default=5, help="spins of each seed")
    parser.add_argument("--model", type=Path, default=None, help="model directory (default: the evaluation twin)")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder to write into")
    args = parser.parse_args()

    folder = args.model or shipped("heldout")
    seeds, spinner = clean_seeds("ablation"), PhraseTable.load(ROOT / "models" / "spinner.safetensors")
    spins = spin_articles(seeds, spinner, args.draws)
    foreign = [s for engine in other_engines(spinner)[:OTHERS] for s in spin_all(seeds, engine.spin, 1)]
    whole = Remembering(folder)

    def measure(restorer: Restorer) -> tuple[dict[str, float], list[ArticleScore]]:
        outputs, scores = restored(restorer, spins)
        others = summary(restored(restorer, foreign)[1])["recovery"]
        return {**summary(scores), **exact_by_source(spins, outputs), "other engines": others}, scores

    rows: dict[str, dict[str, object]] = {}
    settings, first = whole.settings, None
    joint = whole.joint
    variants: list[Variant] = [Variant(name, whole, change(settings), joint) for name, change in SETTINGS.items()]
    for name, groups in FEATURES.items():
        variants.append(
            Variant(name, whole, settings, replace(joint, rounds=tuple(one.without(*groups) for one in joint.rounds)))
        )
    variants.append(Variant("the second stage in one round", whole, settings, replace(joint, rounds=joint.rounds[:1])))
    variants.append(Variant("without the second stage: the ranker alone", whole, settings, replace(joint, rounds=())))
    for name, bits in ORIGINS.items():
        restorer = Restorer(folder, table=whole.table.without((whole.table.origin & ~bits) == 0))
        variants.append(Variant(name, restorer, settings, restorer.joint))
    for name, restorer, chosen, stage in variants:
        restorer.settings, restorer.joint = chosen, stage
        values, scores = measure(restorer)
        first = first or scores
        lost = paired_difference(scores, first, mean_recovery, [s.article for s in scores])
        rows[name] = {k: round(values[k], 4) for k in COLUMNS}
        rows[name]["change of recovery"] = [round(v, 4) for v in (lost.value, lost.low, lost.high)] if lost else None
        print(name, rows[name], flush=True)

    args.out.mkdir(parents=True, exist_ok=True)
    lines = [f"# Ablation: {len(spins)} spins of the clean seeds, model {whole.model}, table {whole.table.digest}", ""]
    lines += ["| parts | " + " | ".join((*COLUMNS, "change of recovery (95 %)")) + " |", "|---" * (len(COLUMNS) + 2) + "|"]
    for name, row in rows.items():
        change = row["change of recovery"]
        bounds = "" if not isinstance(change, list) or name == "all parts" else "{:+.3f} [{:+.3f}, {:+.3f}]".format(*change)
        lines.append(f"| {name} | " + " | ".join(f"{row[k]:.3f}" for k in COLUMNS) + f" | {bounds} |")
    for file, text in (("ablation.json", json.dumps(rows, indent=1)), ("ablation.md", "\n".join(lines))):
        partial = args.out / f"{file}.partial"
        partial.write_text(text + "\n", encoding="utf-8")
        partial.replace(args.out / file)


if __name__ == "__main__":
    main()

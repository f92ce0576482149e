"""Build the phrase tables from the dialect lexicon, the observed substitutions and open lexicons.

    python scripts/build_table.py --shared ../shared -o build
    python scripts/build_table.py --shared ../shared --no-pairs -o build/nopairs

Writes ``spinner`` (entries as a spinner lists them, for simulation), ``table`` (what the restorer looks up: the same pairs cut
to their smallest edits, and what they suggest, see scripts/closure.py), ``heldout`` and ``spinner-known`` (the same without one
source in four, see restore/holdout.py, for evaluation); ``table-training`` and ``heldout-training`` miss some sources more.
``--no-pairs`` leaves out the observed substitutions, for measuring recall on them.
"""

from __future__ import annotations

import argparse
import csv
import math
import pickle
import re
from collections import Counter, defaultdict
from pathlib import Path

import corpora
from closure import with_inferred, without_sources
from open_lexicons import ppdb, tortured, wordnet
from pairs import Pairs, add, clean, lower, variant
from table_weights import parts, weigh

from restore.holdout import is_unknown
from restore.lexicon import read_lexicon
from restore.minimal import minimal_pair
from restore.simulator import FUNCTION_WORDS
from restore.table import BIT, TRUSTED, PhraseTable
from restore.tokens import key_of, tokenize

ROOT = Path(__file__).resolve().parent.parent
HIDDEN = 0.15  # share of the sources that the tables for training do not know


def observed(path: Path, engines: tuple[str, ...]) -> dict[str, Counter[str]]:
    """source → spun → sightings by ``engines``."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            spun, original = row["spun"].strip(), row["original"].strip()
            if row["engine"] in engines and clean(spun) and clean(original) and key_of(spun) != key_of(original):
                seen[lower(original)][lower(spun)] += int(row["count"])
    return seen


def trusted_pairs(lexicon: dict[str, list[str]], seen: dict[str, Counter[str]], counts: dict[str, float], words: float) -> Pairs:
    """Lexicon and observed pairs with P(form | source), see scripts/table_weights.py; ``counts`` in ``words`` clean words."""
    named = {s: [a for a in lexicon.get(s, []) if not variant(a, s)] for s in sorted(set(lexicon) | set(seen))}
    known: dict[str, set[str]] = defaultdict(set)
    for source, alternatives in named.items():
        for form in {*alternatives, *seen.get(source, {})}:
            known[key_of(form)].add(key_of(source))
    # a substitution that is two side by side is evidence for each of them, and none of its own
    sighted: dict[str, Counter[str]] = defaultdict(Counter)
    composed: set[tuple[str, str]] = set()
    for source, alternatives in named.items():
        for form in {*alternatives, *seen.get(source, {})}:
            count = seen.get(source, Counter())[form]
            found = parts(form, source, known)
            if found:
                composed.add((form, source))
            for short, original in found or [(form, source)]:
                sighted[lower(original)][lower(short)] += count
    pairs: Pairs = {}
    for source in sorted({*named, *sighted}):
        alternatives = [a for a in named.get(source, []) if (a, source) not in composed]
        here = Counter({f: n for f, n in sighted[source].items() if n})
        for form, weight in weigh(source, alternatives, here, counts.get(source, 0.3) / words).items():
            origin = (BIT["lexicon"] if form in alternatives else 0) | (BIT["observed"] if form in here else 0)
            add(pairs, form, source, weight, origin)
    return pairs


def unigrams(shared: Path) -> Counter[str]:
    """Word counts in a sample of the training corpora, cached in build/."""
    cache = ROOT / "build" / "unigrams.pickle"
    if cache.exists():
        return Counter(pickle.loads(cache.read_bytes()))
    counts: Counter[str] = Counter()
    for _, article in zip(range(24000), corpora.mixture(shared / "data" / "corpora", 1)):
        counts.update(re.findall(r"[a-z]+", article.lower()))
    cache.parent.mkdir(exist_ok=True)
    cache.write_bytes(pickle.dumps(dict(counts)))
    return counts


def count_phrases(shared: Path, phrases: set[str], articles: int) -> tuple[dict[str, float], float]:
    """Counts of phrases in a sample of the training corpora, and the number of its words."""
    from restore.scan import scan

    index = PhraseTable.from_pairs({(p, p): (1.0, 0) for p in phrases}, {}, 0.0)
    counts: Counter[int] = Counter()
    words = 0
    for _, article in zip(range(articles), corpora.mixture(shared / "data" / "corpora", 2)):
        tokens = tokenize(article)
        words += sum(tokens.words)
        counts.update(scan(tokens, index).phrase.tolist())
    return {p: counts[index.ids[key_of(p)]] + 0.3 for p in phrases}, float(words)


def shorten(pairs: Pairs) -> Pairs:
    """Entries that a spinner would list: "to respond" → "to reply" is "respond" → "reply" with padding and goes by that name.

    Where only function words remain ("in the" → "within the"), the whole phrase is the entry.
    """
    out: Pairs = {}
    for (form, source), (weight, bits) in sorted(pairs.items()):
        short_form, short_source = minimal_pair(form, source)
        if bits & TRUSTED and short_source != source and not set(tokenize(short_source).norms) <= FUNCTION_WORDS:
            # padding is no evidence of its own: a pair that also stands alone keeps its weight
            if (short_form, short_source) not in pairs:
                add(out, short_form, short_source, weight * 0.5, bits)
            continue
        add(out, form, source, weight, bits)
    return out


def to_minimal(pairs: Pairs, counts: dict[str, float]) -> Pairs:
    """The restorer's pairs: the smallest edits, P(form | source) over all phrases that a source stands in."""
    mass: dict[tuple[str, str], float] = defaultdict(float)
    origin: dict[tuple[str, str], int] = defaultdict(int)
    for (form, source), (weight, bits) in pairs.items():
        pair = minimal_pair(form, source)
        if pair[0] != pair[1]:
            mass[pair] += weight * counts[source]
            origin[pair] |= bits
    return {p: (min(1.0, m / max(counts[p[1]], m)), origin[p]) for p, m in mass.items()}


def write(table: PhraseTable, name: str, folder: Path) -> None:
    """Save a table and say what is in it."""
    table.save(folder / f"{name}.safetensors")
    print(f"{name}: {len(table.phrases)} phrases, {len(table.form)} pairs, digest {table.digest}", flush=True)


def main() -> None:
    """Read everything, weigh it, count it, write the spinner's and the restorer's table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--no-pairs", action="store_true", help="leave out the observed substitutions")
    parser.add_argument("--articles", type=int, default=5000, help="articles to count phrases in")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder for table, heldout and spinner .safetensors")
    args = parser.parse_args()

    vocabulary = unigrams(args.shared)
    lexicon = read_lexicon(ROOT / "models" / "lexicon")
    sightings = args.shared / "data" / "pairs" / "substitutions.tsv"
    seen = {} if args.no_pairs else observed(sightings, ("wp", "sibling"))
    sources = {phrase for phrase in {*lexicon, *seen} if clean(phrase)}
    pairs = trusted_pairs(lexicon, seen, *count_phrases(args.shared, sources, args.articles))
    for source, forms in ({} if args.no_pairs else observed(sightings, ("other",))).items():
        for form, count in forms.items():
            add(pairs, form, source, 0.02 * count, BIT["other"])
    for part in (tortured(args.shared), ppdb(args.shared, vocabulary), wordnet(args.shared, vocabulary)):
        for (form, source), (weight, bits) in part.items():
            add(pairs, form, source, weight, bits)
    pairs = shorten(pairs)
    phrases = {p for pair in pairs for p in (*pair, *minimal_pair(*pair))}
    counts, words = count_phrases(args.shared, phrases, args.articles)
    args.out.mkdir(parents=True, exist_ok=True)
    # what evaluation holds out is held out by the source as a spinner lists it, and by what is left of it
    known = {p: v for p, v in pairs.items() if not is_unknown(p[1], minimal_pair(*p)[1])}
    tables = {
        "spinner": pairs,
        "table": to_minimal(pairs, counts),
        "heldout": to_minimal(known, counts),
        "spinner-known": known,
    }
    log_counts = {p: math.log(c) for p, c in counts.items()}
    for name in ("spinner", "spinner-known"):
        content = tables[name]
        write(PhraseTable.from_pairs(content, log_counts, math.log(words)), name, args.out)
    for name in ("table", "heldout"):
        table = PhraseTable.from_pairs(tables[name], log_counts, math.log(words))
        write(with_inferred(table), name, args.out)
        # training meets sources that its table does not know, as a restorer will
        write(with_inferred(without_sources(table, HIDDEN, 5)), f"{name}-training", args.out)


if __name__ == "__main__":
    main()

"""Build the phrase tables from the dialect lexicon, the observed substitutions and open lexicons.

    python scripts/build_table.py --shared ../shared -o build
    python scripts/build_table.py --shared ../shared --no-pairs -o build/nopairs

Writes four tables: ``spinner`` (entries as a spinner lists them, for simulation), ``table`` (what the restorer looks up: the
same pairs cut to their smallest edits), ``heldout`` and ``spinner-known`` (the same without one source in four, see
restore/holdout.py, for evaluation).
``--no-pairs`` leaves out the observed substitutions, for measuring recall on them.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import math
import pickle
import re
import tarfile
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import corpora
from table_weights import parts, weigh

from restore.holdout import is_unknown
from restore.lexicon import read_lexicon
from restore.minimal import minimal_pair
from restore.simulator import FUNCTION_WORDS
from restore.table import BIT, TRUSTED, PhraseTable
from restore.tokens import key_of, tokenize

ROOT = Path(__file__).resolve().parent.parent
WORD = re.compile(r"[a-z]+$")
SPELLINGS = (
    (r"our(?=$|s$|ed$|ing$|er|able|hood|ite)", "or"),
    (r"(?<=[a-z]{3})is(?=(e|es|ed|ing|ation|ations|er|ers)$)", "iz"),
    (r"(?<=[a-z])yse", "yze"),
    (r"tre(?=s?$)", "ter"),
    (r"ogue(?=s?$)", "og"),
    (r"ence(?=s?$)", "ense"),
    (r"ll(?=(ed|ing|er|ers|or|ors)$)", "l"),
    (r"amme(?=s?$)", "am"),
)
Pairs = dict[tuple[str, str], tuple[float, int]]


def variant(one: str, two: str) -> bool:
    """Whether two words differ in number or in British and American spelling alone: spinners do not swap those."""
    short, long = sorted((one, two), key=len)
    if long in (short + "s", short + "es") or (short[-1:] == "y" and long == short[:-1] + "ies"):
        return True
    return american(one) == american(two)


def american(word: str) -> str:
    """A crude American spelling, for comparison only."""
    for british, plain in SPELLINGS:
        word = re.sub(british, plain, word)
    return word


def observed(path: Path, engines: tuple[str, ...]) -> dict[str, Counter[str]]:
    """source → spun → sightings by ``engines``."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            spun, original = row["spun"].strip(), row["original"].strip()
            if row["engine"] in engines and clean(spun) and clean(original) and key_of(spun) != key_of(original):
                seen[lower(original)][lower(spun)] += int(row["count"])
    return seen


def clean(phrase: str) -> bool:
    """Whether a phrase can be listed: one to six tokens, words and clitics alone."""
    tokens = tokenize(phrase)
    return 0 < len(tokens) <= 6 and all(tokens.words) and any(c.isalpha() for c in phrase)


def lower(phrase: str) -> str:
    """Lower-case a phrase, the pronoun I excepted."""
    return re.sub(r"\bi\b", "I", phrase.replace("\u2019", "'").lower())


def add(pairs: Pairs, form: str, source: str, weight: float, bit: int) -> None:
    """Add a pair, keeping the larger weight and every origin; sources and forms longer than five tokens are left out."""
    if form == source or not clean(form) or not clean(source) or len(tokenize(source)) > 5:
        return
    old, bits = pairs.get((form, source), (0.0, 0))
    pairs[form, source] = (max(old, weight), bits | bit)


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


def ppdb(shared: Path, vocabulary: Counter[str]) -> Pairs:
    """Single-word paraphrases among frequent words; the nearest first in the XL list, any order in the XXXL list."""
    pairs: Pairs = {}
    folder = shared / "data" / "lexicons"
    with lzma.open(folder / "ppdb-xl.txt.xz", "rt", encoding="utf-8", errors="ignore") as lines:
        for line in lines:
            head, *rest = line.split()
            near = [w for w in rest if WORD.match(w) and vocabulary[w] >= 40][:8]
            if WORD.match(head) and vocabulary[head] >= 40 and len(head) > 2:
                for rank, word in enumerate(near):
                    if len(word) > 2:
                        add(pairs, word, head, 0.008 / (rank + 1), BIT["ppdb"])
    with zipfile.ZipFile(folder / "ppdb1-xxxl-lexical.mwa.zip") as archive:
        text = archive.read(archive.namelist()[-1]).decode("utf-8", "ignore")
    for line in text.splitlines():
        one, _, two = line.partition("\t")
        if min(len(one), len(two)) > 2 and WORD.match(one) and WORD.match(two) and min(vocabulary[one], vocabulary[two]) >= 120:
            add(pairs, one, two, 0.001, BIT["ppdb"])
            add(pairs, two, one, 0.001, BIT["ppdb"])
    return pairs


def wordnet(shared: Path, vocabulary: Counter[str]) -> Pairs:
    """Synonyms of one synset, each way, inflected alike."""
    import yaml
    from lemminflect import getInflection

    pairs: Pairs = {}
    tags = {"n": ("NN", "NNS"), "v": ("VB", "VBZ", "VBD", "VBG", "VBN"), "a": ("JJ",), "s": ("JJ",), "r": ("RB",)}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    def inflect(word: str, tag: str) -> str:
        head, _, rest = word.partition(" ")
        if tag in ("NN", "VB", "JJ", "RB") or (rest and tag == "NNS"):
            return word
        found = getInflection(head, tag)
        return " ".join(filter(None, (found[0], rest))) if found else ""

    with tarfile.open(shared / "data" / "lexicons" / "open-english-wordnet.yaml.tar.xz") as archive:
        for entry in archive:
            name = entry.name.rsplit("/", 1)[-1]
            if not name.startswith(("noun.", "verb.", "adj.", "adv.")):
                continue
            handle = archive.extractfile(entry)
            for key, synset in yaml.load(handle, loader).items() if handle else ():
                members = [m.replace("_", " ") for m in synset.get("members", ())]
                members = [m for m in members if m == m.lower() and vocabulary[m.split()[0]] >= 40 and clean(m)][:6]
                for tag in tags.get(synset.get("partOfSpeech", key[-1]), ()):
                    forms = [inflect(m, tag) for m in members]
                    for i, form in enumerate(forms):
                        for j, source in enumerate(forms):
                            if form and source and i != j and vocabulary[source.split()[0]] >= 60:
                                add(pairs, form, source, 0.003 / (1 + j), BIT["wordnet"])
    return pairs


def tortured(shared: Path) -> Pairs:
    """Tortured scientific phrases without guards, both sides two to five words."""
    pairs: Pairs = {}
    with (shared / "data" / "lexicons" / "tortured-phrases.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            spun = row["tortured_phrase"].strip().strip('"').lower()
            originals = [o.strip().strip('"').lower() for o in re.split(r"[;/|]| or ", row["expected_phrase"])]
            if '"' in spun or not 2 <= len(spun.split()) <= 5 or not clean(spun):
                continue
            for original in originals:
                if original and '"' not in original and clean(original) and re.fullmatch(r"[a-z' -]+", original):
                    add(pairs, spun, original, 0.3 / len(originals), BIT["tortured"])
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
    for name, content in tables.items():
        table = PhraseTable.from_pairs(content, log_counts, math.log(words))
        table.save(args.out / f"{name}.safetensors")
        print(f"{name}: {len(table.phrases)} phrases, {len(table.form)} pairs, digest {table.digest}", flush=True)


if __name__ == "__main__":
    main()

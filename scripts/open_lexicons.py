"""Pairs from open lexicons: PPDB, Open English WordNet, the tortured phrases of the Problematic Paper Screener."""

from __future__ import annotations

import csv
import lzma
import re
import tarfile
import zipfile
from collections import Counter
from pathlib import Path

from pairs import Pairs, add, clean

from restore.minimal import minimal_pair
from restore.simulator import FUNCTION_WORDS
from restore.table import BIT

WORD = re.compile(r"[a-z]+$")


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
                if not re.fullmatch(r"[a-z' -]+", original) or not clean(original):
                    continue
                if minimal_pair(spun, original)[1] not in FUNCTION_WORDS:
                    add(pairs, spun, original, 0.3 / len(originals), BIT["tortured"])
    return pairs

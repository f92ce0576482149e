"""The phrase table: spun form → candidate originals, with weights and provenance.

File format: one safetensors file. ``phrases`` holds every phrase (UTF-8, one a line); ``log_freq`` its log count in
clean English; ``form``/``source``/``log_channel``/``origin`` are parallel arrays, one row a pair: phrase ids of the spun
form and of the original, log P(form | original), and a bit set of origins.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from restore.errors import InputError
from restore.phrases import quick_key

ORIGINS = ("lexicon", "observed", "ppdb", "wordnet", "tortured", "user", "other", "inferred")
BIT = {name: 1 << i for i, name in enumerate(ORIGINS)}
TRUSTED = BIT["lexicon"] | BIT["observed"] | BIT["tortured"] | BIT["user"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


def origin_name(bits: int) -> str:
    """Return the name of the most trustworthy origin in a bit set."""
    for name in ("user", "observed", "lexicon", "tortured", "other", "inferred", "ppdb", "wordnet"):
        if bits & BIT[name]:
            return name
    return "model"


@dataclass(frozen=True)
class PhraseTable:
    """Pairs of a spun form and an original.

    ``phrases``: display strings; ``log_freq`` [P]: log count in clean English; ``form``, ``source`` [N]: phrase ids,
    sorted by form and by falling weight; ``log_channel`` [N]: log P(form | source); ``origin`` [N]: bit sets;
    ``log_total``: log of the number of words counted for ``log_freq``; ``keys`` [P]: what phrases are looked up by.
    Logs are natural.
    """

    phrases: list[str]
    log_freq: Floats
    form: Ints
    source: Ints
    log_channel: Floats
    origin: Ints
    log_total: float
    keys: list[str] = field(repr=False)

    @cached_property
    def ids(self) -> dict[str, int]:
        """Phrase id by look-up key (see :func:`restore.tokens.key_of`)."""
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def longest(self) -> dict[str, int]:
        """For each first token of a phrase, the token lengths that occur, as a bit set."""
        lengths: dict[str, int] = {}
        for key in self.keys:
            first, _, rest = key.partition(" ")
            bit = 1 << (1 + rest.count(" ") + bool(rest))
            lengths[first] = lengths.get(first, 0) | bit
        return lengths

    @cached_property
    def first_row(self) -> Ints:
        """Row of the first pair of each form [P+1]; the pairs of form f are rows first_row[f]:first_row[f+1]."""
        return np.searchsorted(self.form, np.arange(len(self.phrases) + 1)).astype(np.int32)

    @cached_property
    def _log_mass(self) -> tuple[Floats, Floats]:
        """log of channel times source frequency of each pair [N], and of its sum over the pairs of each form [P]."""
        joint = self.log_channel + self.log_freq[self.source]
        total = np.full(len(self.phrases), -np.inf, dtype=np.float32)
        np.logaddexp.at(total, self.form, joint)
        return joint, total

    @cached_property
    def log_prior(self) -> Floats:
        """log P(source | form, damaged) of each pair [N]: channel times source frequency, normalised within the form."""
        joint, total = self._log_mass
        return (joint - total[self.form]).astype(np.float32)

    @cached_property
    def log_damage(self) -> Floats:
        """log of (count of the form made by spinning / its count in clean English) for each phrase [P]; -20 if no pair."""
        return np.asarray(np.maximum(self._log_mass[1] - self.log_freq, -20), dtype=np.float32)

    @cached_property
    def is_source(self) -> NDArray[np.bool_]:
        """Whether a phrase is the original side of some trusted pair [P]."""
        flags = np.zeros(len(self.phrases), dtype=np.bool_)
        flags[self.source[(self.origin & TRUSTED) > 0]] = True
        return flags

    @cached_property
    def listed(self) -> Floats:
        """How likely it is that a spinner lists a phrase as a source [P]: the weights of its trusted pairs together."""
        return np.minimum(self.mass(TRUSTED), 1.0).astype(np.float32)

    def mass(self, origins: int) -> NDArray[np.float64]:
        """Return the weights of each source's pairs that have one of the ``origins``, summed [P]."""
        rows = (self.origin & origins) > 0
        return np.asarray(np.bincount(self.source[rows], np.exp(self.log_channel[rows]), minlength=len(self.phrases)))

    @property
    def digest(self) -> str:
        """Short hash of the content, for signatures."""
        text = "\n".join(self.phrases).encode()
        rows = np.stack([self.form, self.source, self.origin]).tobytes()
        return hashlib.sha256(text + rows + self.log_channel.tobytes()).hexdigest()[:12]

    def without(self, hidden: NDArray[np.bool_]) -> PhraseTable:
        """Return the table less the pairs (rows) marked in ``hidden`` [N]."""
        keep = ~hidden
        return PhraseTable(
            self.phrases,
            self.log_freq,
            self.form[keep],
            self.source[keep],
            self.log_channel[keep],
            self.origin[keep],
            self.log_total,
            self.keys,
        )

    def save(self, path: Path, notes: dict[str, str] | None = None) -> None:
        """Write the table to ``path`` (temporary name, then renamed); ``notes`` go into the file's metadata."""
        from safetensors.numpy import save_file

        blob = np.frombuffer("\n".join(self.phrases).encode(), dtype=np.uint8)
        partial = path.with_suffix(".partial")
        save_file(
            {
                "phrases": blob,
                "log_freq": self.log_freq.astype(np.float16),
                "form": self.form,
                "source": self.source,
                "log_channel": self.log_channel.astype(np.float16),
                "origin": self.origin.astype(np.uint8),
                "log_total": np.array([self.log_total], dtype=np.float32),
            },
            str(partial),
            metadata={"format": "restore-table-1", **(notes or {})},
        )
        partial.replace(path)

    @staticmethod
    def load(path: Path) -> PhraseTable:
        """Read a table; raises InputError when the file is missing or is not a table."""
        from safetensors.numpy import load_file

        try:
            data = load_file(str(path))
            phrases = data["phrases"].tobytes().decode().split("\n")
            arrays = [data[name] for name in ("log_freq", "form", "source", "log_channel", "origin", "log_total")]
        except Exception as error:
            raise InputError(f"{path}: not a readable phrase table ({type(error).__name__}); reinstall it") from error
        log_freq, form, source, log_channel, origin, log_total = arrays
        rows = {len(form), len(source), len(log_channel), len(origin)}
        ids = np.concatenate([form, source]) if len(rows) == 1 else np.array([-1])
        inside = not len(ids) or (ids.min() >= 0 and ids.max() < len(phrases))
        if len(log_freq) != len(phrases) or len(log_total) != 1 or not inside or np.any(np.diff(form) < 0):
            raise InputError(f"{path}: phrase table is damaged; reinstall it")
        return PhraseTable(
            phrases,
            log_freq.astype(np.float32),
            form.astype(np.int32),
            source.astype(np.int32),
            log_channel.astype(np.float32),
            origin.astype(np.int32),
            float(log_total[0]),
            [quick_key(p) for p in phrases],
        )

    @staticmethod
    def from_pairs(pairs: dict[tuple[str, str], tuple[float, int]], log_freq: dict[str, float], log_total: float) -> PhraseTable:
        """Build a table.

        ``pairs``: (spun form, original) → (P(form | original), origin bits); ``log_freq``: phrase → log count, for
        phrases that have one (others get that of one sighting); ``log_total``: log of the number of words counted.
        Phrases that differ in capitals alone are one phrase, shown in lower case if it is ever written so.
        """
        display: dict[str, str] = {}
        keyed: dict[str, str] = {}
        for phrase in sorted({p for pair in pairs for p in pair}, key=str.swapcase):
            keyed[phrase] = quick_key(phrase)
            display.setdefault(keyed[phrase], phrase)
        merged: dict[tuple[str, str], tuple[float, int]] = {}
        for (one, two), (weight, bits) in pairs.items():
            pair = display[keyed[one]], display[keyed[two]]
            old, seen = merged.get(pair, (0.0, 0))
            merged[pair] = max(old, weight), bits | seen
        pairs = merged
        phrases = sorted({p for pair in pairs for p in pair})
        index = {p: i for i, p in enumerate(phrases)}
        form = np.array([index[f] for f, _ in pairs], dtype=np.int32)
        source = np.array([index[s] for _, s in pairs], dtype=np.int32)
        # rounded as on disk, so that a table is the same before and after it was saved
        channel = np.log(np.array([w for w, _ in pairs.values()], dtype=np.float32)).astype(np.float16).astype(np.float32)
        origin = np.array([o for _, o in pairs.values()], dtype=np.int32)
        freq = np.array([log_freq.get(p, 0.0) for p in phrases], dtype=np.float16).astype(np.float32)
        order = np.lexsort((-(channel + freq[source]), form))
        keys = [keyed[p] for p in phrases]
        return PhraseTable(phrases, freq, form[order], source[order], channel[order], origin[order], log_total, keys)

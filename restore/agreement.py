"""The article before a damaged word as a witness: "an necessary" once was "an important".

Spinners replace a word and leave its a/an alone, so the article still tells whether the original began with a vowel sound.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from restore.document import Document
from restore.grammar.sound import takes_an
from restore.logprob import normalised
from restore.table import PhraseTable

Floats = NDArray[np.float32]


@lru_cache(maxsize=65536)
def _sound(phrase: str) -> bool | None:
    return takes_an(phrase)


def weigh_articles(document: Document, log_p: Floats, table: PhraseTable, bonus: float) -> Floats:
    """Return log-probabilities [S, 2 + K] in which readings at odds with the a/an before them lose ``bonus`` in log-odds.

    The reading "keep" is judged by the word as it stands; places where the sound is unsure are left as they are.
    """
    tokens = document.tokens
    article = np.array([norm in ("a", "an") and text != "A" for norm, text in zip(tokens.norms, tokens.texts)], dtype=np.bool_)
    after = np.zeros(len(tokens) + 1, dtype=np.bool_)
    after[1:] = article
    after[1 : len(tokens)] &= np.array(tokens.spaced[1:], dtype=np.bool_) if len(tokens) else False
    spans = np.flatnonzero(after[document.start])
    if not len(spans) or not bonus:
        return log_p
    out = log_p.copy()
    for span in spans.tolist():
        first = int(document.start[span])
        an = tokens.norms[first - 1] == "an"
        if _sound(document.text[tokens.starts[first] : tokens.ends[first]]) is (not an):
            out[span, 0] -= bonus
        for place, phrase in enumerate(document.candidates[span].tolist()):
            if phrase < 0:
                break
            if _sound(table.phrases[phrase]) is (not an):
                out[span, 2 + place] -= bonus
    return normalised(out)

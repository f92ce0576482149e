"""A text made ready for the network: windows of word pieces, candidate spans, their candidates and their features."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from restore.ngrams import Hashes, NGrams, pair_hash, token_hash
from restore.pieces import CLS, SEP, Pieces
from restore.scan import Matches, scan
from restore.table import TRUSTED, PhraseTable
from restore.tokens import Tokens, sentence_spans, tokenize

WINDOW = 128
CANDIDATES = 24
SPAN_FEATURES = 18
PAIR_FEATURES = 10
MARKERS = 400
RARE = 1.9  # log(1 + count) from which a pair of neighbours counts as company

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Windows:
    """Runs of whole sentences of at most ``WINDOW`` pieces, [CLS] and [SEP] included.

    ``pieces``, ``cases``: one array a window; ``window``, ``first``, ``last`` [T]: for each token its window and its
    first and last piece in it (no token is left out).
    """

    pieces: list[Ints]
    cases: list[Ints]
    window: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True)
class Document:
    """A text with S spans, each with up to ``CANDIDATES`` candidates.

    ``start``, ``length`` [S] in tokens; ``phrase`` [S] phrase id or -1; ``candidates`` [S, K] phrase ids of originals
    (-1 pads); ``rows`` [S, K] their table rows; ``span_features`` [S, F]; ``pair_features`` [S, K, G].
    Every word is a span of one token; table forms of two or more tokens are spans too.
    """

    text: str
    tokens: Tokens
    matches: Matches
    windows: Windows
    start: Ints
    length: Ints
    phrase: Ints
    candidates: Ints
    rows: Ints
    span_features: Floats
    pair_features: Floats


def _case_code(token: str) -> int:
    if token == token.lower():
        return 0
    if token[1:] == token[1:].lower():
        return 1 if len(token) > 1 else 4
    return 2 if token == token.upper() else 3


def pack(text: str, tokens: Tokens, pieces: Pieces) -> Windows:
    """Pack sentences into windows, greedily and in order; a sentence longer than a window is cut."""
    sentences = sentence_spans(text)
    total = len(tokens)
    window, first, last = (np.full(total, -1, dtype=np.int32) for _ in range(3))
    out: list[Ints] = []
    cases: list[Ints] = []
    current: list[int] = [CLS]
    current_case: list[int] = [0]

    def close() -> None:
        nonlocal current, current_case
        if len(current) > 1:
            out.append(np.array([*current, SEP], dtype=np.int32))
            cases.append(np.array([*current_case, 0], dtype=np.int32))
        current, current_case = [CLS], [0]

    at = 0
    for _, end in sentences:
        stop = at
        ids: list[tuple[int, ...]] = []
        size = 0
        while stop < total and tokens.starts[stop] < end:
            ids.append(pieces(tokens.norms[stop]))
            size += len(ids[-1])
            stop += 1
        if len(current) + size + 1 > WINDOW:
            close()
        for i in range(at, stop):
            token_pieces = ids[i - at]
            if len(current) + len(token_pieces) + 1 > WINDOW:
                close()
            window[i], first[i] = len(out), len(current)
            current.extend(token_pieces)
            current_case.extend([_case_code(tokens.texts[i])] * len(token_pieces))
            last[i] = len(current) - 1
        at = stop
    close()
    return Windows(out, cases, window, first, last)


def _lower_start(tokens: Tokens, matches: Matches) -> NDArray[np.bool_]:
    lower = np.array([t[0].islower() or t == "I" for t in tokens.texts] or [True], dtype=np.bool_)
    return lower[matches.start]


def marker_ids(table: PhraseTable) -> Ints:
    """Ids of the commonest one-word originals: where the article lacks them, it was spun."""
    one = np.array([" " not in k and len(k) > 2 for k in table.keys], dtype=np.bool_)
    weight = np.where(one & table.is_source, table.log_freq + np.log(np.maximum(table.listed, 1e-3)), -np.inf)
    return np.argsort(-weight, kind="stable")[:MARKERS].astype(np.int32)


@dataclass(frozen=True)
class Preparer:
    """Turns texts into documents over one table and one vocabulary."""

    table: PhraseTable
    pieces: Pieces
    ngrams: NGrams
    markers: Ints
    rates: Floats
    first_word: Hashes
    last_word: Hashes

    @staticmethod
    def of(table: PhraseTable, pieces: Pieces, ngrams: NGrams) -> Preparer:
        """Prepare the marker words' rates (share of all words) and the phrases' outer words once."""
        markers = marker_ids(table)
        rates = np.exp(table.log_freq[markers] - table.log_total).astype(np.float32)
        first = np.array([token_hash(k.partition(" ")[0]) for k in table.keys], dtype=np.uint32)
        last = np.array([token_hash(k.rpartition(" ")[2]) for k in table.keys], dtype=np.uint32)
        return Preparer(table, pieces, ngrams, markers, rates, first, last)

    def __call__(self, text: str, windows: Windows | None = None) -> Document:
        """Return ``text`` as a document."""
        table = self.table
        tokens = tokenize(text)
        matches = scan(tokens, table)
        packed = windows or pack(text, tokens, self.pieces)
        row_start, row_stop = table.first_row[:-1], table.first_row[1:]

        # every word is a span; a match adds its phrase, or a longer span of its own
        words = np.flatnonzero(np.array(tokens.words, dtype=np.bool_) & (packed.window >= 0)).astype(np.int32)
        single = np.full(len(tokens) + 1, -1, dtype=np.int32)
        one = matches.length == 1
        single[matches.start[one]] = matches.phrase[one]
        has_rows = row_stop[matches.phrase] > row_start[matches.phrase]
        ends = np.minimum(matches.start + matches.length - 1, max(len(tokens) - 1, 0))
        inside = (packed.window[matches.start] == packed.window[ends]) & (packed.window[ends] >= 0) if len(tokens) else one
        longer = np.flatnonzero(~one & has_rows & inside)
        start = np.concatenate([words, matches.start[longer]])
        length = np.concatenate([np.ones(len(words), dtype=np.int32), matches.length[longer]])
        phrase = np.concatenate([single[words], matches.phrase[longer]])
        order = np.lexsort((length, start))
        start, length, phrase = start[order], length[order], phrase[order]

        # candidates: the best rows of each form (rows are sorted by falling weight)
        known = np.maximum(phrase, 0)
        count = np.where(phrase >= 0, row_stop[known] - row_start[known], 0)
        offset = np.arange(CANDIDATES, dtype=np.int32)
        valid = offset[None, :] < count[:, None]
        rows = np.where(valid, row_start[known][:, None] + offset[None, :], 0).astype(np.int32)
        candidates = np.where(valid, table.source[rows] if len(table.source) else 0, -1).astype(np.int32)
        rows = np.where(valid, rows, -1).astype(np.int32)

        span_features, pair_features = self._features(tokens, matches, start, length, phrase, count, candidates, rows)
        return Document(text, tokens, matches, packed, start, length, phrase, candidates, rows, span_features, pair_features)

    def _features(
        self,
        tokens: Tokens,
        matches: Matches,
        start: Ints,
        length: Ints,
        phrase: Ints,
        count: Ints,
        candidates: Ints,
        rows: Ints,
    ) -> tuple[Floats, Floats]:
        table = self.table
        size = len(table.phrases)
        lower = _lower_start(tokens, matches)
        standing_lower = np.bincount(matches.phrase[lower], minlength=size)
        standing_upper = np.bincount(matches.phrase[~lower], minlength=size)
        standing = standing_lower + standing_upper
        n_words = max(1, sum(tokens.words))

        # the absence of common originals: log of seen over expected, damped by three sightings
        expected = self.rates * n_words
        seen = np.minimum(standing[self.markers], 3 * expected + 2)
        absence = float(np.log((seen.sum() + 3) / (expected.sum() + 3)))
        distinct = float(np.log(((standing[self.markers] > 0).sum() + 3) / ((1 - np.exp(-expected)).sum() + 3)))

        known = np.maximum(phrase, 0)
        has = phrase >= 0
        is_lower = np.array([tokens.texts[i][0].islower() for i in start.tolist()], dtype=np.bool_)
        case = np.array([_case_code(tokens.texts[i]) for i in start.tolist()], dtype=np.int32)
        own = np.where(is_lower, standing_lower[known], standing_upper[known]) * has
        span = np.zeros((len(start), SPAN_FEATURES), dtype=np.float32)
        span[:, 0] = np.where(has & (count > 0), table.log_damage[known] / 5, -2)
        span[:, 1] = np.where(has, table.listed[known], 0)
        span[:, 2] = np.log1p(own)
        span[:, 3] = 2 * absence
        span[:, 4] = 2 * distinct
        span[:, 5] = np.log(n_words) / 7
        span[:, 6] = count > 0
        span[:, 7] = length
        span[:, 8] = np.log1p(count)
        span[:, 9] = np.where(has, table.log_freq[known] / 10, 0)
        for code in range(4):
            span[:, 10 + code] = case == code
        span[:, 14] = has
        span[:, 15] = min(1.0, n_words / 300)

        pair = np.zeros((*candidates.shape, PAIR_FEATURES), dtype=np.float32)
        valid = candidates >= 0
        if valid.any():
            ids, at = np.maximum(candidates, 0), np.maximum(rows, 0)
            same = np.where(is_lower[:, None], standing_lower[ids], standing_upper[ids])
            pair[..., 0] = table.log_prior[at]
            pair[..., 1] = same > 0
            pair[..., 2] = np.log1p(same)
            pair[..., 3] = (table.origin[at] & TRUSTED) > 0
            pair[..., 4] = (table.log_freq[ids] - table.log_freq[known][:, None]) / 5
            pair[..., 5] = table.log_channel[at] / 3
        self._company(tokens, start, length, candidates, span, pair)
        return span, pair * valid[..., None]

    def _company(self, tokens: Tokens, start: Ints, length: Ints, candidates: Ints, span: Floats, pair: Floats) -> None:
        """Fill in how well each reading keeps company with the words beside it, as they stand or as they may have been."""
        total = len(tokens)
        own = np.zeros(total + 2, dtype=np.uint32)
        own[1:-1] = [token_hash(n) for n in tokens.norms]
        # three readings of each neighbour [3, T + 2]: as it stands and its two likeliest originals, the latter at a discount
        left, right = (np.repeat(own[None], 3, axis=0) for _ in range(2))
        single = np.flatnonzero(length == 1)
        for column in range(2):
            has = single[candidates[single, column] >= 0]
            left[column + 1, start[has] + 1] = self.last_word[candidates[has, column]]
            right[column + 1, start[has] + 1] = self.first_word[candidates[has, column]]
        discount = np.array([[0.0], [0.7], [0.7]], dtype=np.float32)
        before, after = left[:, start], right[:, start + length + 1]

        def meet(one: Hashes, two: Hashes) -> Floats:
            return np.asarray(np.maximum((self.ngrams(pair_hash(one, two)) - discount).max(axis=0) - RARE, 0), dtype=np.float32)

        span[:, 16] = meet(before, own[start + 1]) / 3
        span[:, 17] = meet(own[start + length], after) / 3
        at, place = np.nonzero(candidates >= 0)
        ids = candidates[at, place]
        pair[at, place, 6] = meet(before[:, at], self.first_word[ids]) / 3
        pair[at, place, 7] = meet(self.last_word[ids], after[:, at]) / 3
        pair[..., 8] = pair[..., 6] - span[:, 16][:, None]
        pair[..., 9] = pair[..., 7] - span[:, 17][:, None]

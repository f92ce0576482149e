"""What holds for every text and every set of edits."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from restore.edits import Edit, apply_edits
from restore.grammar import repair
from restore.tokens import tokenize

PIECES = (
    "a an A An AN the The hour unit old big US MP 8 11 1800 $ gained may put on won wear 't ’t 's don't i I i'm is in had that "
    "video games { } { } {that a} {hardware} {{x}} . ! ? , “ ” ( ) - – 🙂 é ß ŉ İ ﬁ Chinese Duran be do did allow is able to"
).split(" ")
GAPS = ("", " ", " ", " ", " ", " ", "\n", "\r\n", "\u00a0", "\t", "  ", "\u2028", "\u200b")
WORDS = ("| |a|an|the|The|old|hour|unit|gained|won|i|is|the first|an old|such a|video|İi").split("|")


@st.composite
def texts(draw: st.DrawFn) -> str:
    pairs = draw(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), max_size=25))
    return draw(st.sampled_from(("", " ", "\ufeff"))) + "".join(piece + gap for piece, gap in pairs)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(texts() | st.text(max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    edits = []
    for start, end in zip(cuts[::2], cuts[1::2]):
        target = draw(st.sampled_from(WORDS) | st.text(max_size=5))
        edits.append(Edit(start, end, text[start:end], target, draw(st.sampled_from((0.2, 0.9))), "lexicon"))
    return text, edits


@st.composite
def word_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """Edits as a decoder makes them: of whole tokens."""
    text = draw(texts())
    tokens = tokenize(text)
    edits = []
    for start, end in zip(tokens.starts, tokens.ends):
        if draw(st.integers(0, 3)) == 0:
            edits.append(Edit(start, end, text[start:end], draw(st.sampled_from(WORDS)), 0.7, "observed"))
    return text, edits


@given(edited() | word_edits())
def test_edits_are_sorted_apply_and_settle(case: tuple[str, list[Edit]]) -> None:
    text, edits = case
    tokens = tokenize(text)
    found = repair(text, tokens, edits)
    assert all(a.end <= b.start for a, b in pairwise(found))
    fixed = apply_edits(text, found)
    assert repair(fixed, tokenize(fixed), []) == []
    assert apply_edits(text, repair(text, tokens, found)) == fixed
    assert {e.confidence for e in found} <= {e.confidence for e in edits} | {0.95, 0.9, 0.4}


@given(texts())
def test_repairs_of_plain_text_are_small_and_keep_all_other_characters(text: str) -> None:
    for edit in repair(text, tokenize(text), []):
        assert edit.origin == "grammar"
        assert edit.source != edit.target
        assert len(edit.source) <= 24
        assert "\n" not in edit.source and "\t" not in edit.source and "🙂" not in edit.source

"""Protected places: found as whole words in any case, and touched by no edit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore.decode import decode
from restore.document import Preparer
from restore.edits import Edit, apply_edits
from restore.errors import InputError
from restore.protect import NOTHING, Protect, Spans
from restore.restorer import Restorer
from restore.settings import Settings
from restore.settle import settle
from restore.sparing import sparing

SPUN = "The nation may very well be at struggle. Folks within the White Home be a part of the street within the nation."


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("Road", "Road, ROAD and road's; Roads, off-road, broad.", ["Road", "ROAD", "road"]),
        ("belt and road", "The Belt  and\nRoad; Belt, and Road; belt and roads", ["Belt  and\nRoad"]),
        ("O'Neill", "O’Neill and O'Neill's", ["O’Neill", "O'Neill"]),
        ("AT&T", "AT&T, AT & T", ["AT&T", "AT & T"]),
        ("i", "I and i", ["I", "i"]),
    ],
)
def test_terms_are_whole_words_in_any_case(term: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in Protect((term,)).spans(text).places] == found


def test_the_longest_term_counts_and_neighbours_join() -> None:
    text = "New York City Hall, New York"
    assert Protect(("New York", "New York City")).spans(text).places == ((0, 13), (20, 28))
    assert Protect(("new", "York"), quotes=True).spans("“New” York").places == ((0, 5), (6, 10))


@pytest.mark.parametrize("term", ["", " ", "--", "…"])
def test_a_term_has_a_word(term: str) -> None:
    with pytest.raises(InputError, match="has no word"):
        Protect((term,))


def test_touching_counts_insertions_at_the_borders() -> None:
    spans = Spans.of([(10, 14), (2, 4)])
    assert [spans.touches(*p) for p in ((0, 2), (4, 10), (14, 20), (5, 5))] == [False] * 4
    assert [spans.touches(*p) for p in ((0, 3), (3, 4), (4, 11), (2, 2), (4, 4), (0, 20), (12, 12))] == [True] * 7


def test_places_are_cut_to_a_section() -> None:
    assert Spans.of([(0, 4), (8, 12), (20, 22)]).within(2, 10).places == ((0, 2), (6, 8))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 4)), max_size=6),
    st.lists(st.integers(0, 30), max_size=6),
    st.text("xy"),
)
def test_places_are_found_again_after_edits(places: list[tuple[int, int]], at: list[int], target: str) -> None:
    text = "abcdefghijklmnopqrstuvwxyz0123456789"
    spans = Spans.of((start, start + size) for start, size in places)
    edits = [Edit(a, a + 1, text[a], target, 1.0, "model") for a in sorted(set(at))]
    edits = [e for e in edits if spans.spares(e)]
    after = apply_edits(text, edits)
    moved = spans.after(edits).places
    assert [after[a:b] for a, b in moved] == [text[a:b] for a, b in spans.places]


def test_no_edit_touches_a_protected_term(tiny_restorer: Restorer) -> None:
    free = tiny_restorer.restore(SPUN, min_confidence=0, force=True)
    sources = {e.source.lower() for e in free.proposals}
    assert "nation" in sources
    kept = tiny_restorer.restore(SPUN, min_confidence=0, force=True, protect=Protect(("nation",)))
    assert "nation" not in {e.source.lower() for e in kept.proposals}
    assert kept.text.count("nation") == 2 == kept.apply(0.0).text.count("nation")
    assert kept.spun_score == free.spun_score


WORDS = (
    "the nation struggle street White Home folks within a an necessary battle {that} be part of don't won't “so” ‘quoted’".split()
)


@settings(max_examples=30)
@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.lists(st.sampled_from(WORDS[:12]), max_size=3), st.booleans()
)
def test_protected_places_come_out_as_they_were(
    tiny_restorer: Restorer, words: list[str], terms: list[str], quotes: bool
) -> None:
    text = " ".join(words) + "."
    found = tiny_restorer.restore(text, min_confidence=0, force=True, protect=Protect(tuple(terms), quotes))
    assert all(found.protected.spares(e) for e in (*found.edits, *found.proposals))
    before = [text[a:b] for a, b in found.protected.places]
    assert [found.text[a:b] for a, b in found.protected.after(found.edits).places] == before


def test_protecting_a_part_lets_another_edit_win(prepare: Preparer) -> None:
    text = "They want to be a part of it."
    document = prepare(text)
    log_p = np.full((len(document.start), 26), -20.0, dtype=np.float32)
    log_p[:, 0] = 0.0
    for words, p in ((4, 0.9), (3, 0.8)):  # "be a part of" → join is likelier than "a part of" → part of
        span = next(i for i in range(len(log_p)) if document.length[i] == words and document.candidates[i, 0] >= 0)
        log_p[span, [0, 2]] = np.log([1 - p, p])
    for terms, won in (((), 4), (("be",), 3), (("part",), 0)):
        revised = sparing(document, log_p, Protect(terms).spans(text))
        assert [int(document.length[c.span]) for c in decode(document, revised, Settings())] == ([won] if won else [])


def test_everything_protected_changes_nothing(tiny_restorer: Restorer) -> None:
    text = f"“{SPUN}”"
    found = tiny_restorer.restore(text, min_confidence=0, force=True, protect=Protect(quotes=True))
    assert (found.text, found.edits, found.proposals) == (text, (), ())
    assert tiny_restorer.restore(text, min_confidence=0, force=True, protect=NOTHING).edits


def test_a_batch_obeys_as_single_texts_do(tiny_restorer: Restorer) -> None:
    protect = Protect(("street", "White Home"))
    texts = [SPUN, "Folks at struggle, the street."]
    single = [tiny_restorer.restore(t, min_confidence=0.1, force=True, protect=protect) for t in texts]
    assert tiny_restorer.restore_batch(texts, min_confidence=0.1, force=True, protect=protect) == single


def test_repairs_of_grammar_obey() -> None:
    text = "It is an “an dog” and a apple, {that a}."
    assert apply_edits(text, settle(text, (), True, 0.0)) == "It is an “a dog” and an apple, that a."
    spans = Protect(("a apple",), quotes=True).spans(text)
    kept = settle(text, (), True, 0.0, spans)
    assert kept and all(spans.spares(e) for e in kept)
    assert "“an dog” and a apple" in apply_edits(text, kept)


def test_sections_keep_their_places(tiny_restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    import restore.restorer
    from restore.sections import sections

    monkeypatch.setattr(restore.restorer, "sections", lambda text: sections(text, 60))
    text = SPUN * 3
    found = tiny_restorer.restore(text, min_confidence=0, force=True, protect=Protect(("within the", "folks")))
    assert found.edits and found.text.lower().count("within the") == 6 and found.text.lower().count("folks") == 3


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=8), st.integers(0, 40), st.integers(0, 20))
def test_places_within_a_part(places: list[tuple[int, int]], start: int, size: int) -> None:
    spans = Spans.of((low, low + long) for low, long in places)
    inside = {at - start for low, high in spans.places for at in range(low, high) if start <= at < start + size}
    found = spans.within(start, start + size)
    assert {at for low, high in found.places for at in range(low, high)} == inside

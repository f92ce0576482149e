"""The simulated spinners: they spin as the engine does, and record exactly what they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.case import Case, case_of
from restore.edits import apply_edits
from restore.minimal import minimal_pair
from restore.scan import scan
from restore.simulator import FUNCTION_WORDS, ContextFreeSpinner, KeyedSpinner, Spun
from restore.table import BIT, TRUSTED, PhraseTable
from restore.tokens import key_of, tokenize

# Forms share no word with any source, so that whether a source survived can be told by looking.
ENTRIES = {
    "war": ["struggle", "warfare", "battle", "conflict"],
    "wars": ["struggles"],
    "Chinese": ["Mandarin"],
    "meanwhile": ["for now", "presently"],
    "number of": ["variety of"],
    "large number of": ["massive pile of"],
    "large": ["massive", "big"],
    "won": ["gained"],
    "no": ["not any"],
    "isn't": ["just ain't"],
    "I think": ["I feel"],
    "the": ["thee"],
    "house": ["home"],
}


def table(entries: dict[str, list[str]], origin: str = "lexicon") -> PhraseTable:
    pairs = {(form, source): (1 / (i + 1), BIT[origin]) for source, forms in entries.items() for i, form in enumerate(forms)}
    return PhraseTable.from_pairs(pairs, {}, 10.0)


TABLE = table(ENTRIES)
KEYED = KeyedSpinner(TABLE)
FREE = ContextFreeSpinner(TABLE, TRUSTED)


def spin(text: str, seed: int = 0) -> str:
    return KEYED.spin(text, seed, bare=0).text


@pytest.mark.parametrize(
    ("text", "spun"),
    [
        ("wars", "struggles"),
        ("Wars", "Struggles"),
        ("a number of wars", "a variety of struggles"),
        ("A large number of wars", "A massive pile of struggles"),
        ("Number of wars", "Variety of struggles"),
        ("Number Of wars", "Number Of struggles"),
        ("WARS and wars", "WARS and struggles"),
        ("post-wars, wars-only", "post-wars, wars-only"),
        ("“wars”—wars…", "“struggles”—struggles…"),
        ("the wars' end", "the struggles' end"),
        ("he won't", "he gained't"),
        ("he won’t", "he gained’t"),
        ("it isn’t", "it just ain't"),
        ("Isn't it?", "Just ain't it?"),
        ("I think Chinese is", "I feel Mandarin is"),
        ("the number\tof", "the variety of"),
        ("number\u00a0of", "variety of"),
        ("number\nof, number, of", "number\nof, number, of"),
        ("wars🙂wars", "struggles🙂struggles"),
        ("wars\r\n\r\n\tWars", "struggles\r\n\r\n\tStruggles"),
        ("", ""),
        ("nothing listed here.\n", "nothing listed here.\n"),
    ],
)
def test_what_is_replaced(text: str, spun: str) -> None:
    assert spin(text) == spun


def test_function_words_stay_unless_in_a_phrase() -> None:
    assert "the" in FUNCTION_WORDS
    assert spin("the house, no house") == "the home, no home"


def test_long_entries_win() -> None:
    assert spin("large large number of") in ("massive massive pile of", "big massive pile of")


def test_what_was_put_in_is_not_spun_again() -> None:
    loop = KeyedSpinner(table({"issue": ["problem"], "problem": ["issue"]}))
    assert loop.spin("An issue is a problem.", 1, bare=0).text == "An problem is a issue."


def test_one_alternative_an_article_and_case_form() -> None:
    text = "War? war, war. War war War, meanwhile Meanwhile meanwhile."
    apart = 0
    for seed in range(40):
        spun = KEYED.spin(text, seed, bare=0)
        drawn: dict[tuple[str, Case], set[str]] = {}
        for edit in spun.edits:
            drawn.setdefault((edit.target.lower(), case_of([edit.target])), set()).add(edit.source)
        assert {len(forms) for forms in drawn.values()} == {1}
        lower, upper = drawn["war", Case.LOWER].pop(), drawn["war", Case.CAPITALISED].pop()
        apart += lower.lower() != upper.lower()
    assert 0 < apart < 40  # the two case forms are drawn apart


def test_every_alternative_is_drawn_and_likely_ones_more_often() -> None:
    drawn = [KEYED.spin("war", seed, bare=0).text for seed in range(300)]
    assert set(drawn) == set(ENTRIES["war"])
    assert drawn.count("struggle") > 1.5 * drawn.count("conflict")
    even = KeyedSpinner(TABLE, temper=0.0)
    counts = [sum(even.spin("war", seed, bare=0).text == form for seed in range(300)) for form in ENTRIES["war"]]
    assert min(counts) > 40


def test_origins_choose_the_pairs() -> None:
    both = PhraseTable.from_pairs(
        {
            ("struggle", "war"): (1.0, BIT["lexicon"]),
            ("hostilities", "war"): (1.0, BIT["ppdb"]),
            ("calm", "peace"): (1.0, BIT["ppdb"]),
        },
        {},
        10.0,
    )
    assert KeyedSpinner(both).spin("war, peace", 0, bare=0).text == "struggle, peace"
    assert KeyedSpinner(both, BIT["ppdb"]).spin("war, peace", 0, bare=0).text == "hostilities, calm"


def test_bare_entries_leave_braces() -> None:
    spun = KEYED.spin("A large number of wars. War, war!", 3, bare=1.0)
    assert spun.text == "A {large number of} {wars}. {War}, {war}!"
    assert apply_edits(spun.text, spun.edits) == "A large number of wars. War, war!"


def test_coverage_leaves_whole_entries_out() -> None:
    text = "war meanwhile large won house wars " * 3
    kept = 0
    for seed in range(60):
        text_out = KEYED.spin(text, seed, coverage=0.5, bare=0).text
        words = text_out.split()
        for source in text.split()[:6]:
            assert words.count(source) in (0, 3)  # all or none
            kept += words.count(source) == 3
    assert 120 < kept < 240
    assert KEYED.spin(text, 1, coverage=0.0) == Spun(text, ())


def test_names_can_be_protected() -> None:
    assert KEYED.spin("House house War wars", 0, bare=0, protect_names=True).text == "House home War struggles"
    assert FREE.spin("House wars", 0, rate=1.0, protect_names=True).text == "House struggles"


def test_the_way_back_names_the_entry() -> None:
    (edit,) = KEYED.spin("So Wars.", 0, bare=0).edits
    assert (edit.start, edit.end, edit.source, edit.target, edit.origin) == (3, 12, "Struggles", "Wars", "wars")


@pytest.mark.parametrize("spinner", [KEYED, FREE], ids=["keyed", "free"])
def test_a_seed_decides(spinner: KeyedSpinner | ContextFreeSpinner) -> None:
    text = "war meanwhile large war Large. " * 20
    assert spinner.spin(text, 5) == spinner.spin(text, 5)
    assert spinner.spin(text, "a") == spinner.spin(text, "a")
    assert len({spinner.spin(text, seed).text for seed in range(8)}) > 3


def test_free_spinner_draws_at_each_place() -> None:
    spun = FREE.spin("war " * 200, 1, rate=0.5)
    forms = [edit.source for edit in spun.edits]
    assert 60 < len(forms) < 140
    assert set(forms) == set(ENTRIES["war"])


def test_free_spinner_knows_single_words_only() -> None:
    assert FREE.spin("A large number of Wars isn't WARS; the house", 0, rate=1.0).text in (
        "A massive number of Struggles isn't WARS; the home",
        "A big number of Struggles isn't WARS; the home",
    )


words = st.sampled_from(
    "war War WAR wars meanwhile Meanwhile number of large Large won won't won’t isn't the The house House I think Chinese"
    " post-war x 90 U.S. naïve {that 🙂 — “ ” … ' -".split()
)
gaps = st.sampled_from([" ", " ", " ", "  ", "\t", "\u00a0", "\n", "\r\n\r\n", "", ", ", ". "])
spinnable = st.lists(st.tuples(words, gaps), max_size=40).map(lambda parts: "".join(w + g for w, g in parts))
articles = spinnable | st.text(max_size=40)
rates = st.floats(0, 1)


@given(articles, st.integers(), rates, rates, st.booleans())
def test_edits_lead_back(text: str, seed: int, coverage: float, bare: float, names: bool) -> None:
    for spun in (KEYED.spin(text, seed, coverage, bare, names), FREE.spin(text, seed, coverage, names)):
        assert apply_edits(spun.text, spun.edits) == text
        assert list(spun.edits) == sorted(spun.edits, key=lambda e: e.start)
        assert all(e.source != e.target for e in spun.edits)
        assert len(spun.text) - len(text) == sum(len(e.source) - len(e.target) for e in spun.edits)


@given(articles, st.integers())
def test_no_source_survives(text: str, seed: int) -> None:
    """In a list that is complete, every lower-case or capitalised match is replaced, or lies in a longer one that is."""
    spun = KEYED.spin(text, seed, coverage=1.0, bare=0)
    tokens = tokenize(spun.text)
    matches = scan(tokens, TABLE)
    edited = [i for e in spun.edits for i in range(e.start, e.end)]
    for start, length, phrase in zip(matches.start.tolist(), matches.length.tolist(), matches.phrase.tolist(), strict=True):
        if phrase in KEYED.entries and case_of(tokens.texts[start : start + length]) in (Case.LOWER, Case.CAPITALISED):
            covered = set(range(tokens.starts[start], tokens.ends[start + length - 1]))
            assert covered & set(edited), TABLE.phrases[phrase]


@given(articles, st.integers())
def test_only_listed_pairs_are_written(text: str, seed: int) -> None:
    for edit in KEYED.spin(text, seed, bare=0).edits:
        assert edit.origin in ENTRIES
        # an edit is recorded as small as it can be
        listed = {tuple(key_of(part) for part in minimal_pair(form, edit.origin)) for form in ENTRIES[edit.origin]}
        assert (key_of(edit.source), key_of(edit.target)) in listed
        assert case_of(tokenize(edit.target).texts) in (Case.LOWER, Case.CAPITALISED)


def test_entries_are_as_often_active_as_the_table_says() -> None:
    pairs = {(f"new{i}", f"old{i}"): (0.25, BIT["lexicon"]) for i in range(400)}
    text = " ".join(f"old{i}" for i in range(400))
    edits = len(KeyedSpinner(PhraseTable.from_pairs(pairs, {}, 10.0)).spin(text, 0, bare=0).edits)
    assert 70 < edits < 130

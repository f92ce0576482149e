"""The main path, with a tiny model of random weights: what must hold whatever the model thinks."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from restore import __version__
from restore.edits import Edit
from restore.ranker import WINDOWS_A_CHUNK
from restore.restorer import Restoration, Restorer
from restore.sections import sections

ARTICLE = (
    "Folks may very well be within the nation’s combat. The Battle of the Street, additionally, be a part of a battle!\r\n\r\n"
    "“Specialists haven’t any necessary 😀 struggle”, the place "
    "counterfeit\u00a0consciousness is — moreover — in the White Home.\n"
    "\tFOLKS struggle; folks' nation {that a} battle, well-known folks and naïve specialists. A folks be an combat.  "
)
FRAGMENTS = [
    "folks", "Folks", "FOLKS", "battle", "Battle", "combat", "may very well be", "be a part of", "haven’t any", "within the",
    "the place", "White Home", "counterfeit\u00a0consciousness", "a", "an", "the", "I", "it", "won", "n't", "'s", "’s",
    "{that a}", "{", "}", "😀", "👩‍🚀", "中国", "naïve", "well-known", ".", ",", "! ", "?", "“", "”", "—", "\n", "\r\n", "\r",
    "\t", "\u00a0", "\u200b", "  ", "3,000", "\ud800", "\0",
]  # fmt: skip
gaps = st.sampled_from(["", " "])
texts = st.builds(lambda gap, parts: gap.join(parts), gaps, st.lists(st.sampled_from(FRAGMENTS), max_size=30))


def check(result: Restoration) -> None:
    """What holds of every restoration."""
    for edits in (result.edits, result.proposals):
        last = 0
        for edit in edits:
            assert last <= edit.start <= edit.end <= len(result.original)
            assert result.original[edit.start : edit.end] == edit.source != edit.target
            assert 0 <= edit.confidence <= 1
            last = edit.end
    # what lies outside the edits is the input, character by character
    at = last = 0
    for edit in result.edits:
        for part in (result.original[last : edit.start], edit.target):
            assert result.text.startswith(part, at)
            at += len(part)
        last = edit.end
    assert result.text[at:] == result.original[last:]
    assert 0 <= result.spun_score <= 1
    assert (result.version, result.model) == (__version__, "tiny")


@given(texts, st.sampled_from([None, 0.0, 0.1, 0.5, 1.0]))
@settings(max_examples=40)
def test_any_text(tiny_restorer: Restorer, text: str, threshold: float | None) -> None:
    check(tiny_restorer.restore(text, min_confidence=threshold))


def test_article(tiny_restorer: Restorer) -> None:
    result = tiny_restorer.restore(ARTICLE)
    check(result)
    assert result.spun and result.notice is None
    assert len([e for e in result.edits if e.origin != "grammar"]) >= 5
    assert {e.origin for e in result.proposals} > {"lexicon"}


def test_line_ends_blanks_and_marks_stay(tiny_restorer: Restorer) -> None:
    text = tiny_restorer.restore(ARTICLE, min_confidence=0.0).text
    kept = ["\r\n\r\n“", "😀", "”, ", " — ", ".\n\t", ".  "]
    at = 0
    for piece in kept:
        at = text.index(piece, at) + len(piece)
    assert at == len(text)


def test_case_is_carried(tiny_restorer: Restorer) -> None:
    found = {(e.source, e.target) for e in tiny_restorer.restore(ARTICLE, min_confidence=0.0).proposals}
    for source, target in found:
        if source in ("Folks", "Battle", "Specialists", "Street"):
            assert target[0].isupper()
        elif source.islower() and target in tiny_restorer.table.ids:
            assert target.islower()
    assert any(source[0].isupper() for source, _ in found)


def test_offsets_are_code_points(tiny_restorer: Restorer) -> None:
    prefix = "😀👩‍🚀\r\n\u00a0中国 naïve. "
    text = prefix + "Folks may very well be within the White Home, the place specialists battle."
    result = tiny_restorer.restore(text, min_confidence=0.0)
    check(result)
    listed = [e for e in result.edits if e.origin in ("lexicon", "observed", "ppdb")]
    assert len(listed) >= 3
    assert all(e.start == text.index(e.source) >= len(prefix) for e in listed)


@pytest.mark.parametrize("text", ["", " ", "\r\n", ". — !", "😀", "{}", "\u00a0…\u00a0"])
@pytest.mark.parametrize("force", [False, True])
def test_no_words(tiny_restorer: Restorer, text: str, force: bool) -> None:
    result = tiny_restorer.restore(text, force=force)
    assert (result.text, result.edits, result.proposals, result.spun, result.spun_score) == (text, (), (), False, 0.0)
    assert (result.notice is None) == force
    detection = tiny_restorer.detect(text)
    assert (detection.spun, detection.spun_score, detection.damaged_share, detection.spans) == (False, 0.0, 0.0, ())


def test_the_verdict_is_that_of_detection(tiny_restorer: Restorer) -> None:
    for text in (ARTICLE, "The battle went on.", "…", ""):
        found = tiny_restorer.detect(text)
        assert tiny_restorer.verdict(text) == (found.spun_score, found.spun)


# --- the same again ---


def test_same_bytes_twice_and_from_another_instance(tiny_restorer: Restorer, tiny_model: Path) -> None:
    first = tiny_restorer.restore(ARTICLE)
    assert tiny_restorer.restore(ARTICLE) == first
    assert Restorer(tiny_model).restore(ARTICLE) == first
    assert repr(tiny_restorer.restore(ARTICLE)) == repr(first)


def test_batch_is_one_by_one_in_any_order(tiny_restorer: Restorer, tiny_model: Path) -> None:
    texts = [ARTICLE, "", "A struggle.", "Moreover, folks haven’t any combat.", "…", ARTICLE[:200], "Folks " * 300, "plain words"]
    expected = {text: Restorer(tiny_model).restore(text, min_confidence=0.1) for text in texts}
    for seed in range(3):
        random.Random(seed).shuffle(texts)
        found = tiny_restorer.restore_batch(texts, min_confidence=0.1)
        assert found == [expected[text] for text in texts]
    assert tiny_restorer.restore_batch([]) == []


def test_batch_passes_force_on(tiny_model: Path) -> None:
    restorer = clean(tiny_model)
    assert [r.notice is None for r in restorer.restore_batch([ARTICLE, "Folks"], force=True)] == [True, True]
    assert [r.notice is None for r in restorer.restore_batch([ARTICLE, "Folks"])] == [False, False]


# --- thresholds ---


@pytest.mark.parametrize("confidence", [0.0, 0.05, 0.2, 0.3, 0.31, 0.5, 0.9, 1.0])
def test_apply_is_restoring_with_that_threshold(tiny_restorer: Restorer, confidence: float) -> None:
    directly = tiny_restorer.restore(ARTICLE, min_confidence=confidence)
    assert tiny_restorer.restore(ARTICLE).apply(confidence) == directly
    assert tiny_restorer.restore(ARTICLE, min_confidence=1.0).apply(confidence) == directly
    assert directly.proposals == tiny_restorer.restore(ARTICLE).proposals


def test_threshold_is_the_settings_unless_given(tiny_restorer: Restorer) -> None:
    assert tiny_restorer.restore(ARTICLE) == tiny_restorer.restore(ARTICLE, min_confidence=tiny_restorer.settings.min_confidence)


def test_a_lower_threshold_changes_more(tiny_restorer: Restorer) -> None:
    results = [tiny_restorer.restore(ARTICLE, min_confidence=c) for c in (0.0, 0.3, 0.5, 1.0)]
    counts = [sum(e.origin != "grammar" for e in result.edits) for result in results]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[2] and counts[3] == 0


def test_proposals_are_the_edits_to_choose_from() -> None:
    edits = (Edit(0, 5, "folks", "people", 0.4, "lexicon"), Edit(6, 12, "battle", "fight", 0.8, "lexicon"))
    base = Restoration("folks battle", "folks battle", (), edits, 0.9, True, __version__, "tiny")
    assert base.apply(0.5).text == "folks fight"
    assert base.apply(0.5).edits == edits[1:]
    assert base.apply(0.4).text == "people fight"
    assert base.apply(0.4).apply(0.9) == replace(base, min_confidence=0.9)
    assert base.apply(0.81).text == "folks battle"


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_threshold_outside_its_range(tiny_restorer: Restorer, confidence: float) -> None:
    with pytest.raises(ValueError, match="0-1"):
        tiny_restorer.restore(ARTICLE, min_confidence=confidence)
    with pytest.raises(ValueError, match="0-1"):
        tiny_restorer.restore("").apply(confidence)


# --- the gate ---


def clean(model: Path, shift: float = 0.0) -> Restorer:
    """A restorer to which every text looks clean."""
    restorer = Restorer(model)
    restorer.settings = replace(restorer.settings, gate=(-3.0, *[0.0] * 7), clean_shift=shift)
    return restorer


def test_clean_text_is_returned_with_a_notice(tiny_model: Path) -> None:
    result = clean(tiny_model).restore(ARTICLE)
    assert (result.text, result.edits, result.proposals, result.spun) == (ARTICLE, (), (), False)
    assert result.spun_score == pytest.approx(1 / (1 + np.exp(3)), abs=1e-4)
    assert result.notice is not None and "0.05" in result.notice and "--force" in result.notice and "\n" not in result.notice
    # there is nothing to apply
    assert result.apply(0.0) == replace(result, min_confidence=0.0)


def test_force(tiny_model: Path, tiny_restorer: Restorer) -> None:
    result = clean(tiny_model).restore(ARTICLE, force=True)
    check(result)
    assert not result.spun and result.notice is None and result.edits
    # without a shift, force does what it does to spun text; with one it is more careful
    assert result.proposals == tiny_restorer.restore(ARTICLE).proposals
    careful = clean(tiny_model, 2.0).restore(ARTICLE, force=True)
    assert len(careful.proposals) < len(result.proposals)
    assert clean(tiny_model, 50.0).restore(ARTICLE, force=True).proposals == ()


def test_force_changes_nothing_for_spun_text(tiny_restorer: Restorer) -> None:
    assert tiny_restorer.restore(ARTICLE, force=True) == tiny_restorer.restore(ARTICLE)


def test_threshold_of_the_gate(tiny_model: Path) -> None:
    restorer = clean(tiny_model)
    score = restorer.detect(ARTICLE).spun_score
    for threshold, spun in ((score, True), (score + 0.001, False)):
        restorer.settings = replace(restorer.settings, gate_threshold=threshold)
        assert restorer.detect(ARTICLE).spun is spun
        assert restorer.restore(ARTICLE).spun is spun


def test_detect(tiny_restorer: Restorer) -> None:
    detection = tiny_restorer.detect(ARTICLE)
    result = tiny_restorer.restore(ARTICLE)
    assert (detection.spun_score, detection.spun) == (result.spun_score, result.spun)
    assert detection.spans
    for span in detection.spans:
        assert ARTICLE[span.start : span.end] == span.source
        assert 0.5 <= span.score <= 1
    assert [s.start for s in detection.spans] == sorted({s.start for s in detection.spans})
    words = sum(tiny_restorer.score(ARTICLE)[0].tokens.words)
    assert detection.damaged_share == pytest.approx(len(detection.spans) / words, abs=1e-4)


def shares(restorer: Restorer, text: str, **options: bool) -> tuple[Restoration, list[float]]:
    """What is told of the progress of a restoration."""
    told: list[float] = []
    return restorer.restore(text, progress=told.append, **options), told


def test_progress_moves_with_the_windows_that_are_read(tiny_restorer: Restorer) -> None:
    text = ARTICLE * 30
    found, told = shares(tiny_restorer, text)
    windows = len(tiny_restorer.judge(text).scores.read)
    assert len(told) > windows / WINDOWS_A_CHUNK > 5
    assert told == sorted(told) and told[0] > 0 and told[-1] == 1
    assert max(b - a for a, b in itertools.pairwise(told[:-1])) < 0.2
    assert found == tiny_restorer.restore(text)


def test_progress_over_sections_never_falls_back(tiny_restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("restore.restorer.sections", partial(sections, limit=2000))
    for force in (False, True):
        found, told = shares(tiny_restorer, ARTICLE * 12, force=force)
        assert told == sorted(told) and told[-1] == 1 and len(told) > 12
        assert found == tiny_restorer.restore(ARTICLE * 12, force=force)

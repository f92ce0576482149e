"""The suites that spin with the whole table: other engines, detection, tortured phrases, names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from restore.errors import InputError
from restore.evaluation.suites import detect, names, seeds_other, speed, tortured
from restore.evaluation.systems import FULL, Bench, DetectorPrior, TablePrior
from restore.table import PhraseTable
from tests.eval.conftest import StubRestorer

LONG = "The war went on. They walked around where the war was. A war is a war, and a fight goes around and around. "


@pytest.fixture
def checkout(checkout: Path) -> Path:
    """The small checkout with clean seeds of some length."""
    (checkout / "seeds/000_a.txt").write_text(LONG * 8, encoding="utf-8")
    (checkout / "seeds/001_b.txt").write_text("Where a fight starts, war follows. " * 12, encoding="utf-8")
    return checkout


@pytest.mark.usefixtures("checkout")
def test_seeds_other_shows_each_engine(bench: Bench, spin_table: PhraseTable) -> None:
    result = seeds_other.run(bench, spin_table, draws=2)
    engines = set(result.columns) - {"recovery"}
    assert len(engines) == 6
    for values in result.systems.values():
        assert values["recovery"] == pytest.approx(sum(values[e] for e in engines) / 6)
    spun = engines - {"light", "sibling dialect"}  # which have next to nothing to do with so small a table
    assert all(result.systems["do nothing"][e] == 0 for e in spun)
    oracle = result.systems["oracle over candidates"]
    assert oracle["names kept"] == 1 and oracle["wordnet swap"] == 0  # "warfare" is not in the bench's table
    found: Any = result.details["engines"]
    assert found["two passes"]["systems"][FULL]["recovery"] == result.systems[FULL]["two passes"]
    assert set(result.details["detection"]) == engines  # type: ignore[call-overload]
    assert set(result.intervals[FULL]) >= engines


@pytest.mark.usefixtures("checkout")
def test_seeds_other_quick_takes_fewer(bench: Bench, spin_table: PhraseTable) -> None:
    assert "draws:1" in seeds_other.run(bench, spin_table, quick=True).signature


def test_documents_are_cut_to_whole_lengths() -> None:
    text = "a b  c\nd e"
    assert detect.cut(text, 2, 99) == ["a b", "c\nd"]
    assert detect.cut(text, 2, 3) == ["a b"]
    assert detect.cut(text, 5, 99) == [text]
    assert detect.cut(text, 6, 99) == []


@pytest.mark.usefixtures("checkout")
def test_detect(bench: Bench, spin_table: PhraseTable) -> None:
    result = detect.run(bench, spin_table)
    assert set(result.systems) == {"do nothing", "table, unigram prior", FULL}
    nothing = result.systems["do nothing"]
    assert nothing["auroc seen"] == nothing["auroc unseen"] == 0.5
    assert nothing["recall seen"] == nothing["word f1 seen"] == 0
    # the stub reports "struggle" and "round", which only spinning makes: by the trained-on engine, not by a WordNet swap
    assert result.systems[FULL]["auroc seen"] == 1
    conditions: Any = result.details["conditions"]
    assert conditions[FULL]["wordnet swap, 50 words"]["auroc"] == 0.5
    assert conditions[FULL]["keyed, 50 words"]["word ap"] > conditions["do nothing"]["keyed, 50 words"]["word ap"] > 0
    assert result.details["documents"] == {"50 words": 5, "100 words": 2}
    assert detect.run(bench, spin_table).as_dict() == result.as_dict()


def test_detect_on_other_clean_text(bench: Bench, spin_table: PhraseTable, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text(LONG * 6, encoding="utf-8")
    result = detect.run(bench, spin_table, tmp_path / "clean.txt")
    assert "clean:clean.txt" in result.signature


def test_tortured(bench: Bench, spin_table: PhraseTable) -> None:
    knowing = StubRestorer({"weird": "plain"})
    result = tortured.run(replace(bench, full=lambda: knowing), spin_table)
    sizes: Any = result.details["phrases"]
    assert sizes["all"] == 2 * sizes["unknown"] > 4
    assert result.systems["do nothing"]["detected"] == result.systems["do nothing"]["repaired"] == 0
    values = result.systems[FULL]  # finds each phrase, puts half of it right, and is right nowhere
    assert (values["detected"], values["known detected"], values["repaired"]) == (1, 1, 0)
    assert values["false alarms/1000 words"] == 0


def test_tortured_phrases_are_told_known_from_unknown(spin_table: PhraseTable) -> None:
    chosen = tortured.choose(tortured.phrase_pairs(spin_table), 3)
    assert [p.unknown for p in chosen] == [True, False] * 3
    assert chosen == tortured.choose(tortured.phrase_pairs(spin_table), 3)
    cases, groups = tortured.documents(chosen)
    assert cases[0].original == cases[0].gold.text.replace("weird words", "plain term")
    assert [len(g) for g in groups] == [6]


def test_tortured_needs_phrases(bench: Bench, table: PhraseTable) -> None:
    with pytest.raises(InputError, match="no tortured phrases"):
        tortured.run(bench, table)


@pytest.mark.usefixtures("checkout")
def test_names(bench: Bench, spin_table: PhraseTable) -> None:
    asked: list[str] = []

    def without(entries: Any) -> StubRestorer:
        asked.extend(entries)
        return StubRestorer({})

    result = names.run(replace(bench, without_names=without), spin_table)
    # one of the two that lie in each other, and neither what no entry of the table touches nor what is one word
    assert {"war of words", "fight it out", "Red Spot"} < set(asked) and len(asked) == 4
    assert result.systems["do nothing"]["restored"] == 0
    assert result.systems["oracle over candidates"]["restored"] == 1
    assert result.systems[f"{FULL}, these names not listed"]["restored"] == 0
    tested: Any = result.details["tested"]
    assert (tested["names"], tested["idioms"]) == (2, 2)


def test_speed_by_length_batch_and_process(
    checkout: Path, bench: Bench, tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speed, "help_seconds", lambda: 0.2)
    timings: Any = speed.run(bench, True, str(tiny_model)).timings
    assert {FULL, speed.ENCODER, TablePrior.name, DetectorPrior.name} <= set(timings["words/s"])
    assert set(timings["words/s by length"]) == {"100 words", "1000 words"}
    assert set(timings["words/s by batch"]) == {"1 texts", "8 texts"}
    start = timings["start-up, seconds"]
    assert 0 < start["of it restoring"] < start["a first text of 100 words"]
    assert 50 < timings["peak memory MB"]["100 words"] < 5000


def test_a_text_of_any_length() -> None:
    for length in (1, 3, 4, 9):
        assert len(speed.text_of(["a b", "c"], length).split()) == length

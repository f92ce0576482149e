from __future__ import annotations

import json
import lzma
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import restore.evaluation.suite as shared
from restore.errors import InputError
from restore.evaluation.exact_edits import edits_between
from restore.evaluation.fresh import Fresh
from restore.evaluation.gold import Gold, GoldEdit
from restore.evaluation.noisy_channel import Trigrams
from restore.evaluation.oracle import Oracle
from restore.evaluation.peers import Command
from restore.evaluation.report import markdown, write
from restore.evaluation.scoring import score
from restore.evaluation.suites import harm, pairs, seeds_wp, speed, spun_seed
from restore.evaluation.systems import FULL, MASKED_LM, Bench, DetectorPrior, RestorerSystem, TableNgram, TablePrior
from restore.evaluation.wer import distance, tokenise, word_error_rate
from restore.holdout import is_held_out
from restore.ngrams import NGrams
from restore.table import PhraseTable
from tests.eval.conftest import CLEAN


@pytest.mark.usefixtures("checkout")
def test_seeds_wp(bench: Bench, table: PhraseTable) -> None:
    result = seeds_wp.run(bench, table, draws=3)
    assert list(result.systems) == [s.name for s in bench.systems({"": Gold("", ())})]
    assert [result.systems["do nothing"][k] for k in ("recovery", "known", "unknown")] == [0, 0, 0]
    assert result.systems["oracle over candidates"]["recovery"] == 1
    assert result.systems["oracle over candidates"]["known"] == result.systems["oracle over candidates"]["damage"] == 1
    damage: Any = result.details["damage"]
    assert damage["spins"] == 6 and damage["articles"] == 2 and damage["edits"] > 20
    assert "draws:3" in result.signature and f"table:{table.digest}" in result.signature


@pytest.mark.usefixtures("checkout")
def test_known_and_unknown_sources_are_told_apart(table: PhraseTable) -> None:
    draws = seeds_wp.spin_articles({"a": CLEAN + " A fight is a fight."}, table, 1)
    sources = {e.origin for e in draws[0].spun.edits}
    assert {is_held_out(s) for s in sources} == {True, False}, "the test text must hold sources of both kinds"

    def without(unknown: bool) -> str:
        kept = [e for e in draws[0].spun.edits if is_held_out(e.origin) is not unknown]
        gold = Gold(draws[0].spun.text, tuple(GoldEdit(e.start, e.end, e.source, (e.target,)) for e in kept))
        return gold.reference_for("")

    assert seeds_wp.exact_by_source(draws, [without(True)])["known"] == 1
    assert seeds_wp.exact_by_source(draws, [without(True)])["unknown"] == 0
    assert seeds_wp.exact_by_source(draws, [without(False)])["known"] == 0
    assert seeds_wp.exact_by_source(draws, [without(False)])["unknown"] == 1


@pytest.mark.usefixtures("checkout")
def test_detection_details(bench: Bench, table: PhraseTable) -> None:
    draws = seeds_wp.spin_articles({"a": CLEAN}, table, 4)
    found: Any = seeds_wp.detected(RestorerSystem(FULL, bench.full), draws, [CLEAN])
    assert found["word precision"] == 1  # the stub names only "struggle" and "round", which spinning made
    assert 0 < found["word recall"] < 1
    assert found["document auroc"] == 1
    assert found["clean documents"] == 1


@pytest.mark.usefixtures("checkout")
def test_spun_seed(bench: Bench) -> None:
    result = spun_seed.run(bench)
    values = result.systems[FULL]
    # the stub restores two of four words: "war", the second acceptable target, and "around"
    assert values["recovery"] == pytest.approx(0.5)
    assert (values["precision"], values["recall"]) == (1, 0.5)
    assert values["names"] == 0.5
    names: Any = result.details["names"]
    assert names[FULL] == {"004_c: Road Initiative": False, "004_c: went around": True}
    words: Any = result.details["damaged words"]
    assert words[FULL]["004_c"] == {"f1": pytest.approx(2 / 3), "precision": 1, "recall": 0.5}


@pytest.mark.usefixtures("checkout")
def test_the_gold_counts_for_the_oracle(bench: Bench) -> None:
    values = spun_seed.run(bench).systems["oracle over candidates"]
    assert (values["precision"], values["recall"]) == (1, 0.5)


def test_the_shipped_gold_fits_its_seed() -> None:
    for annotation in spun_seed.annotated().values():
        gold = annotation.gold
        for edit in gold.edits:
            assert edit.source not in edit.targets
        best = gold.reference_for("")
        missing = [name for name, found in spun_seed.names_restored(annotation, best).items() if not found]
        assert not missing, "a listed name does not stand in the reference"
        assert word_error_rate(gold.text, best) > 0.2


@pytest.mark.usefixtures("checkout")
def test_harm_on_the_seeds(bench: Bench, checkout: Path) -> None:
    (checkout / "seeds/001_b.txt").write_text("He went round it. Nine words stand in this text.", encoding="utf-8")
    result = harm.run(bench)
    words = len([t for t in tokenise(CLEAN) if t.isalpha()]) + 10
    assert result.systems["do nothing"]["edits/1000 words"] == 0
    assert result.systems[f"{FULL}, gate on"]["edits/1000 words"] == 0
    assert result.systems[f"{FULL}, forced"] == {"edits/1000 words": pytest.approx(1000 / words), "texts changed": 0.5}
    assert result.details["taken for spun"] == 0


@pytest.mark.usefixtures("checkout")
def test_harm_shows_the_systems_of_the_other_suites(bench: Bench, ngrams: NGrams) -> None:
    other = Command.parse("other=cat")
    result = harm.run(replace(bench, language_model=lambda: Trigrams(ngrams), masked_lm=bench.full, others=(other,)))
    assert list(result.systems) == [
        "do nothing", TablePrior.name, TableNgram.name, f"{MASKED_LM}, forced", DetectorPrior.name,
        f"{FULL}, gate on", f"{FULL}, forced", Oracle.name, "other",
    ]  # fmt: skip
    assert result.systems["other"]["edits/1000 words"] == 0


@pytest.mark.parametrize("name", ["text.txt", "text.txt.xz"])
def test_harm_on_other_clean_text(bench: Bench, tmp_path: Path, name: str) -> None:
    text = "We strolled round town.\nA struggle went round.\n\nAll is well.\n"
    data = text.encode()
    (tmp_path / name).write_bytes(lzma.compress(data) if name.endswith("xz") else data)
    for place in (tmp_path, tmp_path / name):
        result = harm.run(bench, place)
        # one document of three damaged words, which the stub takes for spun, and one that stays
        assert result.details["documents"] == 2 and result.details["taken for spun"] == 1
        assert result.systems[f"{FULL}, gate on"]["texts changed"] == 0.5


def test_documents_end_at_empty_lines_and_when_long_enough() -> None:
    long = "word " * harm.DOCUMENT_WORDS
    assert list(harm.documents(["a", "b", "", "", long, "c"])) == ["a\nb", long, "c"]


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\xff"])
def test_harm_refuses_what_is_no_text(bench: Bench, tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "text.txt").write_bytes(content)
    with pytest.raises(InputError) as caught:
        harm.run(bench, tmp_path)
    assert str(tmp_path) in str(caught.value) and "\n" not in str(caught.value)


def test_harm_refuses_a_broken_archive(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "text.txt.xz").write_bytes(lzma.compress(b"some text\n" * 5000)[:-40])
    with pytest.raises(InputError, match=r"text\.txt\.xz"):
        harm.run(bench, tmp_path)


@pytest.mark.usefixtures("checkout")
def test_speed(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speed, "restore_once", lambda model, text: Fresh(1.0, 0.5, 100.0))
    monkeypatch.setattr(speed, "help_seconds", lambda: 0.25)
    result = speed.run(bench, quick=True)
    rates: Any = result.timings["words/s"]
    assert rates[FULL] > 0 and rates[speed.ENCODER] > 0
    assert result.notes[0] == "same bytes twice: yes"
    restorer: Any = bench.full()
    assert len(restorer.encoded) == 2 * 2  # one round to warm up, one measured, two seeds


def put_pair(folder: Path, name: str, spun: str, original: str) -> None:
    (folder / name).mkdir()
    (folder / name / "spun.txt").write_text(spun, encoding="utf-8")
    (folder / name / "original.txt").write_text(original, encoding="utf-8")


def test_pairs(bench: Bench, tmp_path: Path) -> None:
    put_pair(tmp_path, "one", "The struggle went round.", "The war went around.")
    put_pair(tmp_path, "two", "Nice the place struggle.", "Good where fight.")
    result = pairs.run(bench, tmp_path)
    assert result.systems[FULL]["recovery"] == pytest.approx((1 + 0) / 2)  # a single known word: the gate leaves "two" alone
    assert result.systems["oracle over candidates"]["recovery"] == pytest.approx((1 + 3 / 4) / 2)  # all but "Nice"
    texts: Any = result.details["texts"]
    assert texts[FULL]["one"]["edits"] == {"right": 2, "made": 2, "gold": 2}


def test_pairs_refuses_a_folder_without_pairs(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(InputError, match=r"original\.txt"):
            pairs.read_pairs(folder)


def test_pairs_refuses_half_a_pair(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "spun.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match=r"one.original\.txt"):
        pairs.read_pairs(tmp_path)


@pytest.mark.usefixtures("checkout")
def test_results_are_the_same_twice_but_for_timings(bench: Bench, table: PhraseTable, tmp_path: Path) -> None:
    written: list[tuple[dict[str, Any], str]] = []
    for run in ("a", "b"):
        results = [seeds_wp.run(bench, table, draws=2), spun_seed.run(bench), harm.run(bench)]
        write(results, tmp_path / run)
        data = json.loads((tmp_path / run / "results.json").read_text(encoding="utf-8"))
        assert set(data["suites"]) == {"seeds-wp", "spun-seed", "harm"}
        for suite in data["suites"].values():
            del suite["timings"]
        written.append((data, "".join(r.signature for r in results)))
        assert {p.name for p in (tmp_path / run).iterdir()} == {"results.json", "results.md", "results.html"}
    assert written[0] == written[1]


@pytest.mark.usefixtures("checkout")
def test_markdown_shows_every_system_and_the_signature(bench: Bench, table: PhraseTable) -> None:
    result = seeds_wp.run(bench, table, draws=2)
    text = markdown([result])
    assert result.signature in text
    assert all(f"| {name} |" in text for name in result.systems)
    assert "masked LM alone: not run" in text


@pytest.mark.usefixtures("checkout")
def test_the_signature_changes_with_the_data(bench: Bench, checkout: Path) -> None:
    before = spun_seed.run(bench).signature
    path = checkout / "eval/gold/004_c.json"
    path.write_text(path.read_text(encoding="utf-8").replace("Road", "Lane"), encoding="utf-8")
    assert spun_seed.run(bench).signature != before


def test_suites_that_need_the_checkout_say_so(
    bench: Bench, table: PhraseTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "CHECKOUT", tmp_path)
    works: list[Callable[[], object]] = [
        lambda: seeds_wp.run(bench, table),
        lambda: spun_seed.run(bench),
        lambda: harm.run(bench),
        lambda: speed.run(bench),
    ]
    for work in works:
        with pytest.raises(InputError, match="source checkout"):
            work()


@pytest.mark.parametrize(
    ("spun", "original"),
    [
        ("", "A war."),
        ("A struggle.", ""),
        ("", ""),
        ("One struggle.\nTwo.\n\nThree.", "One war. Two.\n\n\n\nThree. And a fourth.\n"),
        ("none of these", "are in that"),
        ("\r\n \t", "…"),
    ],
)
def test_odd_pairs_are_scored(bench: Bench, tmp_path: Path, spun: str, original: str) -> None:
    put_pair(tmp_path, "odd", spun, original)
    result = pairs.run(bench, tmp_path)
    assert all(value == value for values in result.systems.values() for value in values.values()), "no nan"
    assert result.systems["do nothing"]["recovery"] == (1 if spun == original else 0)


def test_a_byte_order_mark_is_no_difference(tmp_path: Path) -> None:
    put_pair(tmp_path, "marked", "\ufeffA war.", "A war.")
    case = pairs.read_pairs(tmp_path)[0]
    assert case.gold.text == case.original == "A war." and not case.gold.edits


@pytest.mark.parametrize("share", [0.3, 1.0])
def test_a_pair_of_fifty_thousand_words_takes_seconds(table: PhraseTable, tmp_path: Path, share: float) -> None:
    draw = random.Random(2)
    original = [f"w{draw.randrange(5000)}" for _ in range(50_000)]
    spun = ["struggle" if draw.random() < 0.05 else f"x{w}" if draw.random() < share else w for w in original]
    put_pair(tmp_path, "long", " ".join(spun), " ".join(original))
    begin = time.process_time()
    case = pairs.read_pairs(tmp_path, table)[0]
    found = score("long", "long", case.gold.text, case.original or "", case.gold.text)
    assert time.process_time() - begin < 10
    assert found.recovery == 0 and found.exact.gold == sum(a != b for a, b in zip(spun, original))


@given(st.lists(st.sampled_from("abcd"), max_size=10), st.lists(st.sampled_from("abcd"), max_size=10))
def test_sums_of_edits_reconcile_with_the_word_error_rate(spun: list[str], original: list[str]) -> None:
    edits = edits_between(spun, original)
    wer = word_error_rate(" ".join(spun), " ".join(original))
    assert sum(distance(e.source, e.target) for e in edits) == round(wer * max(1, len(original)))

"""The main path with other models, tables and settings; damaged ones; the model as shipped."""

from __future__ import annotations

import lzma
from dataclasses import replace
from pathlib import Path

import pytest

from restore.edits import apply_edits
from restore.errors import InputError
from restore.restorer import Restoration, Restorer
from restore.table import BIT, PhraseTable

ARTICLE = (
    "Folks may very well be within the nation’s combat. The Battle of the Street, additionally, be a part of a battle. "
    "Specialists haven’t any necessary struggle, the place counterfeit consciousness is in the White Home."
)


def test_other_settings(tiny_model: Path, tiny_restorer: Restorer) -> None:
    settings = replace(tiny_restorer.settings, floor=2.0)
    assert Restorer(tiny_model, settings=settings).restore(ARTICLE).proposals == ()


def test_without_the_table(tiny_model: Path) -> None:
    result = Restorer(tiny_model, use_table=False).restore(ARTICLE, min_confidence=0.0)
    assert {e.origin for e in result.proposals} == {"model"}
    assert all(" " not in e.source for e in result.proposals)


def test_another_table(tiny_model: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.safetensors"
    PhraseTable.from_pairs({("folks", "persons"): (0.5, BIT["user"])}, {"persons": 5.0}, 14.0).save(path)
    restorer = Restorer(tiny_model, table=path)
    assert restorer.table.phrases == ["folks", "persons"]
    found = {(e.target, e.origin) for e in restorer.restore(ARTICLE, min_confidence=0.0).proposals if e.source == "folks"}
    assert found <= {("persons", "user")}


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 50])
def test_unusable_table(tiny_model: Path, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "mine.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"mine\.safetensors: not a readable phrase table"):
        Restorer(tiny_model, table=path)


FILES = (
    "restore.json",
    "weights.safetensors",
    "embeddings.safetensors",
    "table.safetensors",
    "vocab.txt",
    "names.txt.xz",
    "ngrams.safetensors",
)
# a shorter vocabulary is a vocabulary: there is no telling that it was cut
DAMAGES = [
    (file, damage) for file in FILES for damage in ("truncated", "garbage") if (file, damage) != ("vocab.txt", "truncated")
]


@pytest.mark.parametrize(("file", "damage"), DAMAGES)
def test_damaged_model(tiny_copy: Path, file: str, damage: str) -> None:
    path = tiny_copy / file
    content = path.read_bytes()
    path.write_bytes(b"\xff{garbage" * 40 if damage == "garbage" else content[: len(content) // 2])
    with pytest.raises(InputError, match=file) as caught:
        Restorer(tiny_copy)
    assert "\n" not in str(caught.value)


def test_missing_file_of_a_model(tiny_copy: Path) -> None:
    for file in ("names.txt.xz", "ngrams.safetensors", "vocab.txt", "weights.safetensors"):
        (tiny_copy / file).rename(tiny_copy / "away")
        with pytest.raises(InputError, match=file):
            Restorer(tiny_copy)
        (tiny_copy / "away").rename(tiny_copy / file)
    assert Restorer(tiny_copy).model == "tiny"


def test_listed_names_are_favoured(tiny_copy: Path) -> None:
    text = "The Belt and Street Initiative."

    def chance(names: str, bonus: float) -> float:
        (tiny_copy / "names.txt.xz").write_bytes(lzma.compress(names.encode()))
        restorer = Restorer(tiny_copy)
        restorer.settings = replace(restorer.settings, name_bonus=bonus, floor=0.0, keep_cost=0.0)
        return max(e.confidence for e in restorer.restore(text, min_confidence=0.0).proposals if e.target == "Road")

    assert chance("Belt and Road Initiative", 4.0) > chance("Belt and Road Initiative", 0.0) == chance("Silk Road", 4.0)


@pytest.mark.usefixtures("tiny_is_shipped")
def test_masked_lm_judges_beside_the_shipped_model(masked_lm: Path, tiny_restorer: Restorer) -> None:
    restorer = Restorer(masked_lm)
    assert restorer.model == "tiny+tiny-bert"
    # one damaged word, so that neither the article's key nor an overlap has a say
    text = "The people could see the battle on the road."
    alone, judged = tiny_restorer.restore(text, min_confidence=0.0), restorer.restore(text, min_confidence=0.0)
    assert judged.model == "tiny+tiny-bert" and judged.text == apply_edits(text, judged.edits)
    assert restorer.restore(text, min_confidence=0.0) == judged

    def fights(result: Restoration) -> float:
        return sum(e.confidence for e in result.proposals if (e.source, e.target) == ("battle", "fight"))

    assert fights(judged) > fights(alone) + 0.1


def test_unknown_model() -> None:
    with pytest.raises(InputError, match="'no-such-model' cannot be loaded") as caught:
        Restorer("no-such-model")
    assert "\n" not in str(caught.value)


# --- the model as shipped ---

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"


def test_shipped_model_restores_the_spun_seed_and_leaves_the_clean_ones(shipped_restorer: Restorer) -> None:
    for path in sorted(SEEDS.glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        result = shipped_restorer.restore(text)
        assert result.text == apply_edits(text, result.edits)
        assert result.spun == path.name.startswith("004_")
        assert (len(result.edits) > 50) == result.spun
        assert shipped_restorer.restore(text) == result

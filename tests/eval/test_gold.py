from __future__ import annotations

import json
from pathlib import Path

import pytest

from restore.edits import Edit
from restore.errors import InputError
from restore.evaluation.exact_edits import count_exact, edits_between
from restore.evaluation.gold import Annotation, Gold, GoldEdit
from restore.evaluation.wer import recovery, tokenise
from restore.simulator import Spun


def gold(text: str, *edits: tuple[str, tuple[str, ...]]) -> Gold:
    """Gold of a text in which each source stands once."""
    return Gold(text, tuple(GoldEdit(text.index(s), text.index(s) + len(s), s, t) for s, t in edits))


MAY = gold(
    "It may very well be extra than celebration talk.",
    ("may very well be", ("could be", "might be")),
    ("extra", ("more", "additional")),
)


@pytest.mark.parametrize(
    ("restored", "reference"),
    [
        ("It might be more than celebration talk.", "It might be more than celebration talk."),
        ("It could be additional than celebration talk.", "It could be additional than celebration talk."),
        ("It may very well be extra than celebration talk.", "It could be more than celebration talk."),
        ("It may very well be additional than party talk.", "It could be additional than celebration talk."),
        ("It might be bigger than celebration talk.", "It might be more than celebration talk."),
        ("", "It could be more than celebration talk."),
    ],
)
def test_the_reference_takes_the_alternative_that_was_restored(restored: str, reference: str) -> None:
    assert MAY.reference_for(restored) == reference


def test_each_place_chooses_for_itself() -> None:
    text = "extra men and extra women"
    both = Gold(text, (GoldEdit(0, 5, "extra", ("more", "further")), GoldEdit(14, 19, "extra", ("more", "further"))))
    assert both.reference_for("further men and more women") == "further men and more women"


def test_any_acceptable_target_is_an_exact_edit() -> None:
    restored = "It might be additional than celebration talk."
    reference = MAY.reference_for(restored)
    spun = tokenise(MAY.text)
    counts = count_exact(edits_between(spun, tokenise(restored)), edits_between(spun, tokenise(reference)))
    assert counts.precision == counts.recall == 1
    assert recovery(MAY.text, reference, restored) == 1


def test_a_wider_edit_with_an_acceptable_result_counts() -> None:
    text = "the place he lives as well as works"
    wide = Gold(text, (GoldEdit(0, 9, "the place", ("where", "there")),))
    assert wide.reference_for("there he dwells as well as works") == "there he lives as well as works"


def test_many_alternatives_in_one_stretch_stay_quick() -> None:
    source = " ".join(f"x{i:02}" for i in range(12))
    spans = tuple(GoldEdit(4 * i, 4 * i + 3, f"x{i:02}", (f"a{i}", f"b{i}", f"c{i}")) for i in range(12))  # 3 ** 12 ways
    restored = " ".join(f"b{i}" if i == 4 else f"a{i}" for i in range(12))
    assert Gold(source, spans).reference_for(restored) == restored


def test_replacements_of_a_span() -> None:
    text = MAY.text
    start, end = text.index("may"), text.index(" than")
    assert MAY.replacements(start, end) == {
        ("could", "be", "more"),
        ("could", "be", "additional"),
        ("might", "be", "more"),
        ("might", "be", "additional"),
    }
    assert MAY.replacements(start + 4, end) == set()  # cuts "may very well be"
    assert MAY.replacements(0, 2) == {("It",)}


def test_gold_of_a_spin() -> None:
    spun = Spun("a struggle", (Edit(2, 10, "struggle", "war", 1.0, "war"),))
    assert Gold.from_spun(spun).reference_for("") == "a war"


def write(folder: Path, edits: list[dict[str, object]], text: str = "a struggle here") -> Path:
    (folder / "doc.txt").write_bytes(text.encode())
    path = folder / "gold.json"
    path.write_text(json.dumps({"document": "doc.txt", "edits": edits, "names": ["a war"]}), encoding="utf-8")
    return path


RIGHT: dict[str, object] = {"start": 2, "end": 10, "source": "struggle", "targets": ["war"]}


def test_annotation_is_read(tmp_path: Path) -> None:
    annotation = Annotation.load(write(tmp_path, [RIGHT]), tmp_path)
    assert annotation.names == ("a war",)
    assert annotation.gold == Gold("a struggle here", (GoldEdit(2, 10, "struggle", ("war",)),))


@pytest.mark.parametrize(
    "edits",
    [
        [RIGHT | {"source": "battle"}],
        [RIGHT | {"targets": []}],
        [RIGHT, RIGHT],
        [RIGHT | {"end": 2, "source": ""}],
        [{"start": 2}],
    ],
)
def test_annotation_that_does_not_fit_is_refused_in_one_line(tmp_path: Path, edits: list[dict[str, object]]) -> None:
    with pytest.raises(InputError) as caught:
        Annotation.load(write(tmp_path, edits), tmp_path)
    assert "gold.json" in str(caught.value) and "\n" not in str(caught.value)


def test_annotation_of_a_missing_document(tmp_path: Path) -> None:
    path = write(tmp_path, [])
    (tmp_path / "doc.txt").unlink()
    with pytest.raises(InputError, match=r"gold\.json"):
        Annotation.load(path, tmp_path)

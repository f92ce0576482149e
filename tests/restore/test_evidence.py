"""What speaks for an edit: places, counts and names."""

from __future__ import annotations

from restore.edits import Edit
from restore.evidence import gather
from restore.names import NameList, listed_names
from restore.protect import Protect
from restore.restorer import Restoration, Restorer

NAMES = NameList.of(["White House", "Belt and Road Initiative", "Belt and Road", "in the long run"])


def restoration(text: str, proposals: list[tuple[str, str, float]], threshold: float) -> Restoration:
    """A restoration with the given proposals, each at the first place where its source stands."""
    edits = tuple(Edit(text.index(s), text.index(s) + len(s), s, t, c, "lexicon") for s, t, c in proposals)
    return Restoration(text, text, (), edits, 0.9, True, "1", "m").apply(threshold)


def test_places_counts_and_verdicts() -> None:
    text = "The nation at struggle.\r\nOther nations; the Nation.\rA country, extra\ncountry"
    found = gather(restoration(text, [("nation", "country", 0.9), ("extra", "more", 0.2)], 0.5), NAMES)
    rows = [(e.edit.source, e.line, e.column, e.made, e.source_count, e.target_count, e.name) for e in found]
    assert rows == [("nation", 1, 5, True, 2, 2, None), ("extra", 3, 12, False, 1, 0, None)]


def test_repairs_are_evidence_too_and_do_not_count_twice() -> None:
    found = gather(restoration("It is an necessary thing, an necessary.", [("necessary", "big", 0.9)], 0.5), NAMES)
    assert [(e.edit.source, e.edit.target, e.made) for e in found][:2] == [("an", "a", True), ("necessary", "big", True)]
    assert len({(e.edit.start, e.edit.end) for e in found}) == len(found)


def test_names_that_targets_make() -> None:
    text = "The White Home backs the Belt and Street Initiative; white home, in the long term. The White House stays."
    proposals = [("Home", "House", 0.9), ("Street", "Road", 0.1), ("term", "run", 0.9), ("stays", "is", 0.9)]
    found = gather(restoration(text, proposals, 0.5), NAMES)
    assert {e.edit.source: e.name for e in found} == {
        "Home": "White House", "Street": "Belt and Road Initiative", "term": "in the long run", "stays": None,
    }  # fmt: skip


def test_listed_names_are_the_longest_and_apart() -> None:
    text = "White House, Belt and Road Initiative; belt and road. White, House. In the long run in the long run"
    assert [text[a:b] for a, b in listed_names(text, NAMES)] == ["White House", "Belt and Road Initiative", "in the long run"]


def test_evidence_of_a_model(tiny_restorer: Restorer) -> None:
    text = "The nation may very well be at struggle.\nFolks within the White Home be a part of the nation."
    found = tiny_restorer.restore(text, force=True, min_confidence=0.5, protect=Protect(("folks",)))
    evidence = gather(found, tiny_restorer.names)
    assert evidence and {e.edit for e in evidence if e.made} == set(found.edits)
    for e in evidence:
        assert text.split("\n")[e.line - 1][e.column - 1 :].startswith(e.edit.source)
        assert e.source_count >= 1

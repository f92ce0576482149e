"""Proposals become edits; a long text is looked at in parts."""

from __future__ import annotations

import pytest

import restore.settle
from restore.edits import Edit, apply_edits
from restore.protect import Protect
from restore.sections import SECTION, sections
from restore.settle import settle
from restore.tokens import Tokens, tokenize

TEXT = "He saw a battle there. It was an fight of “a others”. {They that} left. A old man came. " * 3


def proposals(text: str, *pairs: tuple[str, str, float]) -> list[Edit]:
    """Propose each pair at each of its places."""
    found = []
    for source, target, confidence in pairs:
        at = text.find(source)
        while at >= 0:
            found.append(Edit(at, at + len(source), source, target, confidence, "lexicon"))
            at = text.find(source, at + 1)
    return sorted(found, key=lambda e: e.start)


@pytest.mark.parametrize("limit", [40, 60, 100])
@pytest.mark.parametrize("protect", [Protect(), Protect(("old",), quotes=True)])
def test_parts_give_what_the_whole_gives(monkeypatch: pytest.MonkeyPatch, limit: int, protect: Protect) -> None:
    given = proposals(TEXT, ("battle", "assault", 0.9), ("fight", "war", 0.4), ("man", "woman", 0.8), ("others", "enemies", 0.7))
    whole = settle(TEXT, given, True, 0.5, protect.spans(TEXT))
    assert "saw an assault there" in apply_edits(TEXT, whole) and len({e.start // 90 for e in whole}) == 3
    monkeypatch.setattr(restore.settle, "sections", lambda text: sections(text, limit))
    assert settle(TEXT, given, True, 0.5, protect.spans(TEXT)) == whole
    assert settle(TEXT, (), False, 0.5) == ()


def test_an_edit_across_parts_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "One two three. Four five six. Seven eight nine. Ten."
    monkeypatch.setattr(restore.settle, "sections", lambda text: sections(text, 16))
    edits = [Edit(4, 22, text[4:22], "2 and", 0.9, "lexicon"), Edit(len(text), len(text), "", " 11", 0.9, "lexicon")]
    assert settle(text, edits, False, 0.5) == tuple(edits)
    for start, end in ((4, 99), (60, 61), (-2, 3)):
        with pytest.raises(ValueError, match="outside the text"):
            settle(text, [Edit(start, end, "x", "y", 0.9, "lexicon")], False, 0.5)


def test_a_long_text_is_not_held_as_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "He saw a battle there.\n" * 10_000
    sizes = []

    def counted(part: str) -> Tokens:
        sizes.append(len(part))
        return tokenize(part)

    monkeypatch.setattr(restore.settle, "tokenize", counted)
    last = text.rindex("battle")
    (edit,) = settle(text, [Edit(last, last + 6, "battle", "war", 0.9, "lexicon")], False, 0.5)
    assert (edit.start, edit.target) == (last, "war")
    assert sum(sizes) == len(text) and max(sizes) <= SECTION

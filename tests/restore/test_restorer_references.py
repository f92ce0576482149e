"""References on the main path."""

from __future__ import annotations

from pathlib import Path

import pytest

from restore.reference import References
from restore.restorer import Restorer

SEEDS = Path(__file__).parents[2] / "seeds"
SPUN = "For several days the folks of the nation spoke about the long struggle in the east."
CLEAN = "For several days the people of the country spoke about the long war in the east."


def test_the_wording_of_the_same_passage_is_adopted(tiny_restorer: Restorer) -> None:
    result = tiny_restorer.restore(SPUN, force=True, references=[CLEAN])
    assert result.text == CLEAN
    assert "reference" in {e.origin for e in result.edits}
    assert result.edits == tiny_restorer.restore_batch([SPUN], force=True, references=References.of([CLEAN]))[0].edits


def test_no_references_no_change(tiny_restorer: Restorer) -> None:
    assert tiny_restorer.restore(SPUN, references=[]) == tiny_restorer.restore(SPUN)
    assert tiny_restorer.restore(SPUN, references=[" "]) == tiny_restorer.restore(SPUN)


def test_one_text_is_no_list_of_texts(tiny_restorer: Restorer) -> None:
    with pytest.raises(TypeError, match="not one text"):
        tiny_restorer.restore(SPUN, references=CLEAN)


def test_clean_text_stays_as_harmless(shipped_restorer: Restorer) -> None:
    texts = [path.read_bytes().decode() for path in sorted(SEEDS.glob("00[03]_*.txt"))]
    # references that differ by an editor's hand
    edited = [t.replace("important", "major").replace("troops", "units").replace("said", "stated") for t in texts]
    for text in texts:
        plain = shipped_restorer.restore(text, force=True)
        assert len(shipped_restorer.restore(text, force=True, references=edited).edits) <= len(plain.edits)
        assert shipped_restorer.restore(text, references=edited).edits == ()

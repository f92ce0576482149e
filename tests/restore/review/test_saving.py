"""Any text on the page, in a real browser: it stays text, and is saved in its own encoding."""

from __future__ import annotations

import codecs
import json

import pytest

from restore.edits import Edit
from restore.formats.filetext import PlainFile
from restore.reading import Input
from restore.review.decisions import Decisions
from restore.writing import encode
from tests.restore.review.conftest import PAIRS, TEXT, Review, made_up, proposals_of

HOSTILE = (
    "<script>document.title = 'broken'</script> </script><!-- <b>bold</b> {{ 7 * 7 }} ${1} &lt; &amp; ]]> "
    "nation\u2028line\u2029end \udc93raw \udcff byte, \0 nothing, \x1b[31m, ‮right to left‬, 👩‍👩‍👧 nation.\n\n"
    "`battle` \"folks' street\n"
)


def test_hostile_text_stays_text(review: Review) -> None:
    names = ("nation", "</title><script>document.title='x'</script>", 0.9, "<img src=x onerror=alert(1)>")
    proposals = proposals_of(HOSTILE, (names, *PAIRS[2:3], ("street", "\u2028</script>", 0.8, "lexicon")))
    restoration = made_up(HOSTILE, proposals)
    review.open(restoration, name="</title><script>alert(1)</script>\udce9.txt")
    assert review.tab.title().startswith("</title><script>alert(1)</script>")
    assert review.tab.locator("main script, main b, main img").count() == 0
    review.tab.get_by_text("Original", exact=True).click()
    shown = "".join(review.tab.locator(".cell.original").all_text_contents())
    review.tab.get_by_text("Restored", exact=True).click()
    assert "<script>document.title = 'broken'</script> </script><!-- <b>bold</b> {{ 7 * 7 }} ${1} &lt; &amp; ]]>" in shown
    review.edit("nation").click()
    assert "onerror" in review.tab.locator("#card").inner_text()
    assert review.download("text") == restoration.text.encode("utf-8", "surrogateescape")
    review.slide(0.86)
    review.edit("street").click()
    review.tab.keyboard.press("a")
    saved, decisions = review.download("text"), review.download("decisions")
    assert json.loads(decisions)["sha256"]
    # the command line takes no text with a NUL, so the text itself is compared
    decided = Decisions.read(Input(decisions.decode(), "utf-8"), "decisions")
    assert decided.apply(PlainFile(Input(HOSTILE, "utf-8"), "a"), "a", "b").render() == saved


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", b""), ("utf-32-be", codecs.BOM_UTF32_BE)],
)
def test_the_text_is_saved_in_the_encoding_it_came_in(review: Review, encoding: str, bom: bytes) -> None:
    restoration, like = made_up(), Input(TEXT, encoding, (), bom)
    review.open(restoration, like)
    saved = review.download("text")
    assert saved == encode(restoration.text, like, "a")
    assert review.applied(restoration, like) == saved


def test_a_character_that_the_encoding_lacks_is_told(review: Review) -> None:
    text = "“Folks” – the caf\xe9’s street."
    edits = (Edit(1, 6, "Folks", "Ľudia", 0.9, "user"), Edit(21, 27, "street", "road – €", 0.8, "user"))
    restoration, like = made_up(text, edits), Input(text, "cp1252")
    review.open(restoration, like)
    review.tab.locator("#save > summary").click()
    review.tab.locator("#download-text").click()
    assert "cp1252 lacks “Ľ”" in review.tab.locator(".note").inner_text()
    review.edit("Folks").click()
    review.tab.keyboard.press("r")
    saved = review.download("text")
    assert saved == text.replace("street", "road – €").encode("cp1252")
    assert review.applied(restoration, like) == saved

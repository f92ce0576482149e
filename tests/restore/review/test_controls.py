"""The page by mouse and keyboard, in a real browser: views, card, shortcuts."""

from __future__ import annotations

from restore.restorer import Restoration
from tests.restore.review.conftest import TEXT, Review, made_up


def test_the_card_of_an_edit_does_not_cover_the_menu(review: Review) -> None:
    review.tab.set_viewport_size({"width": 1180, "height": 700})
    review.open(made_up())
    review.edit("nation").click()
    review.tab.locator("#save > summary").click()
    free = """b => { const r = b.getBoundingClientRect();
      return b === document.elementFromPoint(r.left + r.width / 4, r.top + r.height / 2) }"""
    for button in review.tab.locator("#save button").all():
        assert button.evaluate(free), button.inner_text()


def test_the_keyboard_alone_is_enough(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)
    keys, tab = review.tab.keyboard, review.tab
    focused = "document.activeElement"
    tab.locator("#next").focus()
    for _ in range(3):  # undo has nothing to do; shortcuts, Save, then the first edit
        keys.press("Tab")
    assert tab.evaluate(f"{focused}.classList.contains('edit')")
    assert tab.locator("#card").is_visible()
    first = tab.evaluate(f"{focused}.dataset.unit")
    keys.press("n")
    keys.press("ArrowRight")
    keys.press("p")
    assert tab.evaluate(f"{focused}.dataset.unit") != first
    label = tab.evaluate(f"{focused}.getAttribute('aria-label')")
    keys.press("r")
    assert "rejected by you" in tab.evaluate(f"{focused}.getAttribute('aria-label')") != label
    keys.press("u")
    assert tab.evaluate(f"{focused}.getAttribute('aria-label')") == label
    keys.press("Enter")
    assert tab.evaluate(f"document.getElementById('card').contains({focused})")
    keys.press("Escape")
    assert tab.evaluate(f"{focused}.getAttribute('aria-label')") == label
    keys.press("Escape")
    assert tab.locator("#card").is_hidden()
    keys.press("Space")
    keys.press("v")
    assert tab.locator("#article").get_attribute("data-view") == "original"
    keys.press("-")
    assert float(tab.locator("#threshold-value").inner_text()) < 0.5
    keys.press("?")
    assert tab.locator("#help").is_visible()
    keys.press("Escape")
    tab.locator("#said", has_text="decided by you").wait_for(state="attached")
    assert review.applied(restoration) == review.download("text")


def test_single_keys_can_be_switched_off(review: Review) -> None:
    review.open(made_up())
    review.tab.locator("#keys").click()
    review.tab.locator("#single-keys").uncheck()
    review.tab.get_by_role("button", name="Close").click()
    review.edit("folks").click()
    before = review.tab.locator("#counts").inner_text()
    review.tab.keyboard.press("r")
    assert review.tab.locator("#counts").inner_text() == before


def test_views_show_the_original_the_restored_text_or_both(review: Review) -> None:
    restoration = made_up()
    review.open(restoration)

    def words(column: str) -> str:
        return "".join(review.tab.locator(f".cell.{column}").all_text_contents())

    def bare(text: str) -> str:
        return text.replace("\r", "").replace("\n", "")

    assert words("restored") == bare(restoration.text)
    original, restored = review.tab.locator(".original").first, review.tab.locator(".restored").first
    assert (original.is_visible(), restored.is_visible()) == (False, True)
    review.tab.get_by_text("Original", exact=True).click()
    assert (original.is_visible(), restored.is_visible()) == (True, False)
    assert words("original") == bare(TEXT)
    review.tab.get_by_text("Side by side").click()
    assert original.is_visible() and restored.is_visible()
    beside = [node.bounding_box() for node in (original, restored)]
    assert beside[0]["y"] == beside[1]["y"] and beside[0]["x"] < beside[1]["x"]


def test_a_clean_text_has_a_page_too(review: Review) -> None:
    clean = Restoration(
        "Nothing here.\n", "Nothing here.\n", (), (), 0.02, False, "9.9", "made up", "looks clean; returned unchanged"
    )
    review.open(clean)
    assert "Looks clean; returned unchanged." in review.tab.locator("header").inner_text()
    assert review.tab.locator("#threshold").is_disabled()
    review.tab.keyboard.press("n")
    assert review.download("text") == b"Nothing here.\n"
    assert review.applied(clean) == b"Nothing here.\n"

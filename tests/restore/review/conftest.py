"""Made-up restorations, and a real browser where one is installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from restore.cli.app import app
from restore.edits import Alternative, Edit
from restore.reading import Input
from restore.restorer import Restoration
from restore.review.page import page
from restore.writing import encode

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --mute-audio"
).split()

# What grammar repairs: wrong articles on either side of an edit, a lost capital, a doubled word, braces that the spinner left.
TEXT = (
    "An essential nation is a battle away. Additionally, folks battle for an necessary street, \U0001f600 they say.\n"
    "{That a} video video games nation won't finally fight.\r\n\r\n“Extra safety”, "
    "he gained't say: an important, a essential one.\n"
)
PAIRS: tuple[tuple[str, str, float, str], ...] = (
    ("essential", "vital", 0.91, "lexicon"),
    ("nation", "country", 0.985, "observed"),
    ("battle", "fight", 0.62, "ppdb"),
    ("Additionally,", "also", 0.8, "inferred"),
    ("folks", "people", 0.55, "lexicon"),
    ("necessary", "vital", 0.7, "wordnet"),
    ("street", "road", 0.4123, "model"),
    ("video games", "game", 0.95, "lexicon"),
    ("finally", "in the end", 0.5, "lexicon"),
    ("Extra", "more", 0.77, "lexicon"),
    ("safety", "", 0.45, "reference"),
    ("important", "grave", 0.66, "user"),
)


def proposals_of(text: str, pairs: tuple[tuple[str, str, float, str], ...] = PAIRS) -> tuple[Edit, ...]:
    """Propose each pair wherever it stands, a little less sure from place to place."""
    found = []
    for source, target, confidence, origin in pairs:
        at, count = text.find(source), 0
        while at >= 0:
            sure = round(confidence - 0.031 * count, 4)
            weighed = ((target, 0.6, origin), (f"{target or 'quite'} other", 0.2, "ppdb"), (source, 0.1, "keep"))
            others = tuple(Alternative(*one) for one in weighed)
            found.append(Edit(at, at + len(source), source, target, sure, origin, others))
            at, count = text.find(source, at + len(source)), count + 1
    return tuple(sorted(found, key=lambda e: e.start))


def made_up(text: str = TEXT, proposals: tuple[Edit, ...] | None = None, min_confidence: float = 0.5) -> Restoration:
    """A restoration that no model made."""
    edits = proposals_of(text) if proposals is None else proposals
    return Restoration(text, text, (), edits, 0.97, True, "9.9", "made up").apply(min_confidence)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, driven by Playwright."""
    sync_api = pytest.importorskip(
        "playwright.sync_api", reason="the Python package playwright is missing (pip install '.[dev]')"
    )
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("no Chromium is installed here (Debian: apt-get install chromium)")
    with sync_api.sync_playwright() as driver:
        # Playwright makes and removes a fresh folder for the browser's profile
        chromium = driver.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


class Review:
    """A review page open in the browser."""

    def __init__(self, tab: Any, folder: Path) -> None:
        self.tab, self.folder = tab, folder
        self.problems: list[str] = []
        tab.on("console", lambda message: self.problems.append(message.text))
        tab.on("pageerror", lambda error: self.problems.append(str(error)))
        tab.on("request", lambda request: request.url.startswith(("file:", "blob:")) or self.problems.append(request.url))
        tab.set_default_timeout(10_000)

    def open(self, restoration: Restoration, like: Input | None = None, name: str = "article.txt") -> Review:
        """Write the page and load it."""
        path = self.folder / "review.html"
        path.write_bytes(page(restoration, like or Input(restoration.original, "utf-8"), name).encode())
        self.tab.goto(path.as_uri())
        return self

    def edit(self, source: str, nth: int = 0) -> Any:
        """The element, in the restored column, of an edit by the words it replaces."""
        units = self.tab.evaluate("JSON.parse(document.getElementById('data').textContent).proposals")
        text = self.tab.evaluate("Array.from(JSON.parse(document.getElementById('data').textContent).text)")
        ids = [i for i, u in enumerate(units) if "".join(text[u["start"] : u["end"]]) == source]
        return self.tab.locator(f".restored .edit[data-unit='{ids[nth]}']")

    def download(self, what: str) -> bytes:
        """Save "text" or "decisions" as a reader would."""
        self.tab.locator("#save > summary").click()
        with self.tab.expect_download() as waiting:
            self.tab.locator(f"#download-{what}").click()
        return Path(waiting.value.path()).read_bytes()

    def applied(self, restoration: Restoration, like: Input | None = None, decisions: bytes | None = None) -> bytes:
        """What ``restore apply`` makes of decisions, those of the page if there are no others."""
        source, decided = self.folder / "article.txt", self.folder / "article.decisions.json"
        source.write_bytes(encode(restoration.original, like or Input(restoration.original, "utf-8"), "article.txt"))
        decided.write_bytes(self.download("decisions") if decisions is None else decisions)
        result = CliRunner().invoke(app, ["apply", str(source), str(decided)])
        assert result.exit_code == 0, result.output
        return result.stdout_bytes

    def slide(self, threshold: float) -> None:
        """Move the slider to a threshold, as a drag does."""
        self.tab.evaluate(
            """(wanted) => {
              const all = JSON.parse(document.getElementById("data").textContent).thresholds;
              const slider = document.getElementById("threshold");
              slider.value = String(all.indexOf(wanted));
              slider.dispatchEvent(new Event("input", { bubbles: true }));
              return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
            }""",
            threshold,
        )


@pytest.fixture
def review(browser: Any, tmp_path: Path) -> Iterator[Review]:
    """A tab to open a page in; the test fails when the page complains or asks for anything from elsewhere."""
    context = browser.new_context(viewport={"width": 1100, "height": 800}, accept_downloads=True)
    found = Review(context.new_page(), tmp_path)
    yield found
    context.close()
    assert found.problems == []


Open = Callable[..., Review]

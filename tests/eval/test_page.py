from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from restore.evaluation.figures import of_suite, overall, slug
from restore.evaluation.page import STYLE, page
from restore.evaluation.plots import SERIES
from restore.evaluation.suite import SuiteResult
from restore.evaluation.systems import FULL
from tests.eval.report_samples import harm_suite, recovery_suite, speed_suite

SAMPLES = (recovery_suite(), recovery_suite("spun-seed"), harm_suite(), speed_suite())
PLOTS = {
    "recovery", "precision-recall", "words-s-seeds-wp",
    *(f"{plot}-{suite}" for suite in ("seeds-wp", "spun-seed") for plot in ("recovery", "engines", "classes", "reliability")),
    "edits-1000-words-harm", "texts-changed-harm", "words-s-speed", "words-s-by-length-speed",
}  # fmt: skip


def test_which_plots_there_are() -> None:
    keys = [f.key for f in overall(SAMPLES)] + [f.key for r in SAMPLES for f in of_suite(r)]
    assert sorted(keys) == sorted(PLOTS)


def test_tables_under_the_plots_have_the_plots_numbers() -> None:
    figures = {f.key: f for r in SAMPLES for f in of_suite(r)} | {f.key: f for f in overall(SAMPLES)}
    full = (FULL, "0.500 [0.438, 0.562]")
    assert full in figures["recovery-seeds-wp"].table
    assert figures["recovery"].table[1] == ("seeds-wp", "0.500 [0.438, 0.562]", "0.875")
    assert figures["engines-seeds-wp"].table[1:] == (("one", "0.625 [0.500, 0.750]", "0.875"), ("two", "0.375", "0.875"))
    assert figures["classes-seeds-wp"].table[1] == ("one-to-one (12)", "0.500", "0.875")
    assert ("spun-seed", "0.5", "0.800", "0.600", "22") in figures["precision-recall"].table
    assert figures["reliability-seeds-wp"].table[2] == ("0.9–1", "0.960", "0.900", "35")
    assert figures["words-s-seeds-wp"].table[1:] == (
        ("table, unigram prior", "10,000"), (FULL, "250"), ("oracle over candidates", "2,000"),
    )  # fmt: skip
    assert figures["words-s-speed"].table[1:] == ((FULL, "150"), ("bare encoder", "700"))


def test_more_suites_than_lines_can_be_told_apart_make_a_second_plot() -> None:
    many = [recovery_suite(f"suite {i}") for i in range(SERIES + 1)]
    assert [f.key for f in overall(many)][1:3] == ["precision-recall", "precision-recall-1"]


def test_results_without_details_have_a_page_too() -> None:
    bare = SuiteResult("pairs", "suite:pairs", ("recovery",), {"do nothing": {"recovery": float("nan")}, FULL: {}})
    assert of_suite(bare) == overall([bare]) == []
    assert "suite:pairs" in page([bare])


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def elements(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Elements()
    parser.feed(text)
    return parser.found


def test_the_page_needs_nothing_else() -> None:
    text = page(SAMPLES)
    tags = {tag for tag, _ in elements(text)}
    assert not tags & {"script", "link", "img", "iframe", "object"}
    assert not [a for _, a in elements(text) if "style" in a or "src" in a or any(k.startswith("on") for k in a)]
    assert all((a["href"] or "").startswith("#") for _, a in elements(text) if "href" in a)
    assert "url(" not in text and "@import" not in text
    policy = next(a["content"] for _, a in elements(text) if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search("<style>(.*?)</style>", text, re.DOTALL)
    assert style and policy
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy.startswith("default-src 'none'") and f"style-src 'sha256-{digest}'" in policy


def test_links_lead_somewhere_and_ids_are_unique() -> None:
    found = elements(page(SAMPLES))
    ids = [a["id"] for _, a in found if "id" in a]
    assert len(ids) == len(set(ids))
    assert {(a["href"] or "")[1:] for _, a in found if "href" in a} <= set(ids)


def test_the_page_shows_signatures_and_descriptions_but_no_text_of_articles() -> None:
    text = page(SAMPLES)
    for result in SAMPLES:
        assert result.signature in text
    assert "What it measures." in text and "a note" in text
    assert "the very words" not in text and "secret" not in text


def test_names_are_escaped() -> None:
    text = page([recovery_suite("<script>alert(1)</script>", '<script>"&')])
    assert "<script" not in text
    assert "&lt;script&gt;&quot;&amp;" in text and "&lt;script&gt;alert(1)" in text


def test_the_same_results_make_the_same_page() -> None:
    assert page(SAMPLES) == page([recovery_suite(), recovery_suite("spun-seed"), harm_suite(), speed_suite()])


def colours() -> Iterator[tuple[str, dict[str, str]]]:
    light, dark = re.findall(r":root \{(.*?)\}", STYLE.read_text(encoding="utf-8"), re.DOTALL)
    for name, block in (("light", light), ("dark", dark)):
        yield name, dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("scheme", "palette"), list(colours()))
def test_contrast(scheme: str, palette: dict[str, str]) -> None:
    """WCAG 2.2: 4.5 for text, 3 for what else must be seen."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for ground in ("page", "card"):
        for name in ("ink", "soft", "strong"):
            assert contrast(palette[name], palette[ground]) >= 4.5, (scheme, name, ground)
    for name in ("bar", "mark", *(f"s{i}" for i in range(SERIES))):
        assert contrast(palette[name], palette["card"]) >= 3, (scheme, name)


BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on PATH; install Debian's package chromium to look at the page")
def test_a_browser_shows_every_plot(tmp_path: Path) -> None:
    """The browser's own geometry: every plot has a size, lies inside its card, and has the colours of the style sheet."""
    assert BROWSER is not None
    text = page(SAMPLES)
    # a probe writes down what the browser made of the page; the page's policy forbids scripts, so it is made to allow this one
    probe = """
for (const figure of document.querySelectorAll("figure")) {
  const svg = figure.querySelector("svg"), box = svg.getBoundingClientRect(), card = figure.getBoundingClientRect();
  const mark = svg.querySelector("rect.bar, path.line"), style = getComputedStyle(mark);
  const drawn = [...svg.querySelectorAll("rect.bar, path.line")].some(m => m.getBBox().width > 0);
  const inside = box.left >= card.left && box.right <= card.right;
  const painted = mark.matches("rect") ? style.fill !== "rgb(0, 0, 0)" : style.stroke !== "none";
  figure.dataset.seen = [box.width > 200, box.height > 40, drawn, inside, painted].join(" ");
}
document.body.dataset.wide = document.documentElement.scrollWidth <= innerWidth;
"""
    allowed = base64.b64encode(hashlib.sha256(probe.encode()).digest()).decode()
    text = text.replace("base-uri", f"script-src &#x27;sha256-{allowed}&#x27;; base-uri", 1)
    (tmp_path / "page.html").write_text(text.replace("</body>", f"<script>{probe}</script></body>"), encoding="utf-8")
    command = [BROWSER, *SWITCHES, f"--user-data-dir={tmp_path / 'profile'}", "--window-size=500,900", "--dump-dom"]
    shown = subprocess.run([*command, (tmp_path / "page.html").as_uri()], capture_output=True, text=True, timeout=120, check=True)
    found = elements(shown.stdout)
    seen = {a["id"]: a.get("data-seen") for tag, a in found if tag == "figure"}
    assert seen == {f"plot-{key}": "true true true true true" for key in PLOTS}
    assert next(a["data-wide"] for tag, a in found if tag == "body") == "true", "a phone would have to scroll sideways"


def test_slugs() -> None:
    assert slug("edits/1000 words", "harm") == "edits-1000-words-harm"


def test_a_suite_about_another_system_stands_in_the_overview_with_its_name() -> None:
    names = ("do nothing", "own table imported")
    values = {name: {"recovery": value} for name, value in zip(names, (0.0, 0.6))}
    own = SuiteResult("own-table", "s", ("recovery",), values, main=names[1])
    usual = SuiteResult("seeds-wp", "s", ("recovery",), {FULL: {"recovery": 0.5}})
    table = overall([usual, own])[0].table
    assert [row[:2] for row in table[1:]] == [("seeds-wp", "0.500"), ("own-table (own table imported)", "0.600")]
    assert SuiteResult.from_dict(own.as_dict()).label == own.label

"""One self-contained HTML page of results: plots, their tables, signatures. No script, nothing from the network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from restore import __version__
from restore.evaluation.figures import Figure, of_suite, overall, slug
from restore.evaluation.suite import SuiteResult
from restore.evaluation.tables import extra, rows
from restore.markup import Markup, element
from restore.markup import page as document

STYLE = Path(__file__).with_name("page.css")
_READING = (
    (
        "Recovery",
        "is 1 − (word error of the restored text) / (word error of the spun text): 0 for no change, 1 for the original.",
    ),
    ("Precision and recall", "count exact edits: same place, same replacement."),
    ("Harm", "is counted in edits per 1,000 words of clean text."),
    ("Intervals", "are 95 %, by paired bootstrap over articles. Compare results only where their data and settings agree."),
)


def page(results: Sequence[SuiteResult]) -> str:
    """Return the page."""
    style = STYLE.read_text(encoding="utf-8")
    places = [(r.suite, slug("suite", r.suite)) for r in results] + [("How to read this", "reading")]
    links = [element("li", element("a", name, href=f"#{place}")) for name, place in places]
    reading = [element("p", element("b", name), f" {text}") for name, text in _READING]
    return document(
        "restore: evaluation results",
        style,
        element(
            "header",
            element("h1", "Evaluation results"),
            element("p", f"How well restore {__version__} undoes article spinning, and how much clean text it harms."),
            element("nav", element("ul", *links), aria_label="Suites"),
        ),
        element("main", _overall(results), *map(_suite, results)),
        element("footer", element("h2", "How to read this"), *reading, id="reading"),
    )


def _overall(results: Sequence[SuiteResult]) -> Markup:
    figures = overall(results)
    if not figures:
        return Markup()
    return element("section", element("h2", "All suites"), _grid(figures), id="all-suites")


def _suite(result: SuiteResult) -> Markup:
    parts = [element("h2", result.suite)]
    if result.description:
        parts.append(element("p", result.description))
    parts += [_grid(of_suite(result)), _table(rows(result))]
    lines = extra(result)
    if lines:
        parts.append(element("ul", *(element("li", line) for line in lines), class_="notes"))
    parts.append(element("p", element("code", result.signature), class_="signature"))
    return element("section", *parts, id=slug("suite", result.suite))


def _grid(figures: Sequence[Figure]) -> Markup:
    return element("div", *map(_figure, figures), class_="plots") if figures else Markup()


def _figure(figure: Figure) -> Markup:
    caption = element("figcaption", element("h3", figure.title), element("p", figure.caption))
    numbers = element("details", element("summary", "The numbers"), _table(figure.table))
    return element("figure", caption, figure.svg, numbers, id=f"plot-{figure.key}")


def _table(rows: Sequence[Sequence[str]]) -> Markup:
    header, *body = rows
    head = element("thead", element("tr", *(element("th", cell, scope="col") for cell in header)))
    lines = [element("tr", element("th", name, scope="row"), *(element("td", cell) for cell in cells)) for name, *cells in body]
    return element("div", element("table", head, element("tbody", *lines)), class_="scroll", tabindex="0")

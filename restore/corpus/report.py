"""An index of a run's documents, the likeliest spun first: one HTML page without script. Memory stays bounded."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from restore.corpus.tally import Tally
from restore.errors import InputError
from restore.markup import Markup, element
from restore.markup import page as document

REPORT = "report.html"
MOST = 1000  # documents on the page, and kept of a shard
_STYLE = Path(__file__).with_name("report.css")


@dataclass(frozen=True, order=True)
class Row:
    """A document: its spun ``score``, its number of ``edits``, the ``share`` of its words inside them; and what it is called."""

    score: float
    share: float
    edits: int
    name: str

    @staticmethod
    def of(name: str, words: int, tags: Mapping[str, Any]) -> Row:
        """Take what the field ``restore`` says of a document of so many words."""
        inside = sum(len(e["source"].split()) for e in tags["edits"])
        return Row(tags["spun_score"] or 0.0, round(min(1.0, inside / max(1, words)), 4), tags["edit_count"], name)


class Top:
    """The ``MOST`` documents of highest score among those seen."""

    def __init__(self, rows: Iterable[Row] = ()) -> None:
        self._heap: list[Row] = []
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """See a document."""
        if len(self._heap) < MOST:
            heapq.heappush(self._heap, row)
        else:
            heapq.heappushpop(self._heap, row)

    @property
    def rows(self) -> list[Row]:
        """The highest first; equals by name."""
        return sorted(self._heap, key=lambda r: (-r.score, -r.share, -r.edits, r.name))

    def as_json(self) -> bytes:
        """Return the documents as lines of JSON."""
        return b"".join(json.dumps(asdict(row)).encode() + b"\n" for row in self.rows)


def read_rows(path: Path) -> Iterable[Row]:
    """Yield what :meth:`Top.as_json` wrote; raises InputError when it is missing or damaged."""
    try:
        with path.open("rb") as lines:
            for line in lines:
                yield Row(**json.loads(line))
    except (OSError, ValueError, TypeError) as error:
        raise InputError(f"{path}: is missing or damaged; start again with another output folder") from error


def page(rows: list[Row], total: Tally) -> bytes:
    """Return the page of the rows, which are among the ``total`` documents written."""
    share = 100 * total.spun / max(1, total.documents)
    counts = (
        f"{total.documents:,} documents of {total.words:,} words; {total.spun:,} ({share:.1f} %) look spun; "
        f"{total.edits:,} edits; {total.errors:,} bad records (see errors.jsonl)."
    )
    cut = total.written > len(rows)
    shown = f"The {len(rows):,} of highest spun score of {total.written:,} written; the outputs hold them all." if cut else ""
    names = ("Document", "Spun score", "Edits", "Words inside edits")
    table = element(
        "table",
        element("thead", element("tr", *(element("th", name, scope="col") for name in names))),
        element("tbody", *map(_line, rows)),
    )
    text = document(
        "restore: documents of a corpus",
        _STYLE.read_text(encoding="utf-8"),
        element("h1", "Documents"),
        element("p", counts),
        *([element("p", shown)] if shown else []),
        element("div", table, class_="scroll", tabindex="0", role="region", aria_label="Documents"),
        element("p", "A high score says that the wording is like a spinner's output. It is no proof of theft or fraud."),
    )
    return text.encode("utf-8", "replace")


def _line(row: Row) -> Markup:
    cells = (f"{row.score:.4f}", f"{row.edits:,}", f"{100 * row.share:.1f} %")
    return element("tr", element("th", row.name, scope="row"), *(element("td", cell) for cell in cells))

"""Documents on the page: decisions made in a real browser give the bytes of ``restore file``."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from restore import session
from restore.cli.app import app
from tests.restore.formats.shared import docx
from tests.restore.review.conftest import PAIRS, TEXT, Review, made_up, proposals_of

LINES = [line.strip() for line in TEXT.replace("{", "").replace("}", "").splitlines() if line.strip()]


def paragraph(line: str) -> str:
    """A paragraph of a Word document, cut into runs in the middle of words."""
    cut = [escape(line[at : at + 7]) for at in range(0, len(line), 7)]
    return "<w:p>" + "".join(f'<w:r><w:t xml:space="preserve">{c}</w:t></w:r>' for c in cut) + "</w:p>"


DOCUMENTS = {
    "a.md": "---\ntitle: nation\n---\n\n" + "\n\n".join(f"*{w}* {rest}" for w, _, rest in (x.partition(" ") for x in LINES)),
    "a.html": "<!DOCTYPE html><p class='nation'>" + "<p>".join(escape(x).replace("battle", "<b>battle</b>") for x in LINES),
    "a.docx": docx("".join(map(paragraph, LINES))),
}


class MadeUp:
    """Proposes the pairs that it knows."""

    def __init__(self, *unknown: str) -> None:
        self._pairs = tuple(p for p in PAIRS if p[0] not in unknown)

    def restore(self, text: str, *, min_confidence: float | None = None, **options: Any) -> Any:
        """Restore a text."""
        return made_up(text, proposals_of(text, self._pairs), 0.5 if min_confidence is None else min_confidence)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_decisions_on_a_document(review: Review, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    source, html, decided = tmp_path / name, tmp_path / "review.htm", tmp_path / "a.decisions.json"
    given = DOCUMENTS[name]
    source.write_bytes(given.encode() if isinstance(given, str) else given)

    def restored(*options: str, unknown: tuple[str, ...] = ()) -> bytes:
        monkeypatch.setattr(session, "make_restorer", lambda *args: MadeUp(*unknown))
        result = CliRunner().invoke(app, ["file", str(source), "--force", *options])
        assert result.exit_code == 0, result.output
        return result.stdout_bytes

    def applied() -> bytes:
        decided.write_bytes(review.download("decisions"))
        result = CliRunner().invoke(app, ["apply", str(source), str(decided)])
        assert result.exit_code == 0, result.output
        return result.stdout_bytes

    restored("--html", str(html))
    review.tab.goto(html.as_uri())
    found = set()
    for least in ("0.4", "0.66", "0.9"):
        review.slide(float(least))
        direct = restored("--min-confidence", least)
        assert applied() == direct
        found.add(direct)
    assert len(found) == 3
    review.slide(0.5)
    for word in ("folks", "necessary"):
        review.edit(word).click()
        review.tab.keyboard.press("r")
    assert applied() == restored(unknown=("folks", "necessary"))
    # the text alone is plain, in UTF-8
    assert "people" not in (text := review.download("text").decode()) and "A" in text and "<" not in text
    review.tab.locator("#save > summary").click()
    hint = review.tab.locator("#save code").inner_text()
    assert hint == f"restore apply {name} a.decisions.json -o a.restored.{name.rpartition('.')[2]}"

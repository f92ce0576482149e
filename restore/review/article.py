"""The article before an edit, as each wording that a reader may choose there asks for it: the page's script knows no grammar."""

from __future__ import annotations

import re
from dataclasses import replace

from restore.edits import Edit
from restore.grammar.articles import article_of
from restore.grammar.view import View
from restore.tokens import tokenize

_NEAR = 80  # code points beside an edit that tell how to read its article
_ARTICLE = re.compile(r"(?<!\w)an?\W{1,4}\Z", re.IGNORECASE)


def article_before(text: str, edit: Edit, target: str) -> tuple[int, int, str] | None:
    """Return (start, end, wording) of the article before an edit of ``text`` as it is to be when the edit writes ``target``.

    None where no article stands right before it, or the sound of ``target`` is unsure. Other edits are not looked at.
    """
    if not _ARTICLE.search(text, max(0, edit.start - 8), edit.start) or not target:
        return None
    low = max(0, edit.start - _NEAR)
    near = text[low : edit.end + _NEAR]
    made = replace(edit.moved(-low), target=target)
    found = article_of(View.of(near, (made,), tokenize(near)), made.start)
    return None if found is None else (low + found.start, low + found.end, found.new)

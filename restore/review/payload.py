"""What the page's script works on: text, proposals with their alternatives, and the forms they take at each threshold."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from restore.edits import Edit
from restore.reading import Input
from restore.review.article import article_before
from restore.review.timeline import Form, timeline

if TYPE_CHECKING:
    from restore.restorer import Restoration

_EIGHT_BIT = ("cp1252", "latin-1")


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8, in hexadecimal; lone surrogates count too."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def payload(restoration: Restoration, like: Input, name: str, kind: str = "txt") -> str:
    """Return the page's data as JSON that is safe inside of a ``script`` element.

    ``like``: the input as read, for the encoding to save in; ``name``: the file's name, for titles and downloads; ``kind``: how
    the file was read (``FileText.kind``). Offsets are code points. Everything but ASCII is escaped, and so are ``<``, ``>`` and
    ``&``: no text can end the element or open another.
    """
    times = timeline(restoration)
    data = {
        "name": name,
        "input": kind,
        "text": restoration.original,
        "sha256": text_hash(restoration.original),
        "encoding": {"name": like.encoding, "bom": list(like.bom), "bytes": _bytes(restoration, like.encoding)},
        "thresholds": times.thresholds,
        "start": times.start,
        "proposals": [_proposal(e, restoration) for e in restoration.proposals],
        "forms": [_form(f) for f in times.forms],
    }
    dumped = json.dumps(data, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return dumped.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _proposal(edit: Edit, restoration: Restoration) -> dict[str, object]:
    """A proposal with its alternatives, each with the article before it in the form that it asks for."""
    others = [[a.target, a.probability, a.origin, _article(edit, a.target, restoration)] for a in edit.alternatives]
    return {**_place(edit), "alternatives": others}


def _article(edit: Edit, target: str, restoration: Restoration) -> tuple[int, int, str] | None:
    found = article_before(restoration.original, edit, target)
    return None if found is None or restoration.protected.touches(*found[:2]) else found


def _form(form: Form) -> dict[str, object]:
    return {**_place(form.edit), "members": form.members, "cause": form.cause, "on": form.on}


def _place(edit: Edit) -> dict[str, object]:
    confidence = round(float(edit.confidence), 4)
    return {"start": edit.start, "end": edit.end, "target": edit.target, "confidence": confidence, "origin": edit.origin}


def _bytes(restoration: Restoration, encoding: str) -> dict[str, int] | None:
    """The bytes of the characters outside ASCII that the text or an edit may need, in an encoding of one byte a character."""
    if encoding not in _EIGHT_BIT:
        return None
    wanted = set(restoration.original)
    for edit in restoration.proposals:
        wanted.update(edit.target, *(a.target for a in edit.alternatives))
    found = {}
    for character in sorted(c for c in wanted if not c.isascii()):
        data = character.encode(encoding, "ignore")
        if data:
            found[character] = data[0]
    return found

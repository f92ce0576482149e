"""Braces that a spinner's one-item entries left behind: ``{that a}``, ``{hardware}``."""

from __future__ import annotations

import re

from restore.grammar.view import Change, View

CONFIDENCE = 0.95
_REACH = 60
_WORD = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
# 1-6 words or numbers with one blank between; the left side must be able to begin a word, the right side to end one
_BRACED = re.compile(
    r"(?<![^\s\"'\u2018\u201c(\[\u2013\u2014])"
    rf"\{{(?P<words>(?:{_WORD}|\d+)(?:[ \u00a0](?:{_WORD}|\d+)){{0,5}})\}}"
    r"(?![^\s.,;:!?)\]\"'\u2019\u201d\u2026\u2013\u2014-])"
)
_CODE = re.compile(
    r"\\[A-Za-z]|[$#@%^_\\\]]\{|\{\{|\}\}|\{%|=>|[=!:+]=|\s=\s|&&|\|\||\(\)|`|</?[A-Za-z]+>|%[sd]\b|\b[fr][\"']|[\"']\s*:"
)
# what fills single braces in mail and interface templates
_SLOTS = frozenset(("name", "first name", "last name", "full name", "username", "user name", "email", "url", "id", "placeholder"))


def _is_prose(words: str) -> bool:
    parts = words.replace("\u00a0", " ").split(" ")
    letters = [p for p in parts if not p.isdigit()]
    return (
        any(len(p) > 1 for p in letters)
        and not all(p == p.upper() for p in letters)
        and all(p[1:] in (p[1:].lower(), p[1:].upper()) for p in letters)
        and words.lower() not in _SLOTS
    )


def repair_braces(view: View) -> list[Change]:
    """Delete the braces around 1-6 plain words on one line, each brace by a change of its own.

    Left alone: code, templates, JSON and LaTeX (told by what stands inside or near), ALL CAPS, camelCase, single letters.
    """
    text = view.text
    changes = []
    for match in _BRACED.finditer(text):
        start, end = match.span()
        if not _is_prose(match["words"]):
            continue
        left = max(text.rfind("\n", 0, start) + 1, start - _REACH)
        line_end = text.find("\n", end)
        right = min(line_end if line_end >= 0 else len(text), end + _REACH)
        if _CODE.search(text, left, right):
            continue
        for at in (start, end - 1):
            changes.append(Change(at, at + 1, "", view.confidence(at, at + 1, CONFIDENCE)))
    return changes

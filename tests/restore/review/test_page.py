"""The page as a file: nothing from elsewhere, nothing but its own script runs, and text is data."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from restore.edits import Edit
from restore.reading import Input
from restore.restorer import Restoration
from restore.review.page import page
from restore.review.payload import payload, text_hash
from tests.restore.review.conftest import TEXT, made_up


def of(restoration: Restoration, name: str = "a.txt") -> str:
    return page(restoration, Input(restoration.original, "utf-8"), name)


def test_style_and_script_are_those_the_policy_allows() -> None:
    html = of(made_up())
    (escaped,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    policy = unescape(escaped)
    allowed = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert allowed["default-src"] == "'none'" and "unsafe" not in policy
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert allowed[directive] == f"'sha256-{digest}'"
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/json" id="data">', "<script>"]
    assert not re.search(r"https?://|\bon[a-z]+=|\bsrc=|\bstyle=|innerHTML", html)


def test_the_same_restoration_gives_the_same_bytes() -> None:
    assert of(made_up()) == of(made_up())


@given(st.text(st.characters(), min_size=1), st.text(st.characters()), st.text(st.characters()))
def test_any_text_is_data(text: str, target: str, name: str) -> None:
    restoration = Restoration(text, text, (), (Edit(0, 1, text[0], target, 0.9, "user"),), 0.9, False, "9.9", "m").apply(1.0)
    html = of(restoration, name)
    html.encode()  # without lone surrogates, which no file can hold
    (found,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    data = json.loads(found)
    assert not set("<>&\u2028") & set(found)
    assert html.lower().count("</script") == 2 and html.count("<!--") == 0
    # Python's JSON joins a pair of surrogates that stood apart
    assert json.dumps(data["text"]) == json.dumps(text) and json.dumps(data["proposals"][0]["target"]) == json.dumps(target)


def test_the_payload_lists_the_bytes_of_an_old_encoding() -> None:
    text = "“caf\xe9”"
    edits = (Edit(1, 5, "caf\xe9", "br\xf6tchen ↑", 0.9, "user"),)
    restoration = Restoration(text, text, (), edits, 0.9, False, "9.9", "m").apply(0.5)
    assert json.loads(payload(restoration, Input(text, "cp1252"), "a"))["encoding"] == {
        "name": "cp1252", "bom": [], "bytes": {"“": 0x93, "”": 0x94, "\xe9": 0xE9, "\xf6": 0xF6},
    }  # fmt: skip
    assert json.loads(payload(restoration, Input(text, "utf-8", (), b"\xef\xbb\xbf"), "a"))["encoding"] == {
        "name": "utf-8", "bom": [239, 187, 191], "bytes": None,
    }  # fmt: skip


def test_the_hash_is_that_of_the_text() -> None:
    assert text_hash(TEXT) == hashlib.sha256(TEXT.encode()).hexdigest()
    assert text_hash("\udc93") != text_hash("\udc94")

"""The encoding of an HTML file: by its byte-order mark, or what it declares, as the HTML standard says (section 13.2.3)."""

from __future__ import annotations

import codecs
import re

from restore.errors import InputError
from restore.formats.html_scan import comment_end, find_end, read_tag
from restore.reading import Input, decode, refuse_odd

_PRESCAN = 1024  # bytes in which a declaration counts
_XML = re.compile(r"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']\s*([\w.:-]+)")
_CHARSET = re.compile(r"charset[\t\n\f\r ]*=[\t\n\f\r ]*[\"']?[\t\n\f\r ]*([^\t\n\f\r \"';]+)", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode_html(data: bytes, name: str) -> Input:
    """Decode a page; one that declares nothing as :func:`restore.reading.decode` does.

    Bytes that its encoding does not know stand as lone surrogates (PEP 383). Raises InputError for what is no text, and where the
    bytes cannot be had back.
    """
    label = None if data.startswith(_MARKS) else declared(data)
    codec = _codec(label) if label else None
    if codec is None:
        return decode(data, name)
    try:
        text = data.decode(codec, "surrogateescape")
        same = text.encode(codec, "surrogateescape") == data
    except (UnicodeError, LookupError):
        same = False
    if not same:
        raise InputError(f"{name}: is not in the encoding {label!r} that it declares; convert it to UTF-8, its declaration too")
    found = Input(text, codec, _notes(text, label or ""))
    refuse_odd(found, name)
    return found


def _notes(text: str, label: str) -> tuple[str, ...]:
    strays = sum("\udc80" <= c <= "\udcff" for c in text)
    return (f"read as {label}, as it declares; {strays} byte{'s' * (strays > 1)} invalid there kept as they are",) * bool(strays)


def declared(data: bytes) -> str | None:
    """Return the label of the encoding that the first 1024 bytes of a page declare, in an XML declaration or a ``meta``."""
    text = data[:_PRESCAN].decode("latin-1")
    xml = _XML.match(text)
    if xml:
        return xml[1]
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            end = comment_end(text, at)
        elif re.compile(r"</?[A-Za-z]").match(text, at):
            tag = read_tag(text, at)
            if tag is None:
                return None
            label = _label(tag.attributes) if tag.name == "meta" and not tag.closes else None
            if label:
                return label
            end = tag.end
        elif text[at + 1 : at + 2] in ("!", "/", "?"):
            end = find_end(text, ">", at)
        else:
            end = at + 1
        at = text.find("<", end)
    return None


def _label(attributes: dict[str, str]) -> str | None:
    if attributes.get("charset"):
        return attributes["charset"].strip()
    if attributes.get("http-equiv", "").strip().lower() == "content-type":
        found = _CHARSET.search(attributes.get("content", ""))
        return found[1] if found else None
    return None


def _codec(label: str) -> str | None:
    """Return the codec of a label of the Encoding standard, or None for one that it does not know."""
    import webencodings

    found = webencodings.lookup(label)
    if found is None:
        return None
    # a declaration that can be read byte by byte is not in UTF-16
    name = {"utf-16le": "utf-8", "utf-16be": "utf-8", "x-user-defined": "windows-1252"}.get(found.name, found.name)
    known = webencodings.lookup(name)
    try:
        return codecs.lookup(known.codec_info.name).name if known is not None else None
    except LookupError:
        return None

"""Helpers of the tests of formats."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from restore.edits import Edit
from restore.formats.filetext import FileText, Written
from restore.formats.pick import Format, read_data

NAMES = {Format.HTML: "a.html", Format.MD: "a.md", Format.DOCX: "a.docx", Format.TXT: "a.txt"}
TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def read(data: str | bytes, format: Format, name: str = "") -> FileText:
    """Read a file."""
    return read_data(data.encode() if isinstance(data, str) else data, name or NAMES[format], format)


def change(given: FileText, **words: str) -> Written:
    """Write a replacement for every place where a keyword stands in the text (underscores are blanks)."""
    pattern = "|".join(sorted((re.escape(w.replace("_", " ")) for w in words), key=len, reverse=True))
    places = re.finditer(pattern, given.text)
    return given.write([Edit(m.start(), m.end(), m[0], words[m[0].replace(" ", "_")], 0.9, "lexicon") for m in places])


def changed(data: str, format: Format, **words: str) -> str:
    """As :func:`change`; return the file, in which all of the edits must be."""
    written = change(read(data, format), **words)
    assert not written.left_out
    return written.render().decode()


def docx(body: str | bytes, **others: bytes) -> bytes:
    """Return a document with ``body`` as its body, or as the whole part; ``others`` are further entries, or other contents."""
    part = body if isinstance(body, bytes) else (BODY % body).encode()
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": TYPES, "word/document.xml": part, **others}.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def entry(data: bytes, name: str = "word/document.xml") -> bytes:
    """Return the content of an entry of a zip file."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return archive.read(name)

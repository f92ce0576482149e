"""Fuzz a reader of files: python tests/fuzz/fuzz_formats.py html|md|docx [corpus folder] [libFuzzer options].

An input that breaks a rule of tests/fuzz/invariants.py ends the run and is written to crash-…; mend the reader and keep the
input, as small as it goes, in tests/fuzz/odd with the format's suffix.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
with atheris.instrument_imports(include=["restore.formats", "tests.fuzz"]):
    import restore.formats.docx
    import restore.formats.html
    import restore.formats.html_encoding
    import restore.formats.markdown  # noqa: F401
    from restore.formats.pick import Format
    from tests.fuzz.invariants import check

_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_BODY = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>%s</w:body></w:document>'
)


def packed(body: bytes) -> bytes:
    """Return a document with ``body`` as its body, so that not only the unpacking is fuzzed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", body if body.startswith((b"\xff\xfe", b"\xfe\xff", b"<?")) else _BODY % body)
    return out.getvalue()


def main() -> None:
    """Fuzz the format that the first argument names."""
    format = Format(sys.argv.pop(1))

    def one(data: bytes) -> None:
        if format is Format.DOCX and not data.startswith(b"PK"):
            data = packed(data)
        check(data, format)
        if format is Format.HTML:
            check(data, format, "a.xhtml")

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

"""The format of a file, by its name or as the user says, and the file read in it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from restore.errors import InputError
from restore.formats.filetext import EXTRACTED, FileText, MarkupFile, PlainFile
from restore.reading import decode, display_name, read_bytes


class Format(StrEnum):
    """Formats of files."""

    TXT = "txt"
    MD = "md"
    HTML = "html"
    DOCX = "docx"


AUTO = "auto"
SUFFIXES = {
    ".txt": Format.TXT,
    ".md": Format.MD,
    ".markdown": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".xht": Format.HTML,
    ".docx": Format.DOCX,
    ".docm": Format.DOCX,
}
_XML = (".xhtml", ".xht")


def format_of(path: str | Path) -> Format:
    """Return the format that a file's name says, plain text when it says none; standard input is plain text."""
    return SUFFIXES.get(Path(path).suffix.lower(), Format.TXT)


def read_file(path: str | Path, format: str = AUTO, extract: bool = False) -> FileText:
    """Read a file, or standard input for ``-``.

    ``format``: one of :class:`Format`, or ``auto`` for that of the name. ``extract``: take the article out of an HTML page first;
    the result is plain text. Raises InputError for what cannot be read in that format.
    """
    chosen = Format.HTML if extract and format == AUTO else format_of(path) if format == AUTO else Format(format)
    if extract and chosen is not Format.HTML:
        raise InputError(f"--extract: reads HTML pages only, not {chosen}; leave out --format")
    return read_data(read_bytes(path), display_name(path), chosen, extract)


def read_again(path: str | Path, kind: str | None) -> FileText:
    """Read a file as one of ``FileText.kind`` was read, None: as its name says; raises InputError as :func:`read_file` does."""
    return read_file(path, Format.HTML, extract=True) if kind == EXTRACTED else read_file(path, kind or AUTO)


def read_data(data: bytes, name: str, format: Format, extract: bool = False) -> FileText:
    """As :func:`read_file`, of bytes; ``name`` goes into the messages."""
    if format is Format.DOCX:
        from restore.formats.docx import WordFile

        return WordFile.of(data, name)
    if format is Format.HTML:
        from restore.formats.html import Html
        from restore.formats.html_encoding import decode_html

        page = decode_html(data, name)
        if extract:
            from restore.formats.extract import extract_article

            return PlainFile(extract_article(page, name), name, kind=EXTRACTED)
        try:
            return MarkupFile.of(data, page, name, Html(page.encoding, name.lower().endswith(_XML)))
        except InputError as error:
            raise error if str(error).startswith(name) else InputError(f"{name}: {error}") from error
    given = decode(data, name)
    if format is Format.MD:
        from restore.formats.markdown import Markdown

        return MarkupFile.of(data, given, name, Markdown())
    return PlainFile(given, name)

"""The article of a saved web page, without menus, advertisements and comments."""

from __future__ import annotations

from restore.errors import InputError
from restore.reading import Input


def extract_article(page: Input, name: str) -> Input:
    """Return the article of an HTML page as plain text in UTF-8, a blank line between paragraphs; trafilatura finds it.

    Nothing is fetched. Raises InputError when trafilatura is not installed or finds no article.
    """
    try:
        import trafilatura
    except ImportError as error:
        missing = error.name if isinstance(error, ModuleNotFoundError) else "below trafilatura"
        install = "pip install 'restore-articles[extract]'"
        raise InputError(f"the Python package {missing} is missing; install it: {install}") from error
    found = trafilatura.extract(page.text, output_format="txt", include_comments=False)
    if not found or not found.strip():
        raise InputError(f"{name}: no article was found in it; give the page without --extract")
    paragraphs = [line.strip() for line in found.splitlines() if line.strip()]
    return Input("\n\n".join(paragraphs) + "\n", "utf-8", page.notes)

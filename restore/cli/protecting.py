"""The options that say what is left alone, as a rule for the restorer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from restore.errors import InputError
from restore.reading import read_text

if TYPE_CHECKING:
    from restore.protect import Protect


def protected_terms(terms: Sequence[str], file: Path | None) -> tuple[str, ...]:
    """Return the terms of the command line and those of a file, one a line; lines that begin with # are comments.

    Raises InputError for a file that cannot be read and for a term without a word, with its line.
    """
    if not terms and file is None:
        return ()
    from restore.protect import Protect

    found = list(terms)
    Protect(tuple(found))
    if file is not None:
        for number, line in enumerate(read_text(file).text.splitlines(), 1):
            term = line.strip()
            if term and not term.startswith("#"):
                try:
                    Protect((term,))
                except InputError as error:
                    raise InputError(f"{file}:{number}: {error}") from error
                found.append(term)
    return tuple(dict.fromkeys(found))


def protection(terms: Sequence[str], file: Path | None, quotes: str) -> Protect:
    """Return the rule that the options make; raises InputError as :func:`protected_terms` does."""
    from restore.protect import Protect

    return Protect(protected_terms(terms, file), quotes == "keep")

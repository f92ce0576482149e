"""Parquet files, and what Arrow says of damaged ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from restore.corpus.needs import need
from restore.errors import InputError


@contextmanager
def open_parquet(path: str) -> Iterator[Any]:
    """Open a file for reading; raises InputError in the block when it is damaged, OSError when it cannot be read."""
    pyarrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    try:
        with parquet.ParquetFile(path) as file:
            yield file
    except (pyarrow.ArrowException, UnicodeDecodeError) as error:
        raise damaged(path, error) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise damaged(path, error) from error  # Arrow's own, about the content


def damaged(path: str, error: Exception) -> InputError:
    """Return the error of a file that Arrow cannot make out."""
    return InputError(f"{path}: is no Parquet file or damaged ({' '.join(str(error).split())[:200]}); replace it and run again")

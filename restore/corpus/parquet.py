"""Parquet files, and what Arrow says of damaged ones."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from restore.corpus.needs import need
from restore.corpus.streams import reading
from restore.errors import InputError


@contextmanager
def open_parquet(path: str) -> Iterator[Any]:
    """Open a file for reading; raises InputError, in the block too, when it is damaged or cannot be read."""
    pyarrow, parquet = need("pyarrow"), need("pyarrow.parquet")
    with reading(path):
        try:
            with parquet.ParquetFile(path) as file:
                yield file
        except (pyarrow.ArrowException, UnicodeDecodeError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            # Arrow's own errors are about the content
            reason = " ".join(str(error).split())[:200]
            raise InputError(f"{path}: is no Parquet file or damaged ({reason}); replace it and run again") from error

"""What a file holds, by its name."""

from __future__ import annotations

from enum import StrEnum

from restore.formats import pick


class Kind(StrEnum):
    """Kinds of files that hold documents; a ``TEXT`` is one document, plain or in another format of restore.formats."""

    JSONL = "jsonl"
    PARQUET = "parquet"
    TEXT = "text"


# the longest first: ".jsonl.gz" also ends in ".gz"
SUFFIXES = {
    ".jsonl.gz": Kind.JSONL,
    ".jsonl.zst": Kind.JSONL,
    ".ndjson.gz": Kind.JSONL,
    ".ndjson.zst": Kind.JSONL,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".parquet": Kind.PARQUET,
    **dict.fromkeys(pick.SUFFIXES, Kind.TEXT),
}
KNOWN = ".txt, .md, .html, .docx, .jsonl, .jsonl.gz, .jsonl.zst or .parquet"


def split_name(name: str) -> tuple[str, str]:
    """Return (name without suffix, suffix); the suffix is "" when it is none of ``SUFFIXES``."""
    for suffix in SUFFIXES:
        if name.lower().endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)], name[-len(suffix) :]
    return name, ""


def kind_of(name: str) -> Kind | None:
    """Return what a file of that name holds, or None."""
    return SUFFIXES.get(split_name(name)[1].lower())

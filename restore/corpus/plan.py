"""What a run depends on, and the plan of its shards; both are kept, and a run that resumes is checked against them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from restore.corpus.files import renamed, write_whole
from restore.corpus.kinds import Kind, split_name
from restore.corpus.shards import as_line, make_shards, of_line
from restore.corpus.sources import Source
from restore.corpus.workspace import Workspace
from restore.errors import InputError


def fingerprint(path: Path) -> str:
    """Return a hash of a file, or of the files directly in a folder; raises InputError when they cannot be read."""
    digest = hashlib.sha256()
    try:
        for file in sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]:
            with file.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the name") from error
    return digest.hexdigest()[:16]


def model_fingerprint(model: str | None) -> str:
    """Return name and hash of the model that ``--model`` names; of one in the hub's cache the name alone."""
    from restore.models import shipped
    from restore.settings import ModelFiles

    folder = shipped() if model is None or model == "default" else Path(model)
    if os.path.isfile(folder / "restore.json"):
        files = ModelFiles.read(folder)
        parts = files.weights, files.embeddings, files.table, files.ngrams, files.names, files.vocabulary
        hashes = "".join(map(fingerprint, (folder / "restore.json", *parts)))
        return f"{files.name}@{hashlib.sha256(hashes.encode()).hexdigest()[:16]}"
    judge = f"{model}@{fingerprint(folder)}" if folder.is_dir() else str(model)
    return f"{model_fingerprint(None)}+{judge}"


def prepare(space: Workspace, sources: Sequence[Source], shard_size: int) -> list[int]:
    """Return the sizes of the shards of a run in bytes; plan them if that was not done yet.

    Raises InputError when the inputs are not those with which the run began.
    """
    _check_output(space, sources)
    listing = [json.dumps(asdict(s), ensure_ascii=False).encode() + b"\n" for s in sources]
    if not space.plan.exists():
        write_whole(space.inputs, b"".join(listing))
        with renamed(space.plan) as plan:
            suffix = split_name(space.target.name)[1] if space.single else None
            for shard in make_shards(sources, shard_size, suffix):
                plan.write(as_line(shard))
    else:
        _check_inputs(space.inputs.read_bytes().splitlines(keepends=True), listing, sources)
    return sizes(space)


def sizes(space: Workspace) -> list[int]:
    """Return the sizes of the planned shards in bytes."""
    with space.plan.open("rb") as plan:
        return [of_line(line).size for line in plan]


def _check_inputs(before: list[bytes], now: list[bytes], sources: Sequence[Source]) -> None:
    if before == now:
        return
    was = {json.loads(line)["name"]: line for line in before}
    has = {s.name: line for s, line in zip(sources, now)}
    gone = sorted(was.keys() - has.keys())
    new = sorted(has.keys() - was.keys())
    changed = sorted(name for name in was.keys() & has.keys() if was[name] != has[name])
    for names, what in ((gone, "is gone"), (changed, "has changed"), (new, "is new")):
        if names:
            advice = "put the input back as it was to resume, or name another output"
            raise InputError(f"{names[0]}: {what} since the run began; {advice}")
    raise InputError("the input files have changed since the run began; name another output")


def _check_output(space: Workspace, sources: Sequence[Source]) -> None:
    """Raise InputError when several inputs cannot be joined into the one file that was named."""
    if not space.single:
        return
    wanted = split_name(space.target.name)[1].lower()
    for source in sources:
        if source.kind is Kind.TEXT or (source.kind is Kind.PARQUET) != (wanted == ".parquet"):
            raise InputError(f"{space.target}: {source.name} cannot be written as {wanted}; name a folder")

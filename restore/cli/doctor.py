"""``restore doctor``: what is installed, and whether it works."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from restore import __version__, session
from restore.cli.config import find, read
from restore.cli.group import BAD_INPUT, status_and_line
from restore.cli.options import Device, Model
from restore.cli.output import as_json, emit, say
from restore.cli.versions import short_hash
from restore.device import CPU, CUDA, find_device
from restore.errors import InputError
from restore.settings import ModelFiles

if TYPE_CHECKING:
    from restore.restorer import Restorer

EXAMPLES = """\b
Examples:
  restore doctor
  restore doctor --json
  restore doctor --model my-model/
"""
DISTRIBUTION = "restore-articles"
LIBRARIES = ("torch", "transformers", "numpy", "safetensors", "rapidfuzz", "nltk", "rich", "typer")

# A paragraph as an author wrote it, and as the known spinner leaves it.
ORIGINAL = (
    "Several people said the war could last for years. The government wants more security, but experts say the country is "
    "not ready, and many people have already left their homes because they fear what will happen next."
)
SPUN = (
    "A number of folks stated the struggle may final for years. The federal government needs extra safety, however specialists "
    "say the nation isn't prepared, and lots of people have already left their properties as a result of they concern what's "
    "going to occur subsequent."
)

Report = dict[str, object]


def doctor(
    model: Model = None,
    device: Device = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what is installed and test it: versions, device, threads, the model's files, and a text restored twice.

    Exit status: 0 all well; 2 something is missing or does not work, which standard error names.
    """
    report: Report = {}
    problems: list[str] = []
    restorer: list[Restorer] = []
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("restore", lambda: __version__),
        ("python", lambda: f"{platform.python_implementation()} {platform.python_version()}"),
        ("platform", platform.platform),
        ("libraries", lambda: {name: _version(name) for name in LIBRARIES}),
        ("extras", _extras),
        ("configuration", _configuration),
        ("model", lambda: _files(model)),
        ("device", lambda: _device(device)),
        ("load", lambda: _load(model, device, restorer)),
        ("threads", _threads),
        ("self-test", lambda: self_test(restorer[0]) if restorer else "skipped: no model"),
    )
    for name, step in steps:
        try:
            report[name] = step()
        except Exception as error:  # whatever is wrong is what was asked for
            report[name] = status_and_line(error)[1]
            problems.append(f"{name}: {report[name]}")
    emit(as_json({"ok": not problems, **report}) if json else ("\n".join(_lines(report)) + "\n").encode("utf-8", "replace"))
    for problem in problems:
        say(problem)
    if problems:
        raise typer.Exit(BAD_INPUT)


def self_test(restorer: Restorer) -> Report:
    """Restore a paragraph twice; return how much nearer to its original it came, and the seconds a restoration took.

    ``recovery``: 1 - (words that differ from the original afterwards) / (before). Raises InputError when it did not come
    nearer, or became something else the second time.
    """
    from rapidfuzz.distance import Levenshtein

    start = perf_counter()
    first = restorer.restore(SPUN, force=True)
    seconds = perf_counter() - start
    if restorer.restore(SPUN, force=True) != first:
        raise InputError("the same text was restored differently the second time; report it with the output of this command")
    before, after = (Levenshtein.distance(text.split(), ORIGINAL.split()) for text in (SPUN, first.text))
    if after >= before:
        raise InputError(
            f"a spun paragraph came no nearer to its original ({before} words differ, then {after}); reinstall the model"
        )
    return {"recovery": round(1 - after / before, 3), "edits": len(first.edits), "same twice": True, "seconds": round(seconds, 2)}


def _version(name: str) -> str:
    from importlib import metadata  # slow to import

    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError as error:
        raise InputError(f"the Python package {name} is missing; reinstall {DISTRIBUTION}") from error


def _extras() -> Report:
    """For each optional extra, what of it is missing."""
    from importlib import metadata

    try:
        needed = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return {}
    found: dict[str, list[str]] = {}
    for line in needed:
        requirement, _, marker = line.partition(";")
        extra = marker.partition("extra ==")[2].strip(" '\"")
        name = requirement.strip()
        for end in "<>=!~[ ":
            name = name.partition(end)[0]
        if extra and name != DISTRIBUTION:
            missing = found.setdefault(extra, [])
            try:
                metadata.version(name)
            except metadata.PackageNotFoundError:
                missing.append(name)
    return {extra: f"missing: {', '.join(missing)}" if missing else "installed" for extra, missing in sorted(found.items())}


def _configuration() -> str:
    path = find()
    if path is None:
        return "none"
    read(path)
    return str(path)


def _folder(model: str | None) -> Path | None:
    """The directory of our own files behind ``--model``; beside a model of the hub that is the shipped one."""
    own = model is not None and os.path.isfile(Path(model) / "restore.json")
    return Path(str(model)) if own else session.shipped_folder()


def _files(model: str | None) -> Report:
    folder = _folder(model)
    if folder is None:
        raise InputError(f"the shipped model is not installed; reinstall {DISTRIBUTION}")
    files = ModelFiles.read(folder)
    return {"folder": str(folder.absolute()), "name": files.label, **{p.name: f"sha256 {short_hash(p)}" for p in files.paths}}


def _device(wanted: str) -> str:
    """Where the network runs, by the name of the GPU if it is one."""
    if find_device(wanted) == CPU:
        return CPU
    import torch

    return f"{CUDA} ({torch.cuda.get_device_name()})"


def _load(model: str | None, device: str, found: list[Restorer]) -> Report:
    """Load the model, and look whether all its weights are finite numbers."""
    start = perf_counter()
    found.append(session.make_restorer(model, device=device))
    seconds = perf_counter() - start
    import torch

    from restore.weights import load_weights

    folder = _folder(model)
    assert folder is not None
    files = ModelFiles.read(folder)
    count = 0
    for path in (files.weights, files.embeddings, files.joint, files.joint_own):
        for name, tensor in load_weights(path).items():
            count += tensor.numel()
            if not bool(torch.isfinite(tensor).all()):
                raise InputError(f"{path}: {name} is damaged (not all numbers are finite); reinstall the model")
    return {"model": found[0].model, "weights": count, "finite": True, "seconds": round(seconds, 2)}


def _threads() -> Report:
    import torch

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return {"cores": cores, "torch": torch.get_num_threads(), "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "not set")}


def _lines(report: Report) -> Iterator[str]:
    for name, value in report.items():
        if not isinstance(value, dict):
            yield f"{name:<14} {value}"
            continue
        for i, (key, one) in enumerate(value.items()):
            yield f"{name if i == 0 else '':<14} {key:<24} {one}"

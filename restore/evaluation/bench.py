"""Sets up what suites run on: a model, loaded once, and its table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from restore.evaluation.noisy_channel import Trigrams
from restore.evaluation.peers import Command, Peer, peers
from restore.evaluation.suite import CHECKOUT, CheckoutNeeded
from restore.evaluation.systems import Bench, RestorerLike, System
from restore.models import shipped
from restore.ngrams import NGrams
from restore.settings import ModelFiles
from restore.table import PhraseTable

if TYPE_CHECKING:
    from restore.evaluation.remembering import Remembering


def model_folder(model: str | None, fallback: str) -> Path:
    """Return the directory whose table goes with ``model``: itself if it is one of ours, else that of a shipped one."""
    if model is not None and (Path(model) / "restore.json").is_file():
        return Path(model)
    return shipped("default" if model is not None else fallback)


def held_out_folder(suite: str) -> Path:
    """Return the held-out model's directory; raises CheckoutNeeded, naming the suite, where only a wheel is installed."""
    from restore.errors import InputError

    try:
        return shipped("heldout")
    except InputError as error:
        raise CheckoutNeeded(
            f"eval {suite} needs models/heldout of the source checkout; run it from an editable install of a clone"
        ) from error


def label(model: str | None, folder: Path) -> str:
    """Return the model's name with a short hash of its settings and weights, for signatures."""
    name, _, digest = ModelFiles.read(folder).label.rpartition("@")
    extra = "" if model is None or Path(model) == folder or model == "default" else f"+{model.rstrip('/').rsplit('/', 1)[-1]}"
    return f"{name}{extra}@{digest}"


@cache
def open_bench(model: str | None, fallback: str = "default", commands: Sequence[str] = (), with_peers: bool = True) -> Bench:
    """Return the bench for ``model`` (as ``--model`` takes it), or for the shipped model ``fallback`` where it is None.

    ``commands``: the user's own systems, each "NAME=COMMAND"; ``with_peers``: compare with other correctors too.
    Models are loaded on first use, and kept for other suites.
    Raises InputError for a model that is missing or damaged, or a system that cannot be read.
    """
    folder = model_folder(model, fallback)
    name: str | Path = folder if model is None else model

    @cache
    def full() -> Remembering:
        from restore.evaluation.remembering import Remembering

        return Remembering(name)

    def masked_lm() -> RestorerLike:
        return full().without_table()

    def without_names(names: Iterable[str]) -> RestorerLike:
        from restore.evaluation.remembering import Remembering
        from restore.names import NameList

        return Remembering(name, NameList.load(files.names).without(names))

    @cache
    def trigrams() -> Trigrams:
        return Trigrams(NGrams.load(files.ngrams))

    files = ModelFiles.read(folder)
    table = PhraseTable.load(files.table)
    own = [Command.parse(command) for command in commands]
    rivals, absent = _peers() if with_peers else ([], ["other correctors: not run with --quick"])
    others: list[System] = [*rivals, *own]
    model_name = label(model, folder)
    return Bench(table, model_name, full, masked_lm, trigrams, tuple(others), without_names, tuple(absent))


@cache
def _peers() -> tuple[list[Peer], list[str]]:
    """The peers, loaded once for all suites."""
    return peers()


@cache
def whole_table(suite: str) -> PhraseTable:
    """Return the spinner's whole table; raises CheckoutNeeded, naming the suite, where only a wheel is installed."""
    path = CHECKOUT / "models" / "spinner.safetensors"
    if not path.is_file():
        raise CheckoutNeeded(
            f"eval {suite} needs models/spinner.safetensors of the source checkout; run it from an editable install of a clone"
        )
    return PhraseTable.load(path)

"""Find and load models: the shipped one, a directory of ours, or a Hugging Face masked LM as an extra judge."""

from __future__ import annotations

import os.path
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from restore.device import CPU
from restore.document import Document
from restore.errors import InputError
from restore.settings import ModelFiles
from restore.table import PhraseTable
from restore.thesaurus.tables import TableMode, UserTable

if TYPE_CHECKING:
    from restore.ranker import Ranker

_HERE = Path(__file__).resolve().parent


class Reranker(Protocol):
    """A second judge of candidates."""

    name: str

    def rescore(self, document: Document, log_p: NDArray[np.float32], table: PhraseTable) -> NDArray[np.float32]:
        """Return revised log-probabilities [S, 2 + K]."""
        ...


def shipped(name: str = "default") -> Path:
    """Return the directory of a shipped model: inside the package, or in the checkout's ``models/``."""
    for folder in (_HERE / "models" / name, _HERE.parent / "models" / name):
        if (folder / "restore.json").is_file():
            return folder
    raise InputError(f"model {name!r} is not installed; reinstall restore-articles or name a model directory with --model")


def load_model(
    model: str | Path | None,
    table: PhraseTable | UserTable | None,
    mode: TableMode = TableMode.REPLACE,
    device: str = CPU,
) -> tuple[Ranker, Reranker | None]:
    """Return the ranker, and the extra judge when ``model`` is a Hugging Face masked LM.

    ``mode``: what a user's table does; ``device``: one that is there (see restore.device).
    """
    from restore.ranker import Ranker

    def ranker(folder: Path) -> Ranker:
        files = ModelFiles.read(folder)
        own = table.over(PhraseTable.load(files.table), mode) if isinstance(table, UserTable) else table
        return Ranker(files, own, device)

    if model is None or model == "default":
        return ranker(shipped()), None
    folder = Path(model)
    if os.path.isfile(folder / "restore.json"):  # unlike Path.is_file, False for a name that no path can have
        return ranker(folder), None
    from restore.masked_lm import MaskedLM

    judge = MaskedLM(str(model), device)
    return ranker(shipped()), judge

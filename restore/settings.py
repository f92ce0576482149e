"""Settings that travel with a model: what was fitted on held-out spins, not by training."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from restore.errors import InputError


@dataclass(frozen=True)
class Settings:
    """Fitted settings; ``restore.json`` of a model directory holds them under "settings".

    ``min_confidence``: edits below it are proposed, not applied. Lower finds more and harms more.
    ``keep_cost``: how much the probability that a span is intact weighs against an edit in the decoder.
    ``floor``: edits less probable than this are not even proposed.
    ``name_bonus``, ``idiom_bonus``: log-odds that a candidate gains when it completes a listed name or idiom (see restore.names).
    ``reference_bonus``: how much the log-odds count that a reading gains from reference texts (see restore.reference).
    ``article_bonus``: log-odds that a reading loses when it disagrees with the a/an before it (see restore.agreement).
    ``open_floor``: least probability of "damaged, original not listed" for the open vocabulary to be asked.
    ``directed_keep``: most log-odds that "keep" loses where a spinner's own table lists the standing word as an original;
    ``directed_length``: log-odds a spun form gains with that table for each word after its first; ``directed_confidence``: what
    ``min_confidence`` is with that table (see restore.directed); ``directed_calibration``: weights of the confidence with it;
    ``directed_gate_threshold``: what ``gate_threshold`` is.
    ``gate``: weights of the document gate, ``gate_short``: what short texts lose (see restore.gate); ``verdict`` and
    ``verdict_short``: the same by the second stage's damage, for a text that was read whole; ``gate_threshold``: spun score from
    which a text counts as spun.
    ``skim``: weights of the first judgement (see restore.skim); ``looks``: spun score below which a text is surely clean after
    it, after one window, two, … (see restore.looks); none: all is read.
    ``calibration``: weights of the confidence (see restore.calibration); ``open_calibration``: those of open-vocabulary edits.
    ``clean_shift``: log-odds taken from every edit when a document that looks clean is restored by force.
    """

    min_confidence: float = 0.5
    keep_cost: float = 0.5
    floor: float = 0.1
    article_bonus: float = 2.5
    name_bonus: float = 2.5
    idiom_bonus: float = 1.0
    reference_bonus: float = 0.6
    open_floor: float = 0.5
    directed_keep: float = 8.0
    directed_length: float = 1.0
    directed_confidence: float = 0.1
    directed_calibration: tuple[float, ...] = (0.0, 1.0)
    directed_gate_threshold: float = 0.4
    gate: tuple[float, ...] = ()
    gate_short: float = 0.0
    verdict: tuple[float, ...] = ()
    verdict_short: float = 0.0
    gate_threshold: float = 0.5
    skim: tuple[float, ...] = ()
    looks: tuple[float, ...] = ()
    calibration: tuple[float, ...] = (0.0, 1.0)
    open_calibration: tuple[float, ...] = (0.0, 1.0)
    clean_shift: float = 2.0

    def __post_init__(self) -> None:
        """Check what a file may hold; raises ValueError."""
        for f in fields(self):
            value = getattr(self, f.name)
            numbers = value if isinstance(f.default, tuple) else (value,)
            if not isinstance(numbers, tuple) or not all(type(n) in (int, float) and math.isfinite(n) for n in numbers):
                raise ValueError(f"{f.name} cannot be {value!r}")
        if {len(self.calibration), len(self.open_calibration), len(self.directed_calibration)} != {2}:
            raise ValueError("calibration, open_calibration and directed_calibration have two weights each")
        if not 0 <= self.min_confidence <= 1:
            raise ValueError(f"min_confidence lies in 0-1, {self.min_confidence} does not")
        for name in ("min_confidence", "directed_confidence", "directed_gate_threshold"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} lies in 0-1, {getattr(self, name)} does not")
        if not all(0 <= n <= 1 for n in self.looks):
            raise ValueError(f"looks lie in 0-1, {self.looks} do not")


_FILES = ("weights", "embeddings", "vocabulary", "table", "names", "ngrams", "joint", "joint_own")


@dataclass(frozen=True)
class ModelFiles:
    """A model directory: ``restore.json`` and the files it names.

    ``joint``, ``joint_own``: weights of the second stage (restore.joint), the latter for a spinner's own table.
    """

    name: str
    folder: Path
    encoder: dict[str, object]
    weights: Path
    embeddings: Path
    vocabulary: Path
    table: Path
    names: Path
    ngrams: Path
    joint: Path
    joint_own: Path
    settings: Settings = field(default_factory=Settings)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files that ``restore.json`` names."""
        return tuple(getattr(self, name) for name in _FILES)

    @property
    def label(self) -> str:
        """The model's name with a short hash of its settings and weights, as signatures have it."""
        digest = hashlib.sha256()
        for path in (self.folder / "restore.json", self.weights, self.joint, self.joint_own):
            digest.update(path.read_bytes() if path.is_file() else b"")
        return f"{self.name}@{digest.hexdigest()[:12]}"

    @staticmethod
    def read(folder: Path) -> ModelFiles:
        """Read ``folder/restore.json``; raises InputError when it is missing or malformed."""
        path = folder / "restore.json"
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            kinds = {"name": str, "encoder": dict, "files": dict, "settings": dict}
            wrong = [k for k, kind in kinds.items() if not isinstance(data[k], kind)]
            if wrong:
                raise ValueError(f"{wrong[0]} is of another type")
            known = {f.name for f in fields(Settings)}
            raw: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data["settings"].items() if k in known}
            place = {k: folder / data["files"][k] for k in _FILES}
            return ModelFiles(data["name"], folder, data["encoder"], settings=Settings(**raw), **place)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}: not a model directory of restore ({error}); name another or reinstall") from error

    def write(self) -> None:
        """Write ``restore.json`` (temporary name, then renamed)."""
        import os

        data = {
            "format": "restore-model-1",
            "name": self.name,
            "encoder": self.encoder,
            "files": {k: os.path.relpath(getattr(self, k), self.folder) for k in _FILES},
            "settings": asdict(self.settings),
        }
        partial = self.folder / "restore.json.partial"
        partial.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        partial.replace(self.folder / "restore.json")

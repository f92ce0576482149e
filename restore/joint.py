"""Weighs every reading of an article again with what its other places tell: a small network over restore.joint_features.

The ranker sees a window at a time. How the article's damage is made up, what else its forms and originals stand for, and what
company each reading keeps are told to this second stage, a list-wise reranker (Cao et al. 2007): a perceptron with two hidden
layers scores each reading, and a softmax over the readings of a span makes probabilities of the scores. What they make of an
article is evidence in its turn: a second round, with weights of its own, weighs each reading by the first one's probabilities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional

from restore.company import Company
from restore.document import Document
from restore.engine_mix import pair_classes
from restore.errors import InputError
from restore.joint_features import GROUPS, JOINT_FEATURES, joint_features
from restore.logprob import normalised
from restore.ngrams import NGrams
from restore.table import PhraseTable
from restore.weights import load_weights

Floats = NDArray[np.float32]
LIMIT = 6.0  # standard deviations beyond which a feature says no more
_ROWS = 4096


@dataclass(frozen=True)
class JointWeights:
    """``mean``, ``scale`` [F] of the features; ``first`` [H, F], ``second`` [H, H], ``last`` [H] and their biases.

    ``base`` [F]: weights of the features as they are.
    """

    mean: Tensor
    scale: Tensor
    first: Tensor
    first_bias: Tensor
    second: Tensor
    second_bias: Tensor
    last: Tensor
    base: Tensor

    @staticmethod
    def load(path: Path) -> tuple[JointWeights, ...]:
        """Read the weights of each round; raises InputError when the file is missing, damaged or of other features."""
        tensors = load_weights(path)
        if tensors.keys() != {f.name for f in fields(JointWeights)} or len({t.shape[:1] for t in tensors.values()}) != 1:
            raise InputError(f"{path}: holds other weights than those of a second stage; reinstall the model")
        if tensors["mean"].shape[1:] != (JOINT_FEATURES,):
            raise InputError(f"{path}: has features {list(tensors['mean'].shape)}, not {JOINT_FEATURES}; reinstall the model")
        return tuple(JointWeights(**{n: t[i] for n, t in tensors.items()}) for i in range(len(tensors["mean"])))

    @staticmethod
    def save(rounds: Sequence[JointWeights], path: Path) -> None:
        """Write the weights of each round, stacked (temporary name, then renamed)."""
        partial = path.with_suffix(".partial")
        save_file({f.name: torch.stack([getattr(one, f.name) for one in rounds]) for f in fields(JointWeights)}, str(partial))
        partial.replace(path)

    def without(self, *groups: str) -> JointWeights:
        """Return weights that do not see some groups of features (restore.joint_features.GROUPS): their means stand for them."""
        base, first = self.base.clone(), self.first.clone()
        for name in groups:
            base[GROUPS[name]], first[:, GROUPS[name]] = 0, 0
        return replace(self, base=base, first=first)

    @torch.inference_mode()
    def scores(self, features: Floats) -> Floats:
        """Return the score of each reading [N] from its features [N, F]."""
        out = np.zeros(len(features), dtype=np.float32)
        # Always as many rows: the last bits of a product depend on its shape
        for at in range(0, len(features), _ROWS):
            part = torch.from_numpy(features[at : at + _ROWS])
            block = functional.pad(part, (0, 0, 0, _ROWS - len(part)))
            x = ((block - self.mean) / self.scale).clamp(-LIMIT, LIMIT)
            hidden = torch.relu(x @ self.first.T + self.first_bias)
            hidden = torch.relu(hidden @ self.second.T + self.second_bias)
            out[at : at + len(part)] = (hidden @ self.last + block @ self.base)[: len(part)].numpy()
        return out


@dataclass(frozen=True)
class Joint:
    """The second stage over one table: ``classes`` are those of its pairs (see restore.engine_mix).

    ``rounds``: the weights of each round; without any everything stays as the ranker has it.
    """

    rounds: tuple[JointWeights, ...]
    company: Company
    classes: NDArray[np.int64]

    @staticmethod
    def load(path: Path, ngrams: NGrams, table: PhraseTable) -> Joint:
        """Read the weights of a model's second stage, for its counts of runs and a table; raises InputError as the weights do."""
        return Joint(JointWeights.load(path), Company(ngrams, table), pair_classes(table))

    def __call__(self, document: Document, log_p: Floats) -> Floats:
        """Return the log-probabilities [S, 2 + K] of all readings, weighed again; what was unlikely stays as it was."""
        for weights in self.rounds if len(log_p) else ():
            log_p = self._round(document, log_p, weights)
        return log_p

    def _round(self, document: Document, log_p: Floats, weights: JointWeights) -> Floats:
        readings = joint_features(document, log_p, self.company, self.classes)
        weighed = np.full_like(log_p, -np.inf)
        weighed[readings.span, readings.column] = weights.scores(readings.features)
        some = np.isfinite(weighed).any(axis=1)
        rest = np.exp(np.where(np.isfinite(weighed), -np.inf, log_p)[some]).sum(axis=1, keepdims=True)
        out = log_p.copy()
        left = np.log(np.maximum(1 - rest, 1e-6))
        out[some] = np.where(np.isfinite(weighed[some]), normalised(weighed[some]) + left, log_p[some])
        return normalised(out)

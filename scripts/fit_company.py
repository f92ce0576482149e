"""Weights of restore.company: a conditional log-linear model of the readings, by maximum likelihood with a ridge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from dev_cases import Case
from numpy.typing import NDArray

from restore.company import Company
from restore.settings import COMPANY_FEATURES

Doubles = NDArray[np.float64]


def fit_company(company: Company, cases: Sequence[Case], ridge: float = 1e-3) -> tuple[float, ...]:
    """Return the weights; the network's own starts at 1, the others at 0, and all are drawn there."""
    return fit_weights([(company.features(c.document, c.scores.log_p), c.label) for c in cases], ridge)


def fit_weights(cases: Sequence[tuple[Doubles, NDArray[np.int64]]], ridge: float = 1e-3) -> tuple[float, ...]:
    """Return the weights from features [S, 2 + K, F] and labels [S] (less than 0: not counted) of documents."""
    features = np.concatenate([f for f, _ in cases])
    label = np.concatenate([y for _, y in cases])
    features, label = features[label >= 0], label[label >= 0]
    gone = torch.from_numpy(np.isinf(features[..., 0]))
    x = torch.from_numpy(np.where(np.isinf(features), 0, features))
    y = torch.from_numpy(label)
    start = torch.tensor([1.0] + [0.0] * (COMPANY_FEATURES - 1), dtype=torch.float64)
    weights = start.clone().requires_grad_(True)
    optimizer = torch.optim.LBFGS([weights], max_iter=80, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        logits = (x @ weights).masked_fill(gone, -1e9)
        value = torch.nn.functional.cross_entropy(logits, y) + ridge * (weights - start).square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    before = loss().item()
    optimizer.step(loss)  # type: ignore[no-untyped-call]
    after = loss().item()
    print(f"  company: loss {before:.4f} → {after:.4f}", flush=True)
    return tuple(round(float(w), 4) for w in weights.detach())

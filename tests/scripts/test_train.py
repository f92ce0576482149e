"""The mean of several training runs."""

from __future__ import annotations

import torch
from train import average


def test_average_is_the_mean_of_each_tensor() -> None:
    one, two = {"a": torch.tensor([1.0, 3.0]), "b": torch.zeros(2, 2)}, {"a": torch.tensor([3.0, 5.0]), "b": torch.ones(2, 2)}
    found = average([one, two])
    assert found["a"].tolist() == [2.0, 4.0] and found["b"].tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert average([one])["a"].tolist() == [1.0, 3.0]

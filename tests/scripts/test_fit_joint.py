"""Training the second stage: who learns from which articles, and that something is learnt."""

from __future__ import annotations

import numpy as np
import torch
from dev_cases import is_held
from fit_joint import Lists, first_round, half, loss, train

from restore.joint import JointWeights
from restore.joint_features import JOINT_FEATURES


def lists(spans: int, readings: int = 3) -> Lists:
    """Spans of as many articles, whose right reading has the highest eighth feature."""
    features = torch.randn(spans * readings, JOINT_FEATURES, generator=torch.Generator().manual_seed(1))
    right = torch.zeros(spans, readings, dtype=torch.bool)
    right[torch.arange(spans), features[:, 7].view(spans, readings).argmax(1)] = True
    return Lists(features.half(), torch.arange(spans).repeat_interleave(readings), right.flatten(), torch.arange(spans))


def test_no_first_round_saw_the_article_that_it_weighs() -> None:
    for article in range(400):
        chosen = first_round(article)
        # the first two are trained on the articles of the other half, the third on all but the held ones
        assert is_held(article) if chosen == 2 else half(article) == chosen and not is_held(article)
    assert {first_round(i) for i in range(400)} == {0, 1, 2}
    assert abs(sum(half(i) for i in range(400)) - 200) <= 10


def test_readings_of_some_spans() -> None:
    data = lists(5)
    features, number, right = data.of(torch.tensor([3, 1]))
    assert torch.equal(features, torch.cat([data.features[9:12], data.features[3:6]]))
    assert number.tolist() == [0, 0, 0, 1, 1, 1] and right.sum() == 2


def test_what_tells_the_right_reading_is_learnt() -> None:
    data = lists(2000)
    learnt = train(data, torch.nonzero(~is_held(data.article))[:, 0], 40)
    assert isinstance(learnt, JointWeights) and learnt.first.shape[1] == JOINT_FEATURES
    spans = torch.nonzero(is_held(data.article))[:, 0]
    features, number, right = data.of(spans)
    scores = torch.from_numpy(learnt.scores(features.float().numpy()))
    assert loss(scores, number, right) < 0.7 * np.log(3)
    assert (scores.view(-1, 3).argmax(1) == right.view(-1, 3).int().argmax(1)).float().mean() > 0.75

"""The verdict on a text that was read whole: the gate's features of what the second stage makes of its damage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from restore.gate import GATE_FEATURES, gate_features, spun_score
from restore.joint import Joint, JointWeights
from restore.joint_features import GROUPS
from restore.restorer import Restorer
from restore.table import BIT, PhraseTable

TEXT = "The nation may very well be a part of the struggle. Additionally, the specialists within the street fight on. " * 9
GATE, VERDICT = (0.0, 1.0, *[0.0] * (GATE_FEATURES - 2)), (0.5, 2.0, *[0.0] * (GATE_FEATURES - 2))


@pytest.fixture
def restorer(tiny_model: Path, ranker_alone: JointWeights) -> Restorer:
    """One whose second stage doubts what the ranker says, and so sees other damage."""
    made = Restorer(tiny_model)
    base = ranker_alone.base.clone()
    base[GROUPS["ranker"]] = 0.5
    made.joint = replace(made.joint, rounds=(replace(ranker_alone, base=base),))
    made.settings = replace(made.settings, gate=GATE, verdict=VERDICT, verdict_short=0.3, gate_threshold=0.1)
    return made


def test_it_is_by_the_second_stage(restorer: Restorer) -> None:
    judged = restorer.judge(TEXT)
    document, log_p = judged.document, judged.scores.log_p
    expected = spun_score(gate_features(document, restorer.joint(document, log_p)), VERDICT, 0.3)
    assert judged.spun_score == expected != spun_score(gate_features(document, log_p), VERDICT, 0.3)
    found = restorer.restore(TEXT)
    assert found.spun_score == restorer.detect(TEXT).spun_score == restorer.verdict(TEXT)[0] == expected
    assert found.spun == (expected >= 0.1)


@pytest.mark.parametrize("text", ["", "…"])
def test_without_words_there_is_none(restorer: Restorer, text: str) -> None:
    assert restorer.judge(text).spun_score == 0.0


def test_without_weights_and_with_a_whole_table_it_is_the_gates(restorer: Restorer, tiny_model: Path) -> None:
    restorer.settings = replace(restorer.settings, verdict=())
    judged = restorer.judge(TEXT)
    assert judged.spun_score == spun_score(gate_features(judged.document, judged.scores.log_p), GATE)
    table = PhraseTable.from_pairs({("struggle", "fight"): (0.5, BIT["user"])}, {}, 14.0)
    added = Restorer(tiny_model, table=table, settings=replace(restorer.settings, verdict=VERDICT))
    judged = added.judge(TEXT)
    assert judged.spun_score == spun_score(
        gate_features(judged.document, added.joint(judged.document, judged.scores.log_p)), VERDICT
    )


def test_the_second_stage_weighs_a_text_once(restorer: Restorer, monkeypatch: pytest.MonkeyPatch) -> None:
    weighed: list[int] = []
    once = Joint.__call__

    def count(self: Joint, document: object, log_p: np.ndarray) -> object:  # type: ignore[type-arg]
        weighed.append(id(log_p))
        return once(self, document, log_p)  # type: ignore[arg-type]

    monkeypatch.setattr(Joint, "__call__", count)
    first = restorer.restore(TEXT, force=True)
    assert len(weighed) == 1 and first.proposals
    # another second stage is asked anew, for the same scores too
    judged = restorer.judge(TEXT)
    before = restorer.revise(judged.document, judged.scores.log_p)
    restorer.joint = replace(restorer.joint, rounds=())
    after = restorer.revise(judged.document, judged.scores.log_p)
    assert len(weighed) == 3 and not np.array_equal(before, after)

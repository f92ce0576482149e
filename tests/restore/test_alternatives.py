"""The readings of a place: the likeliest originals, listed or not, and keeping what stands there."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np

from restore.alternatives import KEEP, MOST, readings
from restore.document import Preparer
from restore.edits import Edit
from restore.picks import Pick, edit_of
from restore.restorer import Restorer
from restore.table import PhraseTable

TEXT = "They battle within the nation."


def test_readings_are_the_best_candidates_and_keeping(prepare: Preparer, table: PhraseTable) -> None:
    document = prepare(TEXT)
    (span,) = (s for s in range(len(document.start)) if TEXT[document.tokens.starts[document.start[s]] :].startswith("battle"))
    names = [table.phrases[p] for p in document.candidates[span].tolist() if p >= 0]
    assert sorted(names) == ["fight", "war"]
    log_p = np.full((len(document.start), 2 + document.candidates.shape[1]), -np.inf, dtype=np.float32)
    log_p[span, 0] = math.log(0.2)
    log_p[span, 1] = math.log(0.1)
    log_p[span, 2 + names.index("war")] = math.log(0.3)
    log_p[span, 2 + names.index("fight")] = math.log(0.4)
    opened = [(span, table.ids["road"], 0.05), (span, table.ids["people"], 0.25), (0, table.ids["country"], 0.9)]
    found = readings(document, log_p, [span], table, opened)[span]
    listed = [(None if r.phrase is None else table.phrases[r.phrase], round(r.probability, 3), r.origin) for r in found]
    assert listed == [
        ("fight", 0.4, "ppdb"), ("war", 0.3, "observed"), ("people", 0.25, "model"), (None, 0.2, KEEP), ("road", 0.05, "model"),
    ]  # fmt: skip
    edit = edit_of(Pick(span, table.ids["fight"], 0.4, "ppdb", found), document, table.phrases, 0.7)
    assert edit == Edit(5, 11, "battle", "fight", 0.7, "ppdb")
    assert [a.target for a in edit.alternatives] == ["fight", "war", "people", "battle", "road"]


def test_nothing_asked_nothing_found(prepare: Preparer, table: PhraseTable) -> None:
    document = prepare(TEXT)
    assert readings(document, np.zeros((len(document.start), 2 + document.candidates.shape[1]), np.float32), [], table) == {}


def test_every_edit_of_the_restorer_has_alternatives_and_its_json_none(tiny_model: Path) -> None:
    found = Restorer(tiny_model).restore(TEXT, force=True, min_confidence=0.0)
    assert found.proposals
    for edit in found.proposals:
        targets = [a.target for a in edit.alternatives]
        assert edit.target in targets and edit.source in targets and len(targets) == len(set(targets)) <= MOST + 1
        assert [a.origin for a in edit.alternatives if a.target == edit.source] == [KEEP]
        shares = [a.probability for a in edit.alternatives]
        assert shares == sorted(shares, reverse=True) and 0 <= shares[-1] and sum(shares) <= 1.001
        assert Edit(**json.loads(json.dumps(edit.as_dict()))) == edit

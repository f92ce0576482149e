"""At every threshold the forms that stand are the edits the restorer makes there."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from restore.edits import Edit
from restore.restorer import Restoration
from restore.review.timeline import Timeline, timeline
from tests.restore.review.conftest import TEXT, made_up, proposals_of


def standing(times: Timeline, position: int) -> list[Edit]:
    """The edits of the forms that stand at a position."""
    return [form.edit for form in times.forms if any(first <= position <= last for first, last in form.on)]


@settings(max_examples=15)
@given(st.lists(st.integers(3000, 10000), min_size=15, max_size=15), st.floats(0.3, 1).map(lambda x: round(x, 3)))
def test_forms_are_what_is_made_at_each_threshold(shares: list[int], current: float) -> None:
    proposals = tuple(replace(e, confidence=s / 10000) for e, s in zip(proposals_of(TEXT), shares))
    restoration = made_up(TEXT, proposals, current)
    times = timeline(restoration)
    assert times.thresholds[times.start] == current and list(times.thresholds) == sorted(set(times.thresholds))
    assert times.thresholds[0] <= min(shares) / 10000 and times.thresholds[-1] == 1
    for position, threshold in enumerate(times.thresholds):
        assert standing(times, position) == list(restoration.apply(threshold).edits)
    for form in times.forms:
        # an edit makes proposals, or it is a repair, perhaps with a cause as sure as it
        assert bool(form.members) != (form.edit.origin == "grammar")
        assert form.cause is None or restoration.proposals[form.cause].confidence == form.edit.confidence


def test_a_repair_knows_the_edit_that_made_it_needed() -> None:
    times = timeline(made_up())
    (form,) = (f for f in times.forms if f.edit.start == 0 and f.edit.target == "A")
    assert form.cause is not None and made_up().proposals[form.cause].source == "essential"
    # "video games" is as sure as the rule for braces is, by chance
    braces = [f for f in times.forms if f.edit.source == "{"]
    assert braces and all(f.cause is None and not f.members for f in braces)


def test_what_no_model_judged_has_one_threshold_and_no_edit() -> None:
    untouched = Restoration(TEXT, TEXT, (), (), 0.0, False, "9.9", "")
    assert timeline(untouched) == Timeline((1.0,), 0, ())

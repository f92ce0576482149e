from __future__ import annotations

import pytest

from restore.evaluation.edit_classes import classes_of, sentence_starts
from restore.evaluation.exact_edits import edits_between
from restore.evaluation.wer import split_tokens, tokenise


def classes(before: str, after: str) -> set[str]:
    """Classes of the one edit between two texts."""
    tokens = split_tokens(before)
    (edit,) = edits_between(tokens.texts, tokenise(after))
    return set(classes_of(edit, sentence_starts(before, tokens)))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We saw the struggle.", "We saw the war.", {"one-to-one"}),
        ("We be part of them.", "We join them.", {"length-changing"}),
        ("It stood amongst them.", "It stood among them.", {"one-to-one", "function word"}),
        ("It is an necessary step.", "It is a necessary step.", {"one-to-one", "function word", "grammar"}),
        ("Demand will increase soon.", "Demand increases soon.", {"length-changing", "grammar"}),
        ("He stop there.", "He stopping there.", {"one-to-one", "grammar"}),
        ("They'd go.", "They would go.", {"length-changing", "function word", "grammar"}),
        ("It isn't so.", "It is not so.", {"length-changing", "function word", "grammar"}),
        ("At the College of Hamburg.", "At the University of Hamburg.", {"one-to-one", "name"}),
        ("College was hard.", "University was hard.", {"one-to-one"}),
        ("He left. College was hard.", "He left. University was hard.", {"one-to-one"}),
        ("Said {that} he.", "Said that} he.", {"length-changing"}),
        ("He could go.", "He may go.", {"one-to-one", "function word"}),
        ("The privateness law.", "The privacy law.", {"one-to-one"}),
    ],
)
def test_classes(before: str, after: str, expected: set[str]) -> None:
    assert classes(before, after) == expected


def test_sentence_starts_are_words() -> None:
    text = "“One two.” Three four.\nfive"
    tokens = split_tokens(text)
    assert [tokens.texts[i] for i in sorted(sentence_starts(text, tokens))] == ["One", "Three", "five"]

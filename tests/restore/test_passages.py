"""Reference sentences found again."""

from __future__ import annotations

import random
import time

from restore.passages import Passages, comparable
from restore.tokens import tokenize

TEXT = "The minister opened the new bridge over the river Zembla. It took nine years to build it there. Yes. Not so."


def words(text: str) -> list[str]:
    return comparable(tokenize(text))


def test_the_most_alike_sentence_is_found() -> None:
    passages = Passages.of([TEXT, "The minister closed the old bridge over the river Nile for good."])
    assert len(passages.items) == 3, "short sentences stand in many articles"
    found = passages.nearest(words("The minister unlocked the new bridge above the river Zembla."), 0.5)
    assert found is not None and found.text == "The minister opened the new bridge over the river Zembla."


def test_quotes_and_case_make_no_difference() -> None:
    found = Passages.of(["He said: “we can’t go there now”, and left."]).nearest(
        words('he said: "We can\'t go there now", and left.'), 1
    )
    assert found is not None


def test_nothing_alike_is_found() -> None:
    passages = Passages.of([TEXT])
    assert passages.nearest(words("Prices of bread and milk rose again in the last week of March."), 0.5) is None
    assert passages.nearest([], 0.5) is None
    assert Passages.of([]).nearest(words(TEXT), 0.0) is None


def test_a_thousand_sentences_against_a_thousand_are_quick() -> None:
    draw = random.Random(1)
    vocabulary = [f"w{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{i % 7}" for i in range(3000)]
    sentences = [" ".join(draw.choices(vocabulary, [1 / (i + 1) for i in range(3000)], k=20)) + "." for _ in range(1000)]
    passages = Passages.of(["\n".join(sentences)])
    begin = time.perf_counter()
    hits = [passages.nearest(words(s), 0.5) for s in sentences]
    assert all(hit is not None and hit.text == s for hit, s in zip(hits, sentences))
    assert time.perf_counter() - begin < 10, "about 1 s on an idle core"

"""Counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.corpus import tally
from restore.corpus.tally import count_words


@given(st.text(st.sampled_from("ab \n\t\u00a0\u2028\x1c\x85é中")))
def test_words_of_long_texts_are_counted_like_those_of_short_ones(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tally, "_LONG", 0)
        assert count_words(text) == len(text.split())

"""Quotations are told from apostrophes, inch marks and elisions."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restore.quotes import quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no more”, and left.", ["“no more”"]),
        ('He said "no more", and "left".', ['"no more"', '"left"']),
        ("He said ‘no more’, and «left».", ["‘no more’", "«left»"]),
        ("He said 'no more', didn't he?", ["'no more'"]),
        ("He didn’t; the workers’ rights, the ’90s and ‘tis so.", []),
        ("rock 'n' roll of the '90s, the bosses' orders, and 'twas so", []),
        ("“He said ‘the workers’ rights’ twice.” Then ‘so’.", ["“He said ‘the workers’ rights’ twice.”", "‘so’"]),
        ("He said ‘the workers’ rights count’ twice.", ["‘the workers’ rights count’"]),
        ("‘Yes’, said the workers’ leader. ‘No’, said he.", ["‘Yes’", "‘No’"]),
        ('A 5" pipe, a 6" pipe and a "pipe".', ['"pipe"']),
        ("(“one”)—“two”/“three”", ["“one”", "“two”", "“three”"]),
        ("“One.\n\n“Two.\n\n“Three.” Four.", ["“One.\n\n“Two.\n\n“Three.”"]),
        ('"One.\r\n\r\n"Two." Three.', ['"One.\r\n\r\n"Two."']),
        ("“One.\n“Two.” Three.", ["“One.\n“Two.”"]),
        ("“One\nmore.” Two.", ["“One\nmore.”"]),
        ("“One.\n\nTwo.\n\n“Three.” Four.", ["“One.", "“Three.”"]),
        ('"One.\n\nTwo.\n\n"Three." Four.', ['"Three."']),
        ("“One, “two” three.\n“Four.", ["“One, ", "“two”", "“Four."]),
        ("‘One\n\ntwo’ three", []),
        ("no quotation “", []),
        ("", []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


@given(st.text(alphabet="as .,\n'\"“”‘’«»", max_size=60))
def test_quotations_are_sorted_and_do_not_overlap(text: str) -> None:
    found = quotations(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] <= after[0] for before, after in pairwise(found))

"""Pairs of a spun form and an original while a table is being made."""

from __future__ import annotations

import re

from restore.phrases import FORM_TOKENS, SOURCE_TOKENS, fault, tidy

SPELLINGS = (
    (r"our(?=$|s$|ed$|ing$|er|able|hood|ite)", "or"),
    (r"(?<=[a-z]{3})is(?=(e|es|ed|ing|ation|ations|er|ers)$)", "iz"),
    (r"(?<=[a-z])yse", "yze"),
    (r"tre(?=s?$)", "ter"),
    (r"ogue(?=s?$)", "og"),
    (r"ence(?=s?$)", "ense"),
    (r"ll(?=(ed|ing|er|ers|or|ors)$)", "l"),
    (r"amme(?=s?$)", "am"),
)
Pairs = dict[tuple[str, str], tuple[float, int]]


def variant(one: str, two: str) -> bool:
    """Whether two words differ in number or in British and American spelling alone: spinners do not swap those."""
    short, long = sorted((one, two), key=len)
    if long in (short + "s", short + "es") or (short[-1:] == "y" and long == short[:-1] + "ies"):
        return True
    return american(one) == american(two)


def american(word: str) -> str:
    """A crude American spelling, for comparison only."""
    for british, plain in SPELLINGS:
        word = re.sub(british, plain, word)
    return word


def clean(phrase: str) -> bool:
    """Whether a phrase can be listed as a form: one to six tokens, words and clitics alone."""
    return fault(tidy(phrase), FORM_TOKENS) is None


def lower(phrase: str) -> str:
    """Lower-case a phrase, the pronoun I excepted."""
    return re.sub(r"\bi\b", "I", phrase.replace("\u2019", "'").lower())


def add(pairs: Pairs, form: str, source: str, weight: float, bit: int) -> None:
    """Add a pair, keeping the larger weight and every origin; sources and forms longer than five tokens are left out."""
    if form == source or not clean(form) or fault(tidy(source), SOURCE_TOKENS) is not None:
        return
    old, bits = pairs.get((form, source), (0.0, 0))
    pairs[form, source] = (max(old, weight), bits | bit)

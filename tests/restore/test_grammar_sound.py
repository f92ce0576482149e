"""a or an, by sound."""

from __future__ import annotations

import pytest

from restore.grammar.sound import takes_an

AN = """
apple hour hours hourly honest honour honorary heir heirloom umbrella uncle uninformed unimportant unidentified
unusual unanswered usher utter urban urgent ugly Euler only onerous oil Iowa elite élite Yvonne yttrium iPhone eBay MP
MPs SMS FBI NGO NGOs HIV LGBT NHS RAF SUV EU OECD AI IMF SPD NRA X-ray e-mail S-400 F-16 F16 A320 MRI 8 80 8th 800
8,000 8.5 11 11th 11,000 18 18th 18,500 18-year-old 11am $8 €18 £800 O'Brien F. A nth
""".split()
A = """
banana house unit university unique unilateral universal united unanimous unimodal unidirectional use user useful
usual usurper utopia utensil ubiquitous Ukraine Uganda uranium Uruguayan European euro eulogy eureka ewe one once
one-off oneself ouija year yellow wrist xenon rhyme lynx myth fjord sphere schism mnemonic UN US UK US-led UNESCO
UNHCR UAE NATO NASA FIFA BBC GP PhD KGB Mr McDonald YouTube U-turn U. U2 T-72 G7 B-52 1 7 10 12 100 180 110 1,100
1,800 90 $5 £4.5 €1
""".split()
UNSURE = (
    "historic|historian|hotel|herb|homage|1100|1800|0.5|SQL|MoU|mRNA|MR|MS|XL|MB|Nkrumah|mph|fbi|n|N. Korea|S. Africa|I|..."
    "||f---ing|łódź|日本|UNRWA|EUFOR|L'Oréal"
).split("|")


@pytest.mark.parametrize("word", AN)
def test_an(word: str) -> None:
    assert takes_an(word + " thing") is True


@pytest.mark.parametrize("word", A)
def test_a(word: str) -> None:
    assert takes_an(word + " thing") is False


@pytest.mark.parametrize("word", UNSURE)
def test_unsure(word: str) -> None:
    assert takes_an(word) is None


def test_capitals_all_around_make_acronyms_unsure() -> None:
    assert takes_an("FBI") is True
    assert takes_an("MYSTERY", capitals=True) is False
    assert takes_an("FBI", capitals=True) is None
    assert takes_an("HOUR", capitals=True) is True
    assert takes_an("OLD", capitals=True) is True
    assert takes_an("GOOD", capitals=True) is False

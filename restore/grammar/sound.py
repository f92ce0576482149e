"""Whether "an" stands before a word: by its sound, told from its spelling.

The rule of English grammars ("an" before a vowel sound) over our own list of the spellings whose sound is not their first
letter's. Where usage is split (an historic), or the reading unknown (is SQL a word?), the answer is None.
"""

from __future__ import annotations

import re
import unicodedata

_FIRST = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[$\u00a3\u20ac\u00a5]?(\d+)((?:,\d{3})*)")
# Letters whose names begin with a vowel sound.
_VOWEL_NAMES = frozenset("AEFHILMNORSX")

# Spelt with a vowel, begins with a "y" or "w" sound.
_GLIDE = re.compile(
    r"eu(?!ler)|ew(?!ok)|once$|one(?:s|self|ness|sies?|time)?$|oui|ouag|ouatt|oaxac|"
    r"u(?:biq|fo|g(?:and|ric)|ig|k(?!iyo)|lysse|na(?:ry|nim)|ni(?!n|m(?!od)|d(?!i[mr])|ll|r(?!oyal)|ss)|nix|nesco|"
    r"r(?!ibe|umqi)[aeiou]|s[aeiou]|t(?!oya)[aeio]|v|y)"
)
_SILENT_H = re.compile(r"hour(?:s|ly|glass\w*)?$|honest|honou?r|heir|hors$")
_SPLIT_USAGE = re.compile(
    r"histor(?:ic|ical|ically|ian|ians|icity)$|hotel|hyster(?:ia|ical)|habitual|heroic|horrific|horrendous|hilari|hallucinat|heraldic|heredit|"
    r"herb(?!er[ts])|homage|ulul|una$"
)
# Two consonants no English word begins with, so that the first is read as a letter or by a foreign rule.
_ODD_START = re.compile(r"f[^aeiouyjlr]|h[^aeiouy]|l[^aeiouyl]|m[^aeiouycn]|n[^aeiouy]|r[^aeiouyhw]|s[^aeiouycfhklmnpqrtvw]")
_NO_VOWEL = re.compile(r"[^aeiouy]+$")
_TITLES = frozenset(("mr", "mrs", "ms", "mt", "st", "sgt", "lt", "ltd", "mx"))
_EITHER = frozenset(("MB", "MW", "MWH", "RPM", "MPH", "LB", "HP", "FT", "SQL"))

# Acronyms that could be read either way by their spelling.
_READ_BY_LETTER = frozenset(
    "FAA FAO FEC FIA FIR FOI HIV HOA LA LAPD LAX LED LOC MEP MI MIT MOT MOU NAACP NEA NIE NIH NUJ NYPD NYSE NYT NYU RAC RAF RIAA "
    "RUC SAS SAT SEC SEO SOE SOS SUV EU UCAS UCLA UNHCR USAID USDA USSR".split()
)
_READ_AS_WORD = frozenset(
    "FARC FEMA FIFA FINRA FLOTUS FOMO HAMAS HIPAA HUD LAN LASER LIBOR LIDAR LULAC MADD MAGA MASH MENA MERS MOMA NAFTA NASA NATO "
    "NICE NIMBY NIST NOAA RADA RADAR RAM RAND REIT RICO RINO ROM SAARC SALT SARS SCOTUS SCUBA SEAL SIDS SIM SMART SNAP SONAR "
    "SPAC START STEM SWAT SWIFT UEFA UNESCO UNICEF UNITA".split()
)


def takes_an(following: str, *, capitals: bool = False) -> bool | None:
    """Whether the article before ``following`` is "an" (True) or "a" (False); None when that is unsure.

    ``following`` begins with the word, number or sum of money after the article; ``capitals`` says that all of the text
    around is in capitals, so that a word in capitals need not be an acronym.
    """
    number = _NUMBER.match(following)
    if number:
        return _before_number(number[1], bool(number[2]))
    match = _FIRST.match(following)
    if match is None:
        return None
    word, rest = match.group(), following[match.end() : match.end() + 3]
    if len(word) == 1:
        return _before_letter(word, rest)
    if re.match(r"[A-Z]\d", word):
        return word[0] in _VOWEL_NAMES
    stem = word[:-1] if word[-1] == "s" and word[:-1].isupper() and len(word) > 2 else word
    if stem.isupper():
        reading = _before_acronym(stem)
        if not capitals:
            return reading
        as_word = _before_word(stem.lower())
        return as_word if reading in (None, as_word) else None
    if word[1:] != word[1:].lower():
        return _before_mixed(word)
    return _before_word(word.lower())


def _before_number(digits: str, thousands: bool) -> bool | None:
    if digits[0] == "8":
        return True
    if digits[0] == "0":
        return None  # zero, nought or oh
    if digits[:2] in ("11", "18"):
        if thousands or len(digits) in (2, 5, 8):
            return len(digits) % 3 == 2
        if len(digits) == 4:
            return None  # eighteen hundred or one thousand eight hundred
    return False


def _before_letter(letter: str, rest: str) -> bool | None:
    """A letter by itself: an initial (an F. Scott), a name (an A), the head of a compound (an X-ray) or of O'Brien."""
    upper = letter.upper()
    if rest[:1] in ("'", "\u2019", "\u02bc"):
        return True if upper in "AEIO" else None if upper in _VOWEL_NAMES or upper == "U" else False
    if rest[:1] in ("-", "\u2010", "\u2011"):  # a censored f---ing is no compound
        return upper in _VOWEL_NAMES if upper.isascii() and rest[1:2].isalnum() else None
    if not letter.isupper() or not letter.isascii() or upper == "I" or (upper in "NS" and rest[:2] in (". ", ".\u00a0")):
        return None  # an n by n matrix; N. Korea is read "North Korea"
    return upper in _VOWEL_NAMES


def _before_acronym(word: str) -> bool | None:
    if word in _READ_AS_WORD:
        return False
    first = word[0]
    if word in _READ_BY_LETTER:
        return first in _VOWEL_NAMES
    if first in "AEIO":
        return None if word.startswith(("EU", "ON", "OU")) else True
    if first == "U":
        return False if len(word) <= 3 else None
    if first not in _VOWEL_NAMES:
        return False if first.isascii() else None
    lower = word.lower()
    if first == "X" or lower in _TITLES or word in _EITHER:
        return None
    return True if _NO_VOWEL.match(lower) or _ODD_START.match(lower) else None


def _before_mixed(word: str) -> bool | None:
    """Capitals inside: MoU and mRNA begin with letters, McDonald and YouTube do not, iPhone and eBay do either way."""
    if word.startswith(("Mc", "Mac")):
        return False
    if word[0] in "aeio":
        return True
    upper = word[0].upper()
    return None if upper in _VOWEL_NAMES or upper == "U" else False


def _before_word(word: str) -> bool | None:
    plain = unicodedata.normalize("NFD", word)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    first = plain[0]
    if first not in "abcdefghijklmnopqrstuvwxyz" or _SPLIT_USAGE.match(plain):
        return None
    if first in "aeiou":
        return not _GLIDE.match(plain)
    if (first == "h" and _SILENT_H.match(plain)) or plain == "nth":
        return True
    if first == "y":
        return plain[1:2] not in "aeiou"  # Yvonne, yttrium
    if plain in _TITLES:
        return False
    if first == "x":
        return None if plain[1:2] not in "aeiouy" else False
    if first in "fhlmnrs" and (_NO_VOWEL.match(plain) or _ODD_START.match(plain)):
        return None  # fbi, km; Nkrumah, Lviv
    return False

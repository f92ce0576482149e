"""Which words are surely a past participle, and which surely a base form: closed lists, for English has no rule that tells."""

from __future__ import annotations

# Irregular participles that differ from the base form.
_IRREGULAR = frozenset(
    "been begun bent bitten blown bought bound bred broken brought built burnt caught chosen clung dealt done dragged drawn "
    "driven drunk dug eaten fallen fed felt flown forbidden forgiven forgotten fought found frozen given gone got gotten "
    "ground grown had heard held hidden hung kept known laid leapt learnt led lent left lost made meant met paid proven "
    "ridden risen rung said seen sent sewn shaken shot shown shrunk slept slid sold sought spent spoken spun stolen stood "
    "stricken struck stuck stung sung sunk swept sworn swung taken taught thought thrown told torn understood undertaken "
    "undergone woken won worn woven written".split()
)
# Ends in -ed, yet no participle.
_BASE_IN_ED = frozenset("need feed heed bleed breed speed succeed proceed exceed concede shed embed wed seed weed".split())
# Base forms that are no participle and, where a subject and 'd stand before them, no noun.
_BASES = frozenset(
    "accept add agree allow appear apply argue ask avoid be begin believe break bring build buy call carry catch choose "
    "claim come consider continue create decide deliver deny describe die do draw drive eat enjoy enter expect explain face "
    "fall feel fight find fly follow forget get give go grow happen hate have hear help hold hope improve include increase "
    "join keep kill know lead learn leave lie like listen live look lose love make mean meet mind miss move need offer open "
    "pay play prefer prepare produce protect prove provide raise reach realise realize receive remain remember remove "
    "require return ride rise save say see seek seem sell send serve show sing sit sleep speak spend stand start stay stop "
    "suggest support suppose take talk teach tell think throw travel try turn understand use visit wait walk want watch "
    "welcome win wish wonder work worry write".split()
)


def is_participle(word: str) -> bool:
    """Whether a normalised word is a past participle and no base form; abstains on forms that are both (put, come)."""
    return word in _IRREGULAR or (word.endswith("ed") and len(word) > 4 and word not in _BASE_IN_ED)


def is_base(word: str) -> bool:
    """Whether a normalised word is a base form and no participle."""
    return word in _BASES

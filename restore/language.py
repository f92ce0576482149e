"""Whether a text is English, told by its script and its commonest words: cheap, offline, no model.

The measure is the share of function words (Grefenstette 1995, "Comparing two language identification schemes"). English gets the
benefit of the doubt: a text counts as something else only on evidence, since the price of doubt is a text left unrestored.
"""

from __future__ import annotations

import re
from collections import Counter

SLICE = 20_000
SHORT = 12
LONG = 80

_WORD = re.compile(r"[^\W\d_]+")

# Words of English that spinners mostly leave in the text.
_ENGLISH = frozenset(
    """the and of that with this from which were have has had been they their there these those would could should what when
    who why not but you your his her she him we our us its it are be or by can may such than then after before because
    about into through between also more most some any other only where how if them said out up all one two new will a
    an in is was to for on at as he i do no so my me over""".split()
)
_OTHERS = {
    "Catalan": "els les del que una amb per és dels més com són aquest seva però aquesta ser entre això llur també han",
    "Croatian": "je se na da su za od koji ili kao što sve ne bi jedni prema koja koje kako biti treba i u",
    "Czech": "se na je že do ve pro jako si ale jsou které být nebo podle také mají aby všichni sobě",
    "Danish or Norwegian": "og det som en på er av af med til ikke et jeg fra så kan blev ble var har de den om",
    "Dutch": "de het een van en dat niet zijn op te die voor met er aan ook als bij uit maar naar wordt door heeft worden hij",
    "Estonian": "ja on ei et see oli ta kes mis nad kui ning kõik oma sest nende vaimus peab",
    "Finnish": "ja on ei että se oli hän mutta joka ovat kun niin kuin myös tai olla sekä heidän heille",
    "French": "le la les des et est une du que dans qui pour pas au sur plus avec ce il sont par ne se aux ou mais cette de",
    "German": "der die und das den nicht von mit sich des auf für ist im dem ein eine als auch werden aus hat sie zu einander",
    "Hungarian": "az és hogy nem egy van ez meg csak volt mint azt ha már lény szabadon kell is",
    "Indonesian or Malay": "yang dan di dengan untuk dari ini dalam pada itu tidak akan adalah oleh ke atau juga mereka telah",
    "Italian": "il lo gli di che la e è un una per del della con non si da sono al dei nel alla anche più come le ed essi in",
    "Latin": "et est non ad cum ut quod qui sed ex ab quae etiam esse in sunt atque",
    "Polish": "w nie na się z do że jest jak po od za przez ale jego są czy był dla tym oraz i pod",
    "Portuguese": "os que do da em um uma para com não dos das por na se mais ao pelo são foi ou como mas seu sua de e",
    "Romanian": "și de la în cu nu pe care un este din pentru mai ce sau sunt fi prin să se ele unele toate față",
    "Spanish": "el la los las de que y en un una por con para del se es su al lo como más pero sus este fue con",
    "Swahili": "ya na wa kwa katika ni la za kuwa watu wote hivyo yao ambayo wengine",
    "Swedish": "och att det som en på är av för med till den har inte om ett han men jag från så kan i de",
    "Tagalog": "ang ng mga sa na at ay para hindi ito ni kay dahil mula kung siya sila",
    "Turkish": "ve bir bu da de için ile çok olarak daha olan gibi kadar ama her değil bütün",
    "Vietnamese": "và của là có các cho trong được với không một người những đã để này khi mọi đều",
}
_OTHER_WORDS = tuple(frozenset(words.split()) for words in _OTHERS.values())
_KNOWN = _ENGLISH.union(*_OTHER_WORDS)
# letters that are in none of the Latin blocks; full-width forms are in one
_NOT_LATIN = re.compile("[^\u0000-\u024f\u1e00-\u1eff\ufb00-\ufb06\uff21-\uff5a]+")


def looks_english(text: str) -> bool:
    """Return whether ``text`` may be English.

    Not English: most letters are outside the Latin script; or another language's function words outnumber the English ones;
    or a longer text has next to none of the English ones. A text of a few words in the Latin script counts as English, and
    so does one without letters. Long texts are judged by three samples.
    """
    words = _WORD.findall(_sample(text).lower())
    letters = "".join(words)
    if 2 * sum(map(len, _NOT_LATIN.findall(letters))) > len(letters):
        return False
    if len(words) < SHORT:
        return True
    counts = Counter(filter(_KNOWN.__contains__, words))
    english, *others = (sum(counts[w] for w in known & counts.keys()) for known in (_ENGLISH, *_OTHER_WORDS))
    share, other = english / len(words), max(others) / len(words)
    return not (other > max(share, 0.1) or (len(words) >= LONG and share < 0.1))


def _sample(text: str) -> str:
    if len(text) <= 3 * SLICE:
        return text
    middle = len(text) // 2
    return f"{text[:SLICE]} {text[middle : middle + SLICE]} {text[-SLICE:]}"

"""English or not, by script and function words."""

from __future__ import annotations

import time

import pytest

from restore.language import looks_english

# Article 1 of the Universal Declaration of Human Rights (United Nations, free to use).
ARTICLE_1 = {
    "Afrikaans": (
        "Alle menslike wesens word vry, met gelyke waardigheid en regte, gebore. Hulle het rede en gewete en "
        "behoort in die gees van broederskap teenoor mekaar op te tree."
    ),
    "Catalan": (
        "Tots els éssers humans neixen lliures i iguals en dignitat i en drets. Són dotats de raó i de "
        "consciència, i han de comportar-se fraternalment els uns amb els altres."
    ),
    "Croatian": (
        "Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu i pravima. Ona su obdarena razumom i "
        "sviješću i trebaju jedna prema drugima postupati u duhu bratstva."
    ),
    "Czech": (
        "Všichni lidé rodí se svobodní a sobě rovní co do důstojnosti a práv. Jsou nadáni rozumem a svědomím a "
        "mají spolu jednat v duchu bratrství."
    ),
    "Danish": (
        "Alle mennesker er født frie og lige i værdighed og rettigheder. De er udstyret med fornuft og "
        "samvittighed, og de bør handle mod hverandre i en broderskabets ånd."
    ),
    "Dutch": (
        "Alle mensen worden vrij en gelijk in waardigheid en rechten geboren. Zij zijn begiftigd met verstand en "
        "geweten, en behoren zich jegens elkander in een geest van broederschap te gedragen."
    ),
    "Finnish": (
        "Kaikki ihmiset syntyvät vapaina ja tasavertaisina arvoltaan ja oikeuksiltaan. Heille on annettu järki ja"
        " omatunto, ja heidän on toimittava toisiaan kohtaan veljeyden hengessä."
    ),
    "French": (
        "Tous les êtres humains naissent libres et égaux en dignité et en droits. Ils sont doués de raison et de "
        "conscience et doivent agir les uns envers les autres dans un esprit de fraternité."
    ),
    "German": (
        "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Sie sind mit Vernunft und Gewissen "
        "begabt und sollen einander im Geiste der Brüderlichkeit begegnen."
    ),
    "Hungarian": (
        "Minden emberi lény szabadon születik és egyenlő méltósága és joga van. Az emberek, ésszel és "
        "lelkiismerettel bírván, egymással szemben testvéri szellemben kell hogy viseltessenek."
    ),
    "Indonesian": (
        "Semua orang dilahirkan merdeka dan mempunyai martabat dan hak-hak yang sama. Mereka dikaruniai akal dan "
        "hati nurani dan hendaknya bergaul satu sama lain dalam semangat persaudaraan."
    ),
    "Italian": (
        "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Essi sono dotati di ragione e di "
        "coscienza e devono agire gli uni verso gli altri in spirito di fratellanza."
    ),
    "Polish": (
        "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw. Są oni obdarzeni rozumem"
        " i sumieniem i powinni postępować wobec innych w duchu braterstwa."
    ),
    "Portuguese": (
        "Todos os seres humanos nascem livres e iguais em dignidade e em direitos. Dotados de razão e de "
        "consciência, devem agir uns para com os outros em espírito de fraternidade."
    ),
    "Spanish": (
        "Todos los seres humanos nacen libres e iguales en dignidad y derechos y, dotados como están de razón y "
        "conciencia, deben comportarse fraternalmente los unos con los otros."
    ),
    "Swedish": (
        "Alla människor är födda fria och lika i värde och rättigheter. De är utrustade med förnuft och samvete "
        "och bör handla gentemot varandra i en anda av broderskap."
    ),
    "Turkish": (
        "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. Akıl ve vicdana sahiptirler ve "
        "birbirlerine karşı kardeşlik zihniyeti ile hareket etmelidirler."
    ),
    "Vietnamese": (
        "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền. Mọi con người đều được tạo "
        "hoá ban cho lý trí và lương tâm và cần phải đối xử với nhau trong tình bằng hữu."
    ),
    "Arabic": "يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.",
    "Chinese": "人人生而自由，在尊严和权利上一律平等。",
    "Greek": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα.",
    "Hindi": "सभी मनुष्यों को गौरव और अधिकारों के मामले में जन्मजात स्वतन्त्रता और समानता प्राप्त है।",
    "Russian": "Все люди рождаются свободными и равными в своем достоинстве и правах.",
}
ENGLISH = (
    "All human beings are born free and equal in dignity and rights. They are endowed with reason and conscience and should act "
    "towards one another in a spirit of brotherhood."
)
# Written for this test in the manner of a spinner.
SPUN = (
    "For a number of days there have been reviews in regards to the nation’s monetary coverage. Specialists say the federal "
    "government may very well be compelled to boost taxes, which can have an effect on thousands and thousands of households."
)


@pytest.mark.parametrize("language", ARTICLE_1)
def test_other_languages_are_not_english(language: str) -> None:
    assert not looks_english(ARTICLE_1[language])


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH,
        SPUN,
        ENGLISH.upper(),
        "“Danke,” said the man, and then in German: “Ich weiß nicht, was das ist.” Nobody there knew what he had meant by it.",
        "Dutch painters of the Golden Age, from Van Dyck to Van der Weyden, in the Museum van der Heijden.",
        "In 2007, IBM moved staff to São Paulo, Rio de Janeiro, Santa Cruz de la Sierra and La Paz; then it moved them back.",
    ],
)
def test_english_is_english(text: str) -> None:
    assert looks_english(text)


@pytest.mark.parametrize("text", ["", "12 + 30 = 42", "Guten Morgen!", "Café Noir", "war"])
def test_a_few_words_get_the_benefit_of_the_doubt(text: str) -> None:
    assert looks_english(text)


def test_a_few_words_in_another_script_do_not() -> None:
    assert not looks_english("Доброе утро")


def test_mixed_text_goes_by_the_larger_part() -> None:
    assert looks_english(3 * (ENGLISH + " ") + ARTICLE_1["French"])
    assert not looks_english(ENGLISH + " " + " ".join(3 * [ARTICLE_1["French"]]))
    assert looks_english(3 * (ENGLISH + " ") + ARTICLE_1["Russian"])


def test_a_longer_text_in_an_unlisted_language_is_not_english() -> None:
    basque = (
        "Gizon-emakume guztiak aske jaiotzen dira, duintasun eta eskubide berberak dituztela; eta ezaguera eta kontzientzia "
        "dutenez gero, elkarren artean senide legez jokatu beharra dute. "
    )
    assert not looks_english(5 * basque)


def test_long_texts_are_sampled_throughout() -> None:
    started = time.process_time()
    assert looks_english(60_000 * (ENGLISH + " "))
    assert time.process_time() - started < 2
    # an English first page does not hide what the rest is in
    assert not looks_english(120 * ENGLISH + " " + 2000 * (ARTICLE_1["German"] + " "))

"""Which numbers and names of a sentence its source does not have."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsreader.claims import claims_of, source_of, unsupported
from newsreader.sentences import sentences


def _missing(sentence: str, source: str, language: str = "en") -> tuple[str, ...]:
    return unsupported([sentence], source_of(source, language=language))[0]


@pytest.mark.parametrize(
    ("told", "source", "language"),
    [
        ("1,234 people", "1234 people", "en"),
        ("1.234 Menschen", "1234 Menschen", "de"),
        ("1 234 personnes", "1234 personnes", "fr"),
        ("1 234 personnes", "1\u202f234 personnes", "fr"),
        ("1'234 Franken", "1’234 Franken", "de"),
        ("123", "١٢٣", "ar"),
        ("123", "१२३", "hi"),
        ("１，２３４人", "1,234人", "ja"),
        ("12,34,567 rupees", "1234567 rupees", "en"),
        ("3.50 euros", "3,5 euros", "en"),
        ("12 people", "twelve people", "en"),
        ("twelve people", "12 people", "en"),
        ("a dozen people", "12 people", "en"),
        ("twenty-one people", "21 people", "en"),
        ("two hundred and five people", "205 people", "en"),
        ("one hundred thousand people", "100,000 people", "en"),
        ("the third time", "the 3rd time", "en"),
        ("1.2 million people", "1,200,000 people", "en"),
        ("1,2 Mio. Euro", "1.200.000 Euro", "de"),
        ("$1.2bn", "1,200 million dollars", "en"),
        ("$45m", "45 million dollars", "en"),
        ("100m", "100 metres", "en"),
        ("zwölf", "12", "de"),
        ("zweiundzwanzig", "22", "de"),
        ("dreihundertfünf", "305", "de"),
        ("3 Milliarden", "3.000.000.000", "de"),
        ("quatre-vingt-dix-sept", "97", "fr"),
        ("soixante-douze", "72", "fr"),
        ("treinta y dos", "32", "es"),
        ("dos mil", "2.000", "es"),
        ("ventuno", "21", "it"),
        ("duemila", "2.000", "it"),
        ("trinta e um", "31", "pt"),
        ("drieëntwintig", "23", "nl"),
        ("5 тысяч", "5000", "ru"),
        ("двадцать пять", "25", "ru"),
        ("1亿2000万", "120000000", "zh"),
        ("3人", "三人", "zh"),
        ("45 percent", "45%", "en"),
        ("45%", "45 per cent", "en"),
        ("45%", "from 45 to 50 percent", "en"),
        ("3 million", "3 to 5 million", "en"),
        ("8 pm", "20:00", "en"),
        ("20:00", "8 p.m.", "en"),
        ("10:30", "10.30", "en"),
        ("$30", "30 dollars", "en"),
        ("45km", "45 kilometres", "en"),
        ("the 1990s", "the 1990s", "en"),
    ],
)  # fmt: skip
def test_a_number_is_the_same_however_it_is_written(told: str, source: str, language: str) -> None:
    assert _missing(f"There were {told} on board.", f"It had {source} there.", language) == ()


@pytest.mark.parametrize(
    ("told", "source", "missing"),
    [
        ("45 people", "54 people", "45"),
        ("1,234 people", "1,243 people", "1,234"),
        ("twelve people", "twenty people", "twelve"),
        ("1.2 million people", "1.2 billion people", "1.2 million"),
        ("1,200 people", "1,203 people", "1,200"),
        ("45 percent", "45 euros", "45 percent"),
        ("45 euros", "45 percent", "45 euros"),
        ("$30", "30 pounds", "$30"),
        ("45 miles", "45 kilometres", "45 miles"),
        ("in 2024", "in 2023", "2024"),
    ],
)
def test_another_number_or_unit_is_told(told: str, source: str, missing: str) -> None:
    assert _missing(f"There were {told} on board.", f"It had {source} there.") == (missing,)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("The ferry of Rzehak sailed.", "Gregor RZEHAK has a ferry which sailed."),
        ("The ferry is Rzehak's.", "Rzehak has a ferry."),
        ("He met the WHO.", "He met the World Health Organization."),
        ("He met the World Health Organization.", "He met the WHO."),
        ("He went to the U.S. again.", "He went to the US."),
        ("They met French officials.", "They met officials from France."),
        ("They met Brazilian officials.", "They met officials from Brazil."),
        ("Officials and Aid workers.", "The officials, aid workers."),
        ("They met Jose there.", "They met José there."),
        ("Authorities said so. Meanwhile it rained.", "It rained."),
        ("Fifty-two came. Ten-year bonds rose. Eleven left.", "It was 52, 11 and 10-year."),
        ("It was on Friday in Jan. again.", "It was Fri, January."),
        ("Das Schiff der Reederei.", "Nichts davon."),
    ],
)
def test_a_name_is_the_same_however_it_is_written(sentence: str, source: str) -> None:
    assert _missing(sentence, source, "de" if sentence.startswith("Das") else "en") == ()


@pytest.mark.parametrize(
    ("sentence", "language", "missing"),
    [
        ("The ferry of Gregor Rzehak sailed.", "en", ("Gregor Rzehak",)),
        ("Rzehak sailed the ferry.", "en", ("Rzehak",)),
        ("“Rzehak” sailed.", "en", ("Rzehak",)),
        ("The ferry sailed for NATO.", "en", ("NATO",)),
        ("Le ferry de Brannoy est parti.", "fr", ("Brannoy",)),
        ("Паром в Мурманск ушёл.", "ru", ("Мурманск",)),
        ("The Ferry Of Rzehak Sailed Again Today.", "en", ("Rzehak",)),
        ("渡轮离开了港口。", "zh", ()),
    ],
)
def test_another_name_is_told(sentence: str, language: str, missing: tuple[str, ...]) -> None:
    assert _missing(sentence, "the ferry sailed again today, le ferry est parti. Паром ушёл.", language) == missing


def test_endings_of_names_are_those_of_the_language() -> None:
    assert _missing("Вчера в Москве было тихо.", "Город Москва вчера.", "ru") == ()
    assert _missing("Wczoraj spotkał się z Rzehakiem.", "Wczoraj przyjechał Rzehak.", "pl") == ()


def test_title_and_date_count_as_in_the_text() -> None:
    source = source_of("It sailed.", title="Ferry Brannoy", published=date(2026, 3, 2), language="en")
    assert unsupported(["On Monday, 2 March 2026, the Brannoy sailed."], source) == [()]
    assert unsupported(["On Tuesday the Brannoy sailed."], source) == [("Tuesday",)]


def test_a_word_that_has_a_capital_elsewhere_is_a_name_at_the_beginning_too() -> None:
    source = source_of("Le bateau est parti.", language="fr")
    assert unsupported(["Brannoy est parti.", "Le bateau de Brannoy est parti."], source) == [
        ("Brannoy",),
        ("Brannoy",),
    ]


def test_the_claims_of_a_sentence_are_what_an_empty_text_lacks() -> None:
    assert claims_of("The Brannoy carried 45 people.", "en") == {"Brannoy", "45"}


_LANGUAGES = st.sampled_from(
    ["", "en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv", "tr", "zh", "ja", "ar", "hi"]
)
_WRITTEN = (
    "1 12 345 1,234 1.234 1'234 1.2 45% $ € £ km million Mio. billion hundred and y et two twenty zwei dix mil 十 三 万 3万 "
    "١٢٣ १२३ Rzehak WHO World Health Organization of the U.S. O'Neill COVID-19 G7 St. Paul İstanbul Москва Москве 约翰 "
    "per cent pour 8 pm p.m. 20:00 . ! ? 。 ： : ; , - – ’s ( ) “ ” \u200b \u00ad \u0301 \u202f \u00a0 \n # * Ⅳ ² ½ ａ Ａ １"
)
_PIECES = st.sampled_from(_WRITTEN.split(" "))
_TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=30).map(" ".join),
    st.lists(_PIECES, max_size=30).map("".join),
)


@given(_TEXTS, _LANGUAGES)
@example("0\u03000A", "en")
@example("\x9d\x1e0", "en")
def test_a_sentence_of_the_text_has_nothing_that_the_text_has_not(text: str, language: str) -> None:
    found = sentences(text)
    assert unsupported(found, source_of(text, language=language)) == [()] * len(found)


@given(st.lists(_TEXTS, max_size=4), _TEXTS, _LANGUAGES)
def test_no_text_is_too_strange(told: list[str], text: str, language: str) -> None:
    found = unsupported(told, source_of(text, language=language))
    assert len(found) == len(told)
    assert all(thing.strip() for things in found for thing in things)


_LONG = ("1 ", "A.", "1亿", "World Health ")
_LESS_LONG = ("1", "1,", "1,234 ", "A-", "A'", "Ab ", "two ", "hundred ", "of ", "1%", "\u0301", "。")


@pytest.mark.parametrize(
    ("piece", "length"), [*((piece, 100_000) for piece in _LONG), *((piece, 20_000) for piece in _LESS_LONG)]
)
def test_a_very_long_sentence_is_checked_like_any_other(piece: str, length: int) -> None:
    long = piece * (length // len(piece))
    found, other = unsupported([long, f"B{long}"], source_of(f"c {long}", language="en"))
    assert len(found) <= 20
    assert len(other) <= 20


@pytest.mark.parametrize(
    "number",
    ["0" * 30 + ",123,456,789", "1," * 25 + "1", "1亿" * 25, "9" * 5_000, "0." + "0" * 50 + "1", "1." * 30 + "1"],
)
@pytest.mark.parametrize("more", ["{} million people", "{} to 5 million people", "3 to {} million people", "{}万"])
def test_a_number_that_is_too_long_to_compute_with_is_only_compared(number: str, more: str) -> None:
    sentence = f"They counted {more.format(number)}"
    assert _missing(sentence, f"Nobody knows why. {sentence} in May.") == ()
    assert _missing(sentence, "Nobody knows.") != ()


def test_very_many_marks_on_one_letter_cost_no_time() -> None:
    marked = "Zo" + "\u0301\u0323" * 300_000 + "e came"
    assert _missing("Zoe came home", marked) == ()
    assert _missing("Anna" + "\u0323\u0301" * 300_000 + " came", "Nobody came") != ()


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n  "])
@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("It took 45 percent of twenty five million dollars and 1.2 million tons", "en"),
        ("Es waren 45 Prozent von 5 Mio. Euro", "de"),
        ("Это 45,5 % из 3,5 млрд рублей", "ru"),
        ("yüzde 45,5 ile 12 bin", "tr"),
    ],
)
def test_a_line_may_end_within_a_number_of_the_text(sentence: str, language: str, end: str) -> None:
    for place in [place for place, char in enumerate(sentence) if char == " "]:
        wrapped = f"{sentence[:place]}{end}{sentence[place + 1 :]}"
        assert _missing(sentence, f"Before.\n\n{wrapped}.\n\n7 more.", language) == ()

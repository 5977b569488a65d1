"""Words that say nothing about an event, and the language they tell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.events.stop_words import LANGUAGES, guessed_language, stop_words
from newsreader.folding import fold, tokens

SENTENCES = {
    "en": "The ferry to the islands was late again, and the passengers waited on the quay until noon.",
    "de": "Die Fähre zu den Inseln kam wieder zu spät, und die Fahrgäste warteten bis zum Mittag am Kai.",
    "fr": "Le bac pour les îles était encore en retard, et les passagers ont attendu sur le quai jusqu'à midi.",
    "es": "El barco a las islas volvió a llegar tarde y los pasajeros esperaron en el muelle hasta el mediodía.",
    "it": "Il traghetto per le isole era di nuovo in ritardo e i passeggeri hanno aspettato sul molo fino a mezzogiorno.",
    "pt": "O barco para as ilhas atrasou-se outra vez, e os passageiros esperaram no cais até ao meio-dia.",
    "nl": "De veerboot naar de eilanden was weer te laat en de reizigers wachtten tot de middag op de kade.",
    "ru": "Паром на острова снова опоздал, и пассажиры ждали на причале до полудня, потому что другого не было.",
    "ar": "تأخرت العبارة المتجهة إلى الجزر مرة أخرى وانتظر الركاب على الرصيف حتى الظهر بسبب الرياح.",
    "pl": "Prom na wyspy znowu się spóźnił, a pasażerowie czekali na nabrzeżu aż do południa.",
    "sv": "Färjan till öarna var försenad igen, och passagerarna väntade på kajen till klockan tolv.",
    "tr": "Adalara giden vapur yine geç kaldı ve yolcular öğleye kadar iskelede bekledi, çünkü başka vapur yoktu.",
    "uk": "Пором на острови знову запізнився, і пасажири чекали на причалі до полудня, бо іншого не було.",
    "zh": "开往群岛的渡轮再次晚点,乘客在码头等到中午。",
    "ja": "島へ向かうフェリーはまた遅れ、乗客は昼まで桟橋で待った。",
    "ko": "섬으로 가는 여객선이 또 늦어져 승객들은 정오까지 부두에서 기다렸다.",
    "th": "เรือข้ามฟากไปยังเกาะมาช้าอีกครั้ง ผู้โดยสารรอจนถึงเที่ยง",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_stop_word_is_one_token_and_its_own_fold(language: str) -> None:
    for word in stop_words(language):
        assert fold(word) == word
        assert tokens(word) == [word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_list_has_hundreds_of_words(language: str) -> None:
    assert len(stop_words(language)) > 300


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "the said Monday February percent report according ten"),
        ("de", "über sagte Montag März Prozent Bericht heute zehn"),
        ("fr", "été déclaré lundi février selon aujourd'hui vidéo dix"),
        ("es", "según dijo miércoles marzo también mañana diez"),
        ("it", "perché detto lunedì febbraio secondo oggi dieci"),
        ("pt", "não disse terça março também manhã dez"),
        ("nl", "één zei maandag maart volgens vandaag tien"),
        ("ru", "ещё сказал понедельник мая сообщает сегодня десять"),
        ("ar", "إلى قال الاثنين مارس بحسب اليوم عشرة"),
        ("pl", "że powiedział poniedziałek marca według dziś dziesięć"),
        ("sv", "från säger måndag mars enligt idag tio"),
        ("tr", "için söyledi salı şubat göre bugün on"),
        ("uk", "що сказав понеділок травня повідомляє сьогодні десять"),
    ],
)
def test_words_are_known_in_whatever_case_and_with_accents(language: str, words: str) -> None:
    assert set(tokens(words.upper())) <= stop_words(language)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "US mine strike Sun killed court"), ("es", "acuerdo"), ("ar", "صور"), ("ru", "канал суд")],
)
def test_words_that_tell_an_event_are_kept(language: str, words: str) -> None:
    assert not set(tokens(words)) & stop_words(language)


@pytest.mark.parametrize("language", ["", "xx", "EN", "en-GB", "../stop-en", "zh", "ja", "\x00"])
def test_a_language_without_a_list_has_no_stop_words(language: str) -> None:
    assert stop_words(language) == frozenset()


def test_a_list_is_read_once() -> None:
    assert stop_words("pt") is stop_words("pt")


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_tells_its_language(language: str) -> None:
    assert guessed_language(tokens(SENTENCES[language])) == language


def test_there_is_a_sentence_of_each_language_with_a_list() -> None:
    assert set(LANGUAGES) < set(SENTENCES)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ""),
        ("en", "Kivalina Lighthouse 2024"),
        ("ru", "Землетрясение магнитудой 5,4"),
        ("ar", "زلزال مدمر"),
        ("en", "The ship 长江 sank in the river on its way to the sea"),
        ("zh", "这家名为の的商店在北京王府井大街正式开业迎客"),
        ("ja", "首相、訪米へ 米大統領と会談"),
    ],
)
def test_names_few_words_and_foreign_letters_do_not_mislead(language: str, text: str) -> None:
    assert guessed_language(tokens(text)) == language


@given(st.lists(st.text(max_size=8), max_size=20))
def test_some_language_is_guessed_whatever_the_words(words: list[str]) -> None:
    assert guessed_language(words) in SENTENCES

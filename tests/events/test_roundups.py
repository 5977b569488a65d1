"""Which titles are those of stories that tell many events at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.events.roundups import is_roundup
from newsreader.events.stop_words import LANGUAGES

ROUNDUPS = {
    "en": [
        "Headlines for July 3, 2024",
        "Morning briefing: ferries stop, schools open, and a bridge is named",
        "Your Wednesday Briefing",
        "Tuesday briefing: What the new harbour tax means",
        "Evening Briefing | The Harbour Post",
        "Live updates: Votes are counted on the islands",
        "Island election live updates",
        "Harbour strike: ministers meet unions – live",
        "Island election: the count, as it happened",
        "5 things to know for Monday, Sept. 23",
        "What to know today",
        "Here’s What You Need to Know Today: July 3",
        "The week in pictures: floods, a regatta and a lost whale",
        "Best photos of the week from around the world",
        "Weekly news quiz: which ferry came late?",
        "Week in Review",
        "U.S. news roundup: storms and strikes",
        "News Wrap: Lawmakers leave for the summer",
        "Today in History: July 20, the first walk on the moon",
        "World news in brief",
        "Top Stories: ferries, floods and football",
        "Newspaper headlines: 'Tax shock' and 'Harbour chaos'",
        "Good evening. Daily news podcast. July 3",
        "Monday’s top headlines",
    ],
    "de": [
        "Die Lage am Morgen: Wer zahlt für den Hafen?",
        "Das Wichtigste am Abend",
        "Hafenstreik im Liveticker",
        "Liveblog zum Krieg: Neue Angriffe in der Nacht",
        "Die Bilder der Woche",
        "Nachrichtenquiz: Was wissen Sie noch?",
        "Was heute wichtig ist",
        "+++ Newsblog +++",
    ],
    "fr": [
        "L’essentiel de l’actualité du 3 juillet",
        "La revue de presse du lundi 3 juillet",
        "Grève au port : suivez le direct",
        "En direct : les bacs sont à l'arrêt",
        "La semaine en images",
        "Quiz de l’actu : avez-vous bien suivi ?",
        "Journal de 8h du 3 juillet",
    ],
    "es": [
        "Titulares del lunes 3 de julio",
        "Huelga en el puerto, minuto a minuto",
        "Lo más importante del día: tres noticias del puerto",
        "Las portadas de los periódicos de hoy",
        "La semana en imágenes",
        "Las principales noticias de este martes",
    ],
    "it": [
        "Rassegna stampa del 3 luglio",
        "Sciopero dei traghetti, la diretta",
        "Le notizie del giorno: porti, scuole e sport",
        "La settimana in immagini",
        "Accadde oggi: il primo uomo sulla Luna",
    ],
    "pt": [
        "Manchetes dos jornais desta segunda-feira",
        "Greve no porto ao minuto",
        "Resumo do dia: barcos parados e escolas abertas",
        "O que você precisa saber hoje",
        "As fotos da semana pelo mundo",
    ],
    "nl": [
        "Liveblog: veerboten varen niet",
        "Het belangrijkste nieuws van maandag 3 juli",
        "De week in beeld",
        "Nieuwsquiz: wat weet je nog?",
        "Ochtendbriefing | staking in de haven",
    ],
    "ru": [
        "Главное за ночь: паромы и школы",
        "Итоги недели",
        "Забастовка в порту: онлайн-трансляция",
        "Главные новости к утру 3 июля",
        "О чем пишут СМИ",
    ],
    "ar": [
        "موجز الأخبار: الثلاثاء 3 يوليو",
        "إضراب الميناء لحظة بلحظة",
        "أبرز عناوين الصحف العربية",
        "الأسبوع في صور",
    ],
    "pl": [
        "Przegląd prasy: poniedziałek 3 lipca",
        "Strajk w porcie – relacja na żywo",
        "Podsumowanie tygodnia",
        "Zdjęcia tygodnia z całego świata",
    ],
    "sv": [
        "Veckans viktigaste nyheter på fem minuter",
        "Hamnstrejken: direktrapport",
        "Det här hände i natt",
        "Nyhetsquiz: minns du färjan?",
    ],
    "tr": [
        "Günün özeti: 3 Temmuz",
        "Liman grevi dakika dakika",
        "3 Temmuz gazete manşetleri",
        "Tarihte bugün: Ay'a ilk adım",
    ],
    "uk": [
        "Головне за добу: пороми та школи",
        "Підсумки тижня",
        "Страйк у порту: онлайн-трансляція",
        "Головні новини 3 липня",
    ],
}

ORDINARY = {
    "en": [
        "Police round up suspects after harbour fire",
        "Thirty arrested in drug roundup on the islands",
        "Court hears farmer’s case against maker of Roundup",
        "Morning briefing room fire forces minister out",
        "President skips morning briefing again",
        "White House briefing: spokeswoman quits",
        "Live updates to software leave phones dead",
        "Families live in tents after the flood",
        "Saturday Night Live opens its new season",
        "Singer makes headlines for the wrong reasons",
        "Hurricane: 5 things to know about the damage",
        "What to know about the new harbour tax",
        "Quiz show host dies at 80",
        "Newsletter firm is sold for $20 million",
        "Ferry company reviews its week of delays",
        "Year in prison for ferry captain",
        "Goal in the 10:30 match decides the cup",
        "",
        "– : |",
    ],
    "de": [
        "Minister lässt Briefing ausfallen",
        "Nachrichten der Rebellen erreichen die Hauptstadt",
        "Der Tag, an dem die Fähre sank",
        "Bilder des Malers gestohlen",
        "Live-Musik im Hafen bleibt verboten",
    ],
    "fr": [
        "Un vol direct entre Lyon et les îles",
        "La presse passe en revue par un juge",
        "Le maire quitte la une du journal local",
        "Les titres de séjour seront plus chers",
    ],
    "es": [
        "Un minuto de silencio por las víctimas",
        "Los titulares del equipo faltan al partido",
        "Vuelo directo entre Madrid y las islas",
        "La semana en que cayó el gobierno",
    ],
    "it": [
        "La giornata dei traghetti fermi",
        "Treno in diretta collisione con un camion",
        "Il giornale chiude dopo cent’anni",
        "La foto del ministro divide il governo",
    ],
    "pt": [
        "Um minuto de silêncio pelas vítimas",
        "Show ao vivo é cancelado no Rio",
        "Boletim médico do ministro preocupa",
        "Jornais fecham após cem anos",
    ],
    "nl": [
        "Man gewond na week in zee",
        "Kranten verhogen hun prijs",
        "Dag van de zeilboot trekt duizenden bezoekers",
        "Quizmaster overlijdt op 80-jarige leeftijd",
    ],
    "ru": [
        "Главный врач больницы уволен",
        "Суд подвёл итоги выборов",
        "В этот день погибли пять рыбаков",
        "Брифинг министра сорвался",
    ],
    "ar": [
        "مقتل خمسة صيادين في غرق قارب",
        "حصاد القمح يتراجع في مصر",
        "وزير يقيل مدير نشرة الأخبار",
        "الصحف ترفع أسعارها",
    ],
    "pl": [
        "Premier odwołał briefing w Gdańsku",
        "Prasa drożeje od lipca",
        "Zdjęcia satelitarne pokazują pożar",
        "Tydzień bez promów na wyspach",
    ],
    "sv": [
        "Veckan utan färjor kostade miljoner",
        "Direktören lämnar hamnen",
        "Brand i korthuset stoppade tåget",
        "Bilden av ministern väcker vrede",
    ],
    "tr": [
        "Bakan bültenleri yasakladı",
        "Gazete binasında yangın çıktı",
        "Canlı müzik limanda yasak",
        "Haftanın maçında beş gol",
    ],
    "uk": [
        "Головного лікаря звільнили",
        "Суд підбив підсумки виборів",
        "Брифінг міністра зірвано",
        "Пором затонув біля Одеси",
    ],
}


@pytest.mark.parametrize(("language", "title"), [(tag, title) for tag, titles in ROUNDUPS.items() for title in titles])
def test_a_story_of_many_events_is_known_by_its_title(language: str, title: str) -> None:
    assert is_roundup(title, language)
    assert is_roundup(title.upper(), language)


@pytest.mark.parametrize(("language", "title"), [(tag, title) for tag, titles in ORDINARY.items() for title in titles])
def test_a_story_of_one_event_is_none(language: str, title: str) -> None:
    assert not is_roundup(title, language)


@pytest.mark.parametrize("titles", [ROUNDUPS, ORDINARY])
def test_there_are_titles_of_each_language(titles: dict[str, list[str]]) -> None:
    assert set(titles) == set(LANGUAGES)


@pytest.mark.parametrize("language", ["", "zh", "xx", "../roundups-en", "\x00"])
def test_in_other_languages_no_story_is_one(language: str) -> None:
    assert not is_roundup("Morning briefing", language)


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_title_gets_an_answer(title: str, language: str) -> None:
    assert is_roundup(title, language) in {True, False}

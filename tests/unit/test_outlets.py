"""Who a story's file means: by id, name, alias, or the way an encyclopaedia opens."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.bias import BY_ID, NOT_RATED, SCALE, parse_rating
from newsreader.outlets import Registry, slug, subject
from newsreader.story import Bias, Outlet

CENTER = Bias(BY_ID["center"], "AllSides", "https://www.allsides.com/bbc", date(2023, 7, 31))
BBC = Outlet(
    id="bbc-news",
    name="BBC News",
    aliases=("BBC", "British Broadcasting Corporation"),
    description="BBC News is the news service of a British public broadcaster with its headquarters in London.",
    website="https://www.bbc.com",
    country="United Kingdom",
    founded=1922,
    bias=CENTER,
)
LBCI = Outlet(
    id="lbci",
    name="LBCI",
    aliases=("LBC", "Lebanese Broadcasting Corporation"),
    description="LBCI is a private television station in Lebanon, founded in 1985 by the Lebanese Forces militia.",
    website="https://www.lbcgroup.tv",
    country="Lebanon",
)
JOURNAL = Outlet(id="wsj", name="The Wall Street Journal", aliases=("WSJ",), bias=Bias(BY_ID["center"]))
DW = Outlet(id="dw", name="Deutsche Welle", aliases=("DW", "德国之声"), country="Germany")
TIMES = Outlet(id="times", name="The Times", aliases=("Times",), country="United Kingdom")
INDIA = Outlet(id="times-of-india", name="The Times of India", aliases=("TOI", "Times"), country="India")
REGISTRY = Registry((BBC, LBCI, JOURNAL, DW, TIMES, INDIA))


def found(stated: Outlet) -> str:
    return REGISTRY.resolve(stated).outlet.id


@pytest.mark.parametrize(
    ("stated", "id_"),
    [
        (Outlet(id="bbc-news"), "bbc-news"),
        (Outlet(id="BBC"), "bbc-news"),
        (Outlet(id="Wall Street Journal"), "wsj"),
        (Outlet(name="bbc news"), "bbc-news"),
        (Outlet(name="  The   BBC  NEWS "), "bbc-news"),
        (Outlet(name="British Broadcasting Corporation"), "bbc-news"),
        (Outlet(name="wsj"), "wsj"),
        (Outlet(name="德国之声"), "dw"),
        (Outlet(id="unheard-of", name="BBC"), "bbc-news"),
        (Outlet(id="lbci", name="BBC"), "lbci"),
        (Outlet(name="Times"), "times"),
        (Outlet(name="The Times of India"), "times-of-india"),
    ],
)
def test_an_outlet_is_found_by_id_name_and_alias(stated: Outlet, id_: str) -> None:
    assert found(stated) == id_


@pytest.mark.parametrize(
    ("description", "id_"),
    [
        ("The British Broadcasting Corporation (BBC) is a British public service broadcaster in London.", "bbc-news"),
        ("BBC News is an operational business division.", "bbc-news"),
        ("The BBC, based in London, is a public broadcaster of the United Kingdom.", "bbc-news"),
        ("The Wall Street Journal is an American newspaper.", "wsj"),
        ("Deutsche Welle (DW) is a German state-owned broadcaster.", "dw"),
        ("德国之声是德国的国际广播电台。", "dw"),
        ("The Times of India, also known as TOI, is a daily newspaper.", "times-of-india"),
        ("The Times is a British daily newspaper.", "times"),
        ("LBC was founded in 1985 by the Lebanese Forces and is a television station in Lebanon.", "lbci"),
    ],
)
def test_an_outlet_is_found_by_the_opening_of_its_description(description: str, id_: str) -> None:
    resolution = REGISTRY.resolve(Outlet(description=description))
    assert resolution.outlet.id == id_
    assert resolution.outlet.description == description
    assert resolution.message == ""


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("LBC is a London talk radio station that broadcasts phone-in programmes.", "LBC"),
        ("LBC (originally the London Broadcasting Company) is a British station.", "LBC"),
        ("The BBCC is a club of collectors.", "The BBCC"),
        ("Timeshare Weekly is a magazine.", "Timeshare Weekly"),
        ("Next to BBC News stands the Harbour Post.", "Next to BBC News stands the Harbour Post"),
    ],
)
def test_an_outlet_that_only_resembles_a_known_one_stays_itself(description: str, name: str) -> None:
    outlet = REGISTRY.resolve(Outlet(description=description)).outlet
    assert outlet.name == name
    assert outlet.bias is None
    assert outlet.id not in {"bbc-news", "lbci", "times"}


def test_the_website_tells_two_outlets_of_one_acronym_apart() -> None:
    words = "LBC is a broadcaster."
    assert found(Outlet(description=words, website="https://lbcgroup.tv/about")) == "lbci"
    assert found(Outlet(description=words + " Lebanon.", website="https://www.lbc.co.uk")) == "lbc"


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("The X is a broadcaster.", "The X"),
        ("Al Jazeera (Arabic: الجزيرة) is a network.", "Al Jazeera"),
        ("Reuters, an agency, was founded in 1851.", "Reuters"),
        ("France 24 – a channel", "France 24"),
        ("Der Spiegel ist ein Nachrichtenmagazin.", "Der Spiegel"),
        ("Le Monde est un journal.", "Le Monde"),
        ("El País es un periódico.", "El País"),
        ("NHKは、日本の公共放送である。", "NHK"),
        ("“Quoted Post” is a paper.", "Quoted Post"),
        ("Isis Daily is a paper.", "Isis Daily"),
        ("Harbour Post", "Harbour Post"),
        ("Harbour Post.\nSecond line", "Harbour Post"),
        ("", ""),
    ],
)
def test_a_description_is_about_what_stands_before_its_verb(description: str, name: str) -> None:
    assert subject(description) == name


def test_a_subject_is_of_bounded_length() -> None:
    assert len(subject("word " * 100)) <= 60


def test_what_the_file_states_goes_before_what_the_registry_knows() -> None:
    stated = Outlet(id="bbc-news", description="Own words.", country="UK", founded=1927, aliases=("Beeb",))
    outlet = REGISTRY.resolve(stated).outlet
    assert (outlet.description, outlet.country, outlet.founded, outlet.aliases) == ("Own words.", "UK", 1927, ("Beeb",))
    assert (outlet.name, outlet.website, outlet.bias) == ("BBC News", "https://www.bbc.com", CENTER)


def test_a_name_in_the_file_renames_only_the_outlet_of_that_id() -> None:
    assert REGISTRY.resolve(Outlet(id="bbc-news", name="BBC World")).outlet.name == "BBC World"
    assert REGISTRY.resolve(Outlet(name="the bbc")).outlet.name == "BBC News"


def test_one_rating_from_two_sides_is_completed() -> None:
    resolution = REGISTRY.resolve(Outlet(id="bbc-news", bias=Bias(BY_ID["center"], note="Read on the page.")))
    assert resolution.message == ""
    assert resolution.outlet.bias == Bias(CENTER.rating, CENTER.source, CENTER.url, CENTER.as_of, "Read on the page.")


def test_two_ratings_that_differ_show_the_storys_own_and_are_reported() -> None:
    own = Bias(BY_ID["left"], "Elsewhere")
    resolution = REGISTRY.resolve(Outlet(id="bbc-news", bias=own))
    assert resolution.outlet.bias == own
    assert resolution.message == "The rating here is Left, in the registry it is Center."
    assert resolution.fix


def test_a_file_that_knows_no_rating_does_not_hide_the_registrys() -> None:
    resolution = REGISTRY.resolve(Outlet(id="bbc-news", bias=Bias(NOT_RATED)))
    assert (resolution.outlet.bias, resolution.message) == (CENTER, "")


@pytest.mark.parametrize(
    ("id_", "fix"),
    [("bbc-new", 'Did you mean "bbc-news"?'), ("zzzzzz", "Add it to outlets.yaml, or correct the id.")],
)
def test_an_unknown_id_is_shown_unrated_and_reported_with_the_nearest(id_: str, fix: str) -> None:
    resolution = REGISTRY.resolve(Outlet(id=id_))
    assert (resolution.outlet.id, resolution.outlet.name, resolution.outlet.rating) == (id_, id_, NOT_RATED)
    assert resolution.message == f'The outlet "{id_}" is not in the registry.'
    assert resolution.fix == fix


def test_an_alias_of_two_outlets_means_neither() -> None:
    registry = Registry((Outlet(id="a", name="A", aliases=("Post",)), Outlet(id="b", name="B", aliases=("post",))))
    assert registry.resolve(Outlet(name="Post")).outlet.id == "post"


def test_a_new_outlet_gets_an_id_of_its_name() -> None:
    assert REGISTRY.resolve(Outlet(name="Ouest-France & Cie")).outlet.id == "ouest-france-cie"
    assert (slug("Dépêche du Midi"), slug("新华社"), slug("  Два Слова ")) == ("depeche-du-midi", "新华社", "два-слова")


def test_a_rating_is_read_in_every_spelling_and_never_invented() -> None:
    for rating in SCALE:
        for text in (rating.id, rating.name, rating.name.upper(), f" {rating.id.replace('-', '_')} "):
            assert parse_rating(text) is rating
    assert parse_rating("Centre") is BY_ID["center"]
    assert parse_rating("far left") is None
    assert parse_rating("") is None


words = st.sampled_from(
    ["BBC", "The", "Times", "of", "India", "is", "(", ",", "LBC", "a", "德国之声", "", " ", "\n", "Post"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=6).map(" ".join), st.lists(words, max_size=6).map(" ".join))
def test_whatever_is_stated_has_a_name_and_an_id_and_is_found_again(name: str, description: str) -> None:
    stated = Outlet(name=name.strip(), description=description.strip())
    if not stated.name and not stated.description:
        return
    outlet = REGISTRY.resolve(stated).outlet
    assert REGISTRY.resolve(stated).outlet == outlet
    known = next((known for known in REGISTRY.outlets if known.id == outlet.id), None)
    assert outlet.bias == (known.bias if known else None)


POST = Outlet(id="mariner", name="The Mariner's Post", aliases=("Café-Courrier",), bias=CENTER)


@pytest.mark.parametrize(
    "name",
    ["The Mariner’s Post", "the mariner's post", "Mariner`s Post", "MARINER‘S POST", "Mariner＇s  Post", "Ｍariner's Post",
     "Cafe Courrier", "CAFÉ COURRIER", "Cafe\u0301–Courrier"],
)  # fmt: skip
def test_a_name_is_matched_whatever_its_apostrophes_accents_case_and_width(name: str) -> None:
    registry = Registry([POST])
    assert registry.resolve(Outlet(name=name)).outlet.id == "mariner"
    assert registry.resolve(Outlet(id=name)).outlet.id == "mariner"
    described = registry.resolve(Outlet(description=f"{name} is a daily newspaper in Leith.")).outlet
    assert (described.id, described.bias) == ("mariner", CENTER)


def test_names_that_differ_by_accents_alone_are_kept_apart() -> None:
    registry = Registry([Outlet(id="a", name="Dagen"), Outlet(id="b", name="Dàgen")])
    assert [registry.resolve(Outlet(name=name)).outlet.id for name in ("dagen", "DÀGEN")] == ["a", "b"]
    assert registry.resolve(Outlet(name="Dägen")).outlet.bias is None
    assert registry.resolve(Outlet(name="Dägen")).outlet.id not in ("a", "b")


def test_a_longer_word_is_another_name() -> None:
    assert Registry([POST]).resolve(Outlet(description="The Mariners Posts is a newspaper.")).outlet.id != "mariner"

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from msgspec.structs import replace

from newsreader.identity import EMPTY_BODY, identify
from newsreader.links import canonical_url
from newsreader.story import Original, Story

STORY = Story(
    id="a1",
    title="Café opens in Kyiv",
    summary="First line.\nSecond line.\n\nNext paragraph.",
    key_points=("One point", "Another"),
    published=date(2024, 6, 20),
    original=Original("https://www.example.org/a?utm_source=x&b=1", "article"),
    id_declared=True,
)


def test_the_id_and_the_day_are_those_of_the_story() -> None:
    identity = identify(STORY)
    assert (identity.id, identity.id_declared, identity.day) == ("a1", True, "2024-06-20")


def test_a_moment_counts_as_its_day() -> None:
    moment = identify(replace(STORY, published=datetime(2024, 6, 20, 23, 59, tzinfo=UTC)))
    assert (moment.day, moment.title_key) == ("2024-06-20", identify(STORY).title_key)


def test_an_undated_story_has_no_day() -> None:
    assert identify(replace(STORY, published=None)).day == ""


@pytest.mark.parametrize(
    "url", ["http://example.org/a/?b=1", "https://m.example.org/a?b=1#top", "https://EXAMPLE.org:443/a?fbclid=z&b=1"]
)
def test_spellings_of_one_address_have_one_key(url: str) -> None:
    assert identify(replace(STORY, original=Original(url))).url_key == identify(STORY).url_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://app.example.org/#!/article/1", "https://app.example.org/#!/article/2"),
        ("https://app.example.org/#/a/1", "https://app.example.org/#/a/2"),
        ("https://app.example.org/#/a/1", "https://app.example.org/"),
        ("https://app.example.org/x?y=1#/a/1", "https://app.example.org/x?y=1#/a/2"),
        ("https://example.org/topic?src=1001", "https://example.org/topic?src=1002"),
        ("https://example.org/?ref=a", "https://example.org/?ref=b"),
        ("https://example.org/view.php?REF=a", "https://example.org/view.php?REF=b"),
    ],
)
def test_what_tells_one_page_from_another_is_kept(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/topic?id=1&ref=home", "https://example.org/topic?id=1"),
        ("https://example.org/2024/06/20/ferry?src=rss", "https://example.org/2024/06/20/ferry"),
        ("https://example.org/ferry-sails-again?ref=x", "https://example.org/ferry-sails-again"),
        ("https://example.org/ferry.html?ref=x", "https://example.org/ferry.html?src=y#comments"),
        ("https://app.example.org/?ref=x#/a/1", "https://app.example.org/#/a/1"),
        ("https://app.example.org/#/", "https://app.example.org/"),
    ],
)
def test_where_somebody_came_from_does_not_identify_a_page(one: str, other: str) -> None:
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize("original", [None, Original("", "video"), Original("  ")])
def test_no_address_has_no_key(original: Original | None) -> None:
    assert identify(replace(STORY, original=original)).url_key is None


def test_the_title_minds_accents_but_not_case_space_or_their_encoding() -> None:
    key = identify(STORY).title_key
    assert identify(replace(STORY, title=" CAFE\u0301  opens in\nKYIV ")).title_key == key
    assert identify(replace(STORY, title="Cafe opens in Kyiv")).title_key != key
    assert identify(replace(STORY, published=date(2024, 6, 21))).title_key != key


def test_the_body_minds_words_but_not_line_breaks() -> None:
    key = identify(STORY).body_key
    assert identify(replace(STORY, summary="First line. Second line.\nNext paragraph.")).body_key == key
    assert identify(replace(STORY, key_points=("One point",))).body_key != key
    assert identify(replace(STORY, summary="", key_points=())).body_key == EMPTY_BODY


def test_keys_fit_into_a_signed_number_of_64_bits() -> None:
    keys = [identify(replace(STORY, title=str(number))).title_key for number in range(200)]
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert min(keys) < 0 < max(keys)
    assert len(set(keys)) == 200


def test_half_a_surrogate_pair_is_text_like_any_other() -> None:
    assert identify(replace(STORY, title="\udcff")).title_key != identify(replace(STORY, title="\udcfe")).title_key

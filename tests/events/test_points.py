"""Points that no other teller of an event has: what is compared, and how good it is on the sample."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

import pytest

from newsreader.events.points import ToldText, only_here
from newsreader.formats import is_markdown, parse
from newsreader.markdown import shown_text
from newsreader.paths import sample_library

FERRY: Final = ToldText(
    "Ferry to Norrhamn sails again",
    "The ferry sails again.\nRepairs to the pier cost 42 million crowns.",
    ("Repairs to the pier cost 42 million crowns", "A choir sang at the quay", "Nothing more was said"),
    "en",
)


def told(summary: str, *points: str, title: str = "Norrhamn", language: str = "en") -> ToldText:
    return ToldText(title, summary, points, language)


@pytest.mark.parametrize(
    "other",
    [
        told("Repairs of the pier took 42 million crowns. All was calm."),
        told("All was calm.", "For 42 million crowns the pier was repaired: repairs took a year"),
        told("All was calm.", title="Repairs of the pier at Norrhamn cost 42 million crowns"),
        told("All was calm. Repairs of the\npier took 42 million\ncrowns. It rained."),
    ],
)
def test_a_point_is_not_only_here_where_any_sentence_of_another_has_its_words(other: ToldText) -> None:
    assert only_here(FERRY, [told("A storm is coming."), other])[:2] == [False, True]


def test_a_point_without_telling_words_is_not_marked() -> None:
    assert only_here(told("x", "It was so", "A choir sang"), [told("A storm is coming.")]) == [False, True]


def test_nothing_is_only_here_where_there_is_nothing_to_compare_with() -> None:
    assert only_here(FERRY, []) == [False, False, False]
    french = told("La mer est calme et le vent est faible.", language="fr")
    assert only_here(FERRY, [told("A storm is coming."), french]) == [False, False, False]


def test_the_first_sentences_stand_for_points_that_are_missing() -> None:
    text = told("One came.\nTwo\nleft. Three sat.\n\nFour stood.")
    assert text.points == ("One came.", "Two left.", "Three sat.")
    assert told("").points == ()
    assert only_here(told(""), [FERRY]) == []


ONLY: Final = "+"
IN_PART: Final = "~"
ELSEWHERE: Final = "-"

LABELS: Final = {
    "blue-origin-national-review": "++++",
    "blue-origin-nyt": "--+",
    "Bezos and three others return safely from a trip above Texas": "-+~",
    "pipeline-nyt": "-+~+",
    "pipeline-wsj": "~++",
    "pipeline-examiner": "~++",
    "daca-national-review": "--++",
    "daca-vox": "-+++",
    "daca-wsj": "++-",
    "Record rain hits a region that was not ready for a changed climate": "-++-",
    "ida-reuters": "++~+",
    "Five inches of rain in three hours: the toll of Ida's remains": "+++",
    "What the Pandora Papers are, and who worked through them": "-+++",
    "pandora-nypost": "+~+",
    "pandora-guardian": "+++",
    "third-dose-cnbc": "--+",
    "third-dose-cnn": "~-+-",
    "Eleven votes to none for an mRNA booster in weakened patients": "-~-",
    "prices-nyt": "--+",
    "prices-cnbc": "+--",
    "prices-national-review": "+~-",
    "court-wsj": "-++",
    "court-huffpost": "+++",
    "court-daily-wire": "--+",
}
"""Of each key point of the sample's eight events: whether another teller says the same, whole or in part. By hand."""

EVENTS: Final = 8
TELLERS: Final = 3


def sample_stories() -> Iterator[tuple[str, ToldText]]:
    """The stories of the sample that are labelled, those of an event one after the other."""
    for path in sorted((sample_library() / "2021").rglob("*.*")):
        for entry in parse(path.read_bytes(), path.name).stories:
            story = entry.story
            body = story.summary, story.key_points
            summary, points = shown_text(*body) if is_markdown(path.name) else body
            name = next(name for name in (story.id, story.title) if name in LABELS)
            yield name, ToldText(story.title, summary, tuple(points), story.language)


def test_most_of_what_is_marked_in_the_sample_is_only_there() -> None:
    stories = list(sample_stories())
    assert len(stories) == EVENTS * TELLERS
    marked: Counter[str] = Counter()
    for number, (name, text) in enumerate(stories):
        event = stories[number // TELLERS * TELLERS :][:TELLERS]
        marks = only_here(text, [other for other_name, other in event if other_name != name])
        marked.update(label for label, is_marked in zip(LABELS[name], marks, strict=True) if is_marked)
    assert Counter("".join(LABELS.values())) == {ONLY: 46, IN_PART: 9, ELSEWHERE: 25}
    assert marked == {ONLY: 33, IN_PART: 4, ELSEWHERE: 2}

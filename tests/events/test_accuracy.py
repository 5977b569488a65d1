"""Events are found in the labelled stories about as well as they were when the figures of the documentation were taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.events.measure import accuracy, failures, found_events, table
from tests.events.texts import LabelledStory, labelled_stories

STORIES = labelled_stories()


DOCUMENT = Path(__file__).parents[2] / "docs" / "events.md"


def of_language(language: str) -> list[LabelledStory]:
    return [story for story in STORIES if story.language == language]


def test_most_of_what_is_found_is_right_and_most_is_found() -> None:
    measured = accuracy(STORIES, found_events(STORIES))
    assert measured.precision >= 0.60
    assert measured.recall >= 0.88
    assert measured.cubed_precision >= 0.82
    assert measured.cubed_recall >= 0.94


@pytest.mark.parametrize("language", ["de", "en", "es", "fr", "it", "nl", "pt", "ru", "zh"])
def test_each_language_finds_half_of_its_pairs_and_more(language: str) -> None:
    stories = of_language(language)
    measured = accuracy(stories, found_events(stories))
    assert (measured.precision, measured.recall) >= (0.5, 0.5)
    assert measured.recall >= 0.5


def test_stories_of_two_languages_are_never_found_together() -> None:
    found = found_events(STORIES)
    wrong = failures(STORIES, found).wrong
    assert wrong
    assert [pair for pair in wrong if pair[0].language != pair[1].language] == []


def test_no_round_up_is_found_with_anything() -> None:
    found = found_events(STORIES)
    alone = [number for number, story in enumerate(STORIES) if story.is_roundup]
    assert alone
    assert [STORIES[number].title for number in alone if found.count(found[number]) > 1] == []


def test_failures_are_the_pairs_that_labels_and_finding_do_not_share() -> None:
    one, other, third = STORIES[0], STORIES[1], of_language("de")[0]
    assert one.event == other.event
    assert failures([one, other, third], [0, 1, 0]).missed == ((one, other),)
    assert failures([one, other, third], [0, 1, 0]).wrong == ((one, third),)
    assert accuracy([one, other, third], [0, 0, 2]).precision == 1.0
    assert accuracy([one, other, third], [0, 1, 2]).recall == 0.0


def test_the_document_has_the_figures_of_now() -> None:
    assert table(STORIES) in DOCUMENT.read_text(encoding="utf-8")

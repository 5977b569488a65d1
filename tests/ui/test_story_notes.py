"""What a source does not have stands in grey behind its sentence."""

from __future__ import annotations

import pytest

from newsreader.query import TextField
from newsreader.records import StoredStory
from newsreader.story import Story
from newsreader.ui.highlight import Wanted
from newsreader.ui.main.sharing import markdown_of
from newsreader.ui.story.content import story_page
from newsreader.ui.story.page import Page
from newsreader.unsupported import Unsupported

_FOUND = (
    Unsupported("Rzehak paid 45.", ("Rzehak", "45")),
    Unsupported("It was 4.", ("4",)),
    Unsupported("It was 45 again", ("45",)),
)
_NOTE = "\u00a0· not in the text: Rzehak, 45"


def _stored(path: str, summary: str = "Rzehak paid 45. It was 4. It rained.") -> StoredStory:
    return StoredStory(1, Story("a", "Title", summary, ("It was 45 again",)), path, unsupported=_FOUND)


def _quiet(page: Page) -> list[str]:
    """The texts of the lines that are grey and stand in a line with others."""
    return [
        line.content.plain[span.start : span.end]
        for line in page.lines
        for span in line.content.spans
        if span.style == "$quiet" and "not in the text" in line.content.plain
    ]


@pytest.mark.parametrize("path", ["a.yaml", "a.md"])
def test_a_note_is_grey_and_stands_behind_its_sentence(path: str) -> None:
    page = story_page(_stored(path), ())
    assert f"Rzehak paid 45.{_NOTE} It was 4.\u00a0· not in the text: 4 It rained." in page.text
    assert "• It was 45 again\u00a0· not in the text: 45" in page.text
    assert _quiet(page) == [_NOTE, "\u00a0· not in the text: 4", "\u00a0· not in the text: 45"]


def test_no_row_begins_with_its_dot() -> None:
    page = story_page(_stored("a.yaml"), ())
    for width in range(12, 80):
        texts = [page.lines[row.line].content.plain[row.start : row.end] for row in page.rows(width)]
        assert not [text for text in texts if text.startswith(("·", "\u00a0·"))], width


def test_words_are_not_looked_for_in_it() -> None:
    page = story_page(_stored("a.yaml"), (Wanted(("text",), may_go_on=True, where=TextField.SUMMARY),))
    assert page.found == ()


def test_a_story_that_has_the_words_itself_is_shown_as_it_is() -> None:
    stored = _stored("a.yaml", "It said · not in the text: 45 by itself.")
    assert "It said · not in the text: 45 by itself." in story_page(stored, ()).text.replace("\u00a0", " ")


def test_a_command_gets_it_with_the_story() -> None:
    assert "Rzehak paid 45. · not in the text: Rzehak, 45 It was 4." in markdown_of(_stored("a.yaml"))

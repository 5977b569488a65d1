"""The story pane: what the user has put on a story, and when its end has been seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace
from textual.message import Message

from newsreader.query import parse_query
from newsreader.records import StoredStory, StoryMarks
from newsreader.ui.highlight import wanted_words
from newsreader.ui.widgets.story_scroll import StoryScroll
from newsreader.ui.widgets.story_view import StoryView

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

MARKUP = "[/] [b]x[/b] [@click=app.quit]y"


def show_marks(ui: ReaderUI, marks: StoryMarks, query: str = "") -> None:
    """Show the story at the cursor with these marks."""
    assert ui.main.story.stored is not None
    wanted = wanted_words(parse_query(query, date(2024, 6, 21)).wanted_words())
    ui.main.query_one(StoryView).show(replace(ui.main.story.stored, marks=marks), wanted)


@pytest.fixture
def ends(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The stories whose end was reported to be on the screen."""
    told: list[int] = []
    post = StoryView.post_message

    def noting(view: StoryView, message: Message) -> bool:
        if isinstance(message, StoryView.EndReached):
            told.append(message.row_id)
        return post(view, message)

    monkeypatch.setattr(StoryView, "post_message", noting)
    return told


def write_long(desk: Desk, *names: str, paragraphs: int = 80) -> None:
    """Stories too long for the screen, the first named the newest."""
    body = "\n\n".join(f"Paragraph {number}." for number in range(paragraphs))
    for day, name in enumerate(reversed(names), start=1):
        desk.library.story(name, name.title(), summary=body, published=f"2024-06-{day:02}")


async def test_tags_and_note_stand_between_story_and_links(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        plain = ui.text("#story-text")
        assert "Tags" not in plain
        assert "Your note" not in plain
        show_marks(ui, StoryMarks(1, ("coast", "to read"), "Ask Ann.\n\nThen write.\n"))
        parts = ui.text("#story-text").split("\n\n")
        at = parts.index("Topics  weather")
        assert parts[at + 1 : at + 4] == ["Tags  coast · to read", "Your note\nAsk Ann.", "Then write."]
        assert parts[at + 4].startswith("o  Read the original article")
        show_marks(ui, StoryMarks(1, (), " \n"))
        assert ui.text("#story-text") == plain


async def test_what_the_user_wrote_is_shown_literally(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        show_marks(ui, StoryMarks(None, (f"a{MARKUP}\x1b[31m\n", "b"), f"{MARKUP}\x1b]2;t\x07\u202enote"))
        text = ui.text("#story-text")
        assert f"Tags  a{MARKUP} · b\n" in text
        assert f"Your note\n{MARKUP}note\n" in text


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("tag:harb", ["harb", "Harb"]),
        ("note:harbour", ["harbour"]),
        ("tag:harbour note:lights", ["harbour", "Harbour", "lights"]),
        ("lights", []),
    ],
)
async def test_words_are_marked_in_tags_and_note_where_they_were_asked_for(
    full_desk: Desk, query: str, marked: list[str]
) -> None:
    async with full_desk.open() as ui:
        show_marks(ui, StoryMarks(None, ("harbour", "Harbours"), "The lights of the harbour"), query)
        assert ui.marked_in_story() == marked


async def test_changed_marks_are_drawn_where_the_story_stands(desk: Desk) -> None:
    write_long(desk, "one")
    async with desk.open(size=(130, 24)) as ui:
        scroll = ui.main.query_one(StoryScroll)
        await ui.press("2", "pagedown")
        await ui.until(lambda: scroll.scroll_offset.y > 0, "the story is scrolled")
        before, height = scroll.scroll_offset.y, scroll.virtual_size.height
        for marks, lines in (
            (StoryMarks(None, ("tag",)), 2),
            (StoryMarks(None, ("tag",), "Note"), 5),
            (StoryMarks(), 0),
        ):
            show_marks(ui, marks)
            await ui.until(lambda: scroll.virtual_size.height == height + lines, "the marks are laid out")
            assert scroll.scroll_offset.y == before
        show_marks(ui, StoryMarks(None, ("tag",)))
        await ui.press("G")
        assert "Tags  tag" in ui.screen_text()


async def test_the_end_of_a_story_that_fits_is_reached_by_the_first_key_in_it(full_desk: Desk, ends: list[int]) -> None:
    async with full_desk.open(size=(122, 50)) as ui:
        view = ui.main.query_one(StoryView)
        assert view.is_at_end
        await ui.press("j", "k")
        assert ends == [], "the user has only come by"
        await ui.press("2", "j", "j")
        assert ends == [ui.stories.current]
        await ui.press("1", "j", "2", "space")
        assert len(ends) == 2, "the end of the second story is told"
        await ui.press("1", "g", "2", "G")
        assert ends == [ends[0], ui.stories.numbers[1], ends[0]]
        show_marks(ui, StoryMarks(None, (), "A note"))
        await ui.settled()
        assert len(ends) == 3, "it is the same story still"
        view.show(None, ())
        await ui.pilot.pause()
        assert not view.is_at_end
        assert len(ends) == 3


async def test_the_end_of_a_long_story_is_reached_by_scrolling(desk: Desk, ends: list[int]) -> None:
    write_long(desk, "one", "two")
    async with desk.open(size=(130, 24)) as ui:
        view, first = ui.main.query_one(StoryView), ui.stories.current
        await ui.press("2", "pagedown", "pagedown", "j")
        assert ends == []
        assert not view.is_at_end
        await ui.press("G")
        await ui.until(lambda: ends == [first], "the end is told")
        assert view.is_at_end
        await ui.press("g", "G")
        await ui.until(lambda: view.is_at_end, "the end is on the screen again")
        assert ends == [first]
        await ui.press("1", "j")
        assert not view.is_at_end, "the next story is shown from its top"
        await ui.press("2", "G")
        await ui.until(lambda: ends == [first, ui.stories.current], "the end of the next story is told")


async def test_the_end_is_where_the_text_ends(desk: Desk, ends: list[int]) -> None:
    """The empty line below the text need not be on the screen."""
    write_long(desk, "one")
    async with desk.open(size=(130, 24)) as ui:
        scroll = ui.main.query_one(StoryScroll)
        for above, seen in ((2, False), (1, True)):
            ui.main.query_one(StoryView).use()
            scroll.scroll_to(y=scroll.max_scroll_y - above, animate=False)
            await ui.until(lambda: scroll.scroll_offset.y == scroll.max_scroll_y - above, "it is scrolled")
            await ui.settled()
            assert ui.main.query_one(StoryView).is_at_end is seen
            assert bool(ends) is seen
            assert ("o  Open the original" in ui.screen_text()) is seen


async def test_a_story_that_comes_after_a_short_one_is_not_at_its_end(desk: Desk, ends: list[int]) -> None:
    write_long(desk, "long")
    desk.library.story("short", "Short", published="2024-06-09")
    async with desk.open(size=(130, 24)) as ui:
        short = ui.stories.current
        view = ui.main.query_one(StoryView)
        view.use()
        await ui.until(lambda: ends == [short], "the end of the short story is told")
        view.show(ui.reader.search.story(ui.stories.numbers[1]), ())
        assert not view.is_at_end, "though nothing is laid out anew yet"
        await ui.settled()
        assert ui.text("#story-text").startswith("Long")
        assert ends == [short]


async def test_a_story_that_is_not_on_the_screen_has_no_end_there(full_desk: Desk, ends: list[int]) -> None:
    async with full_desk.open(size=(60, 50)) as ui:
        await ui.press("j")
        view = ui.main.query_one(StoryView)
        assert (ends, view.is_at_end) == ([], False)
        await ui.press("enter", "j")
        await ui.until(lambda: ends == [ui.stories.current], "the end is told once the story is shown")
        assert view.is_at_end
        await ui.press("escape", "j")
        assert (len(ends), view.is_at_end) == (1, False)


async def test_the_end_comes_to_be_on_the_screen_when_that_grows(desk: Desk, ends: list[int]) -> None:
    write_long(desk, "one", paragraphs=12)
    async with desk.open(size=(130, 24)) as ui:
        ui.main.query_one(StoryView).use()
        assert ends == []
        await ui.pilot.resize_terminal(130, 60)
        await ui.until(lambda: ends == [ui.stories.current], "the end is told")


async def test_the_end_comes_to_be_on_the_screen_when_the_note_goes(desk: Desk, ends: list[int]) -> None:
    desk.library.story("short", "Short")
    async with desk.open(size=(130, 24), settle=False) as ui:
        await ui.settled()
        ends.clear()
        view = ui.main.query_one(StoryView)
        assert ui.main.story.stored is not None
        stored: StoredStory = replace(ui.main.story.stored, row_id=99, marks=StoryMarks(None, (), "Line\n" * 40))
        view.show(stored, ())
        view.use()
        await ui.until(lambda: view.query_one(StoryScroll).max_scroll_y > 9, "the note is laid out")
        assert ends == []
        view.show(replace(stored, marks=StoryMarks()), ())
        await ui.until(lambda: ends == [99], "the end is told")

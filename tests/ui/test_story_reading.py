"""Reading on: by pages, from story to story, from where a story was left, and from found word to found word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.story_scroll import StoryScroll
from newsreader.ui.widgets.story_view import StoryView

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI


def write(desk: Desk, *names: str, paragraphs: int = 60, extra: str = "") -> None:
    """Stories too long for the screen, the first named the newest."""
    body = "\n\n".join(
        f"Paragraph {number} of a story that is long enough for it. {extra}" for number in range(paragraphs)
    )
    for day, name in enumerate(reversed(names), start=1):
        desk.library.story(name, name.title(), id=name, summary=body, published=f"2024-06-{day:02}")


def scroll(ui: ReaderUI) -> StoryScroll:
    return ui.main.query_one(StoryScroll)


def top(ui: ReaderUI) -> str:
    """The first line of the story on the screen that is not empty."""
    text = ui.main.query_one("#story-text", PageText)
    rows = text.page.rows(text.rows_width)
    for row in rows[max(scroll(ui).scroll_offset.y - 1, 0) :]:
        if row.end:
            return text.page.lines[row.line].content.plain
    return ""


async def test_space_pages_and_goes_on_to_the_next_unread_story(desk: Desk) -> None:
    write(desk, "one", "two", "three", paragraphs=20)
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("j", "m", "k", "2", "space")
        assert 10 < scroll(ui).scroll_offset.y < 30
        view = ui.main.query_one(StoryView)
        while not view.is_at_end:
            await ui.press("space")
        assert ui.title == "One"
        await ui.press("space")
        assert ui.title == "Three", "two is read"
        assert scroll(ui).scroll_offset.y == 0
        assert ui.main.focused is scroll(ui)
        while not view.is_at_end:
            await ui.press("space")
        await ui.press("space")
        assert ui.title == "Three"
        assert ui.notices()[-1] == "That was the last unread story from here down."


async def test_keys_that_come_at_once_page_the_story_at_the_cursor(desk: Desk) -> None:
    write(desk, "one", "two", paragraphs=20)
    async with desk.open(size=(130, 24)) as ui:
        await ui.rush("j", "2", "space")
        assert ui.title == "Two"
        assert 10 < scroll(ui).scroll_offset.y < 30


async def test_a_key_reads_on_from_where_those_before_it_scroll_to(desk: Desk) -> None:
    """Scrolling takes a moment to be seen; `g` before it decides all the same whether the end is reached."""
    write(desk, "one", "two", paragraphs=20)
    async with desk.open(size=(130, 24)) as ui:
        ui.app.animation_level = "full"
        await ui.press("2")
        await ui.rush("G", "k", "g", "space")
        assert ui.title == "One"
        await ui.until(lambda: scroll(ui).scroll_offset.y == scroll(ui).scroll_target_y, "it has scrolled")
        assert 10 < scroll(ui).scroll_offset.y < 30


async def test_a_story_is_read_on_where_it_was_left(desk: Desk) -> None:
    write(desk, "one", "two")
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("2", "pagedown", "pagedown")
        left, y = top(ui), scroll(ui).scroll_offset.y
        await ui.press("1", "j")
        await ui.until(lambda: ui.text("#story-text").startswith("Two"), "the other story is shown")
        assert scroll(ui).scroll_offset.y == 0
        assert 0 < ui.main.query_one(StoryView).positions.of("one") < 1
        await ui.press("k")
        await ui.until(lambda: scroll(ui).scroll_offset.y == y, "the story is where it was left")
        assert top(ui) == left


async def test_a_story_that_was_read_to_its_end_begins_at_its_top(desk: Desk) -> None:
    write(desk, "one", "two")
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("2", "G")
        await ui.until(lambda: ui.main.query_one(StoryView).is_at_end, "the end is on the screen")
        await ui.press("1", "j")
        await ui.press("k")
        assert ui.text("#story-text").startswith("One")
        assert scroll(ui).scroll_offset.y == 0
        assert ui.main.query_one(StoryView).positions.as_mapping() == {}


async def test_reading_on_shows_a_story_from_its_top(desk: Desk) -> None:
    write(desk, "one", "two")
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("j", "2", "pagedown", "1", "k", "2", "G")
        await ui.until(lambda: ui.main.query_one(StoryView).is_at_end, "its end is on the screen")
        await ui.press("space")
        assert ui.title == "Two"
        await ui.settled()
        assert scroll(ui).scroll_offset.y == 0


async def test_the_place_is_kept_when_the_width_changes(desk: Desk) -> None:
    write(desk, "one")
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("2", "pagedown", "pagedown", "pagedown")
        left, before = top(ui), scroll(ui).scroll_offset.y
        for size in ((82, 24), (60, 30), (200, 18), (130, 24)):
            await ui.pilot.resize_terminal(*size)
            await ui.settled()
            await ui.until(lambda: top(ui) == left, f"the same line is at the top in {size}")
        assert abs(scroll(ui).scroll_offset.y - before) <= 1


async def test_found_words_are_gone_through(desk: Desk) -> None:
    write(desk, "one", paragraphs=40)
    desk.library.story("two", "Two", summary="Nothing.")
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("full_stop")
        assert ui.notices()[-1] == "The filter looks for no words."
        await ui.filter("39 OR 7 OR 2")
        await ui.press("enter")
        told = ui.main.query_one("#story-found")
        assert not told.display
        await ui.press("full_stop")
        assert told.display
        text = ui.main.query_one("#story-text", PageText)
        count = len(text.page.found)
        assert count >= 3
        await ui.press("comma")
        assert ui.text("#story-found") == f"found: {count} of {count}"
        assert "Paragraph 39" in ui.screen_text()
        await ui.press("full_stop")
        assert ui.text("#story-found") == f"found: 1 of {count}"
        line, start, end = text.page.found[0]
        found = text.page.lines[line].content.plain[start:end]
        drawn = [s.text for strip in ui.strips() for s in strip if s.style and s.style.bold and s.text == found]
        assert found in drawn
        await ui.filter("nothing")
        await ui.until(lambda: not told.display, "another story has other words")


async def test_found_words_of_a_hidden_story_show_it(full_desk: Desk) -> None:
    async with full_desk.open(size=(60, 20)) as ui:
        await ui.filter("trains")
        await ui.press("enter", "full_stop")
        assert ui.main.has_class("-pane-2")
        assert "found: 1 of 1" in ui.screen_text()


async def test_a_markdown_story_keeps_its_emphasis_as_a_bookmarks_copy(desk: Desk) -> None:
    path = desk.library.write("one.md", "# One\n\nA **bold** word.\n\n## Key points\n\n- A *thin* one\n")
    async with desk.open() as ui:
        assert "A bold word." in ui.text("#story-text")
        assert "• A thin one" in ui.text("#story-text")
        await ui.press("b")
        path.unlink()
        await ui.press("r", "B")
        assert "The file of this story is gone." in ui.text("#story-text")
        assert "A bold word." in ui.text("#story-text")
        assert ("bold", "bold") in {
            (ui.text("#story-text")[span.start : span.end], str(span.style)) for span in ui.content("#story-text").spans
        }


async def test_too_much_markdown_is_shown_plain_and_says_so(desk: Desk) -> None:
    desk.library.write("one.md", "# One\n\n" + "A **bold** word.\n\n" * 200)
    async with desk.open() as ui:
        assert "too much Markdown" in ui.text("#story-text")
        assert "A **bold** word." in ui.text("#story-text")


async def test_a_very_long_story_says_that_there_is_more(desk: Desk) -> None:
    desk.library.story("one", "One", summary="word\n\n" * 5_000, key_points=["point"] * 3_000, topics=["t"] * 10)
    async with desk.open() as ui:
        assert ui.text("#story-text").count("the rest is in the story's file") == 2
        await ui.press("2", "G")
        await ui.until(lambda: ui.main.query_one(StoryView).is_at_end, "its end is on the screen")


async def test_nothing_of_markdown_is_imported_before_it_is_needed() -> None:
    import subprocess
    import sys

    program = "import sys, newsreader.ui.app, newsreader.ui.main.screen; print('markdown_it' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"

"""The mouse: links, topics, tags and outlets to click, text to select, and everything else that can be clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Static

from newsreader.links import Link
from newsreader.ui.app import CLIPBOARD_LIMIT
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.links import LinksScreen
from newsreader.ui.boxes.problems import ProblemsScreen
from newsreader.ui.terminal.opener import Browser
from newsreader.ui.widgets.filter_bar import FilterInput
from newsreader.ui.widgets.key_footer import KeyFooter
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.suggestions import Suggestions

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

BODY = """---
title: Ferry
outlet: harbour
published: 2024-06-21
topics: [sea ways]
original: {url: "https://harbour.example/ferry", kind: article}
---
See [the ministry](https://ministry.example/a) and [bbc.co.uk](https://evil.example/x).
"""


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the browser got."""
    addresses: list[str] = []

    def note(link: Link, *_: object) -> None:
        addresses.append(link.url)

    monkeypatch.setattr("newsreader.ui.main.links.find_browser", lambda: Browser(("browser",)))
    monkeypatch.setattr("newsreader.ui.main.links.open_in_window", note)
    return addresses


@pytest.fixture
def ferry_desk(full_desk: Desk) -> Desk:
    full_desk.library.write("ferry.md", BODY)
    return full_desk


def place_of(ui: ReaderUI, text: str, *, least_x: int = 0) -> tuple[int, int]:
    """Where a text begins on the screen."""
    for y, strip in enumerate(ui.strips()):
        x = strip.text.find(text, least_x)
        if x >= 0:
            return x, y
    raise AssertionError(f"{text!r} is not on the screen")


async def click(ui: ReaderUI, text: str, *, times: int = 1, least_x: int = 0) -> None:
    x, y = place_of(ui, text, least_x=least_x)
    await ui.pilot.click(offset=(x + 1, y), times=times)
    await ui.settled()


async def drag(ui: ReaderUI, start: tuple[int, int], end: tuple[int, int]) -> None:
    await ui.pilot.mouse_down(offset=start)
    await ui.pilot.hover(offset=end)
    await ui.pilot.mouse_up(offset=end)
    await ui.settled()


async def test_a_link_opens_when_it_is_clicked(ferry_desk: Desk, opened: list[str]) -> None:
    async with ferry_desk.open(size=(130, 36)) as ui:
        await click(ui, "the ministry")
        await ui.until(lambda: opened == ["https://ministry.example/a"], "the link is opened")
        await click(ui, "Read the original article", least_x=40)
        await ui.until(lambda: opened[1:] == ["https://harbour.example/ferry"], "the original is opened")


@pytest.mark.parametrize(("key", "addresses"), [("y", ["https://evil.example/x"]), ("n", [])])
async def test_a_link_that_looks_like_another_host_asks_first(
    ferry_desk: Desk, opened: list[str], key: str, addresses: list[str]
) -> None:
    async with ferry_desk.open(size=(130, 36)) as ui:
        x, y = place_of(ui, "bbc.co.uk")
        await ui.pilot.click(offset=(x, y))
        await ui.until(lambda: isinstance(ui.app.screen, ConfirmScreen), "it is asked")
        question = str(ui.app.screen.query_one("#confirm-question", Static).visual)
        assert question == "The link says “bbc.co.uk” but leads to evil.example. Open it?"
        assert opened == []
        await ui.press(key)
        assert opened == addresses


async def test_what_can_be_clicked_says_so(ferry_desk: Desk) -> None:
    async with ferry_desk.open(size=(130, 36)) as ui:
        text = ui.main.query_one("#story-text", PageText)
        x, y = place_of(ui, "the ministry")
        await ui.pilot.hover(offset=(x + 2, y))
        await ui.until(lambda: text.pointed_at is not None, "the link is noticed")
        assert str(text.styles.pointer) == "pointer"
        underlined = [s.text for s in ui.strips()[y] if s.style and s.style.underline]
        assert underlined == ["the ministry"]
        await ui.pilot.hover(offset=(x - 2, y))
        await ui.until(lambda: text.pointed_at is None, "there is nothing to click")
        assert str(text.styles.pointer) == "default"


@pytest.mark.parametrize(
    ("text", "least_x", "query"),
    [
        ("sea ways", 45, 'topic:"sea ways"'),
        ("boats", 45, "tag:boats"),
        ("Harbour Post", 45, 'outlet:"Harbour Post"'),
        ("Harbour Post", 95, 'outlet:"Harbour Post"'),
    ],
)
async def test_a_click_filters(ferry_desk: Desk, text: str, least_x: int, query: str) -> None:
    async with ferry_desk.open(size=(130, 36)) as ui:
        await ui.press("t")
        await ui.pilot.press(*"boats", "enter")
        await ui.until(lambda: ui.app.screen is ui.main, "the box is left")
        await ui.settled()
        await click(ui, text, least_x=least_x)
        assert ui.filter_text == query
        assert "Ferry" in ui.titles()


async def test_the_band_filters_by_the_outlet(ferry_desk: Desk) -> None:
    async with ferry_desk.open(size=(90, 30)) as ui:
        await click(ui, "Harbour Post  ", least_x=30)
        assert ui.filter_text == 'outlet:"Harbour Post"'


async def test_all_links_are_listed_and_one_is_opened(ferry_desk: Desk, opened: list[str]) -> None:
    async with ferry_desk.open(size=(130, 36)) as ui:
        await ui.press("l")
        await ui.until(lambda: isinstance(ui.app.screen, LinksScreen), "the links are listed")
        await ui.until(lambda: "https://evil.example/x" in ui.screen_text(), "the addresses are shown")
        await ui.pilot.press(*"ministry", "ctrl+y")
        await ui.until(lambda: ui.app.clipboard == "https://ministry.example/a", "the address is copied")
        await ui.pilot.press("enter")
        await ui.until(lambda: opened == ["https://ministry.example/a"], "the link is opened")


async def test_selected_text_is_copied_without_the_breaks_of_rows(desk: Desk) -> None:
    words = " ".join(f"word{number:02}" for number in range(40))
    desk.library.story("long", "Long", summary=words, key_points=["A point " + "that goes on " * 8])
    async with desk.open(size=(130, 36)) as ui:
        x, y = place_of(ui, "word00")
        end_x, end_y = place_of(ui, "word39")
        assert end_y > y
        await drag(ui, (x, y), (end_x + 5, end_y))
        await ui.press("ctrl+c")
        assert ui.app.clipboard.startswith(words[:-2])
        assert "\n" not in ui.app.clipboard
        assert ui.notices()[0].startswith("Copied: word00 word01")
        x, y = place_of(ui, "A point")
        await drag(ui, (x, y), (x + 3, y + 1))
        await ui.press("ctrl+c")
        assert ui.app.clipboard.startswith("A point that goes on that")
        assert "  " not in ui.app.clipboard


async def test_a_word_is_selected_by_two_clicks(full_desk: Desk) -> None:
    async with full_desk.open(size=(130, 36)) as ui:
        text = ui.main.query_one("#story-text", PageText)
        x, y = place_of(ui, "stopped")
        await ui.pilot.click(text, offset=(x + 1 - text.region.x, y - text.region.y), times=2)
        await ui.press("ctrl+c")
        assert ui.app.clipboard == "stopped"


async def test_text_is_copied_from_sidebar_and_problems(full_desk: Desk) -> None:
    full_desk.library.write("bad.yaml", "title: [\n")
    async with full_desk.open(size=(130, 36)) as ui:
        await ui.press("1", "slash", *"storm", "enter")
        x, y = place_of(ui, "Norway", least_x=90)
        await drag(ui, (x, y), (x + 6, y))
        await ui.press("ctrl+c")
        assert ui.app.clipboard.startswith("Norway")
        await ui.press("k")  # the line says what was copied until the next key
        await click(ui, "1 problem")
        await ui.until(lambda: isinstance(ui.app.screen, ProblemsScreen), "the problems are shown")
        await ui.until(lambda: "bad.yaml" in ui.screen_text(), "the file is named")
        x, y = place_of(ui, "bad.yaml")
        await drag(ui, (x, y), (x + 8, y))
        await ui.pilot.press("ctrl+c")
        await ui.until(lambda: ui.app.clipboard.startswith("bad.yaml"), "the name is copied")


async def test_without_a_selection_ctrl_c_says_how_to_leave(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("ctrl+c")
        assert ui.notices() == [
            "Nothing is selected: Ctrl+C copies text that the mouse has selected. Ctrl+q leaves the reader."
        ]
        assert ui.app.clipboard == ""


async def test_the_clipboard_gets_clean_text_and_not_too_much(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        ui.app.copy_to_clipboard("a\x1b]52;c;eA==\x07b\u202e\nc")
        assert ui.app.clipboard == "ab\nc"
        ui.app.copy_to_clipboard("ü" * CLIPBOARD_LIMIT)
        assert ui.app.clipboard == "ü" * (CLIPBOARD_LIMIT // 2)
        await ui.settled()
        assert "only the first" in ui.notices()[-1]


async def test_rows_are_clicked_and_opened(full_desk: Desk) -> None:
    async with full_desk.open(size=(70, 20)) as ui:
        await click(ui, "Parliament")
        assert ui.title.startswith("Parliament")
        await click(ui, "Guards", times=2)
        assert ui.title.startswith("Guards")
        assert ui.main.has_class("-pane-2")


async def test_the_wheel_scrolls_and_leaves_the_cursor(desk: Desk) -> None:
    desk.library.fill_with(60)
    async with desk.open(size=(130, 20)) as ui:
        first = ui.title
        for _ in range(9):
            ui.stories.post_message(events.MouseScrollDown(ui.stories, 2, 5, 0, 1, 0, False, False, False, 2, 5))
        await ui.until(lambda: ui.stories.scroll_offset.y > 10, "the list is scrolled")
        assert ui.title == first, "the story that is being read stays"
        await ui.press("j")
        assert ui.stories.cursor == 1
        assert ui.stories.scroll_offset.y <= 2, "a key brings the cursor back"


async def test_a_suggestion_is_taken_by_a_click(full_desk: Desk) -> None:
    async with full_desk.open(size=(130, 20)) as ui:
        await ui.press("slash", *"bia")
        choices = ui.main.query_one(Suggestions)
        await ui.until(lambda: choices.display and choices.region.height > 0, "it is suggested")
        await ui.pilot.click(choices, offset=(4, 0))
        await ui.settled()
        assert ui.filter_text == "bias:"
        assert isinstance(ui.main.focused, FilterInput)


async def test_the_footer_is_clicked(full_desk: Desk) -> None:
    async with full_desk.open(size=(130, 20)) as ui:
        assert ui.main.query_one(KeyFooter).region.height == 1
        await click(ui, "Bookmark")
        assert "1 bookmarked" in ui.status

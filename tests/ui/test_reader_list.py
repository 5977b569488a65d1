"""The story list: what it shows first, and moving about in it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from rich.cells import cell_len
from rich.style import Style

from newsreader.query import Sort
from newsreader.reader.search import Search
from newsreader.records import Row
from newsreader.ui.terminal.graphemes import fit
from newsreader.ui.widgets.story_row import RowPainter

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, Gate

NOW: Final = datetime(2024, 6, 21, 12, tzinfo=UTC)
READINGS: Final = (
    NOW - timedelta(hours=3),
    NOW - timedelta(days=2),
    datetime(2024, 5, 5, tzinfo=UTC),
    None,
    datetime(2023, 6, 5, tzinfo=UTC),
)
TITLES = [
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
]


def fill_with_many(desk: Desk, stories: int = 60) -> None:
    """Stories "Story 00" and on, newest first."""
    for number in range(stories):
        day, hour = divmod(number, 24)
        desk.library.story(f"s{number:02}", f"Story {number:02}", published=f"2024-05-{30 - day:02}T{23 - hour:02}:00")


async def test_shows_the_library_newest_first_with_its_first_story(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        assert ui.titles() == TITLES
        assert ui.stories.has_focus
        assert ui.title == TITLES[0]
        assert ui.text("#story-text").startswith(TITLES[0])
        assert "Harbour Post" in ui.text("#outlet-text")


async def test_paints_from_the_index_before_any_file_is_read(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    full_desk.warm()
    full_desk.library.story("late", "Written since", published="2024-06-21")
    reader = full_desk.reader()
    with gate_before(reader, "sync") as gate:
        async with full_desk.open(reader, settle=False) as ui:
            await ui.until(gate.reached.is_set, "the comparison with the files has begun")
            await ui.until(lambda: ui.status.startswith("4 of …"), "the stories of the index are counted")
            assert ui.titles() == TITLES
            assert "Trains stopped near the coast." in ui.text("#story-text")
            assert "Harbour Post" in ui.screen_text()
            gate.open()
            await ui.settled()
            assert ui.titles() == ["Written since", *TITLES]
            assert ui.title == TITLES[0], "the cursor stays on its story when another comes in above it"
            assert ui.status.startswith("5 of 5")


async def test_a_new_library_says_that_it_is_being_read(
    full_desk: Desk, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    reader = full_desk.reader()
    with gate_before(reader, "sync") as gate:
        async with full_desk.open(reader, settle=False) as ui:
            await ui.until(gate.reached.is_set, "the comparison with the files has begun")
            await ui.until(lambda: "Reading the library…" in ui.screen_text(), "the list says what goes on")
            assert "reading the library…" in ui.status
            gate.open()
            await ui.settled()
            assert ui.titles() == TITLES
            assert "reading" not in ui.status


async def test_a_row_shows_marks_title_gauge_outlet_and_age(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("b", "down", "m")
        first, second = ui.row(0).splitlines()
        assert first.startswith("• Storm reaches the coast ")
        assert second.split() == ["★", "·●···", "Harbour", "Post", "1", "d"]
        first, second = ui.row(1).splitlines()
        assert first.startswith("  Parliament votes")
        assert second.split() == ["····●", "Hill", "Courier", "2", "d"]


async def test_keys_move_the_cursor(desk: Desk) -> None:
    fill_with_many(desk)
    moves = [("k", 0), ("j", 1), ("down", 2), ("j", 3), ("k", 2), ("up", 1), ("G", 59), ("j", 59), ("k", 58), ("g", 0)]
    async with desk.open(size=(130, 24)) as ui:
        for key, lands_on in [*moves, ("end", 59), ("down", 59), ("up", 58), ("home", 0), ("up", 0)]:
            await ui.press(key)
            assert ui.title == f"Story {lands_on:02}"
            assert ui.text("#story-text").startswith(ui.title)
            assert ui.title in ui.row(ui.stories.cursor), "it is in sight"


async def test_page_keys_move_by_what_is_in_sight(desk: Desk) -> None:
    fill_with_many(desk)
    async with desk.open(size=(130, 24)) as ui:
        for down, up in (("pagedown", "pageup"), ("ctrl+f", "ctrl+b")):
            await ui.press(down)
            page = ui.stories.cursor
            assert 1 < page <= ui.stories.size.height // ui.stories.lines_a_row
            await ui.press(down)
            assert ui.stories.cursor == 2 * page
            await ui.press(up, up, up)
            assert ui.stories.cursor == 0


async def test_the_cursor_is_always_in_sight(desk: Desk) -> None:
    fill_with_many(desk)
    async with desk.open(size=(130, 15)) as ui:
        for key in ["j"] * 12 + ["G"] + ["k"] * 12 + ["g"]:
            await ui.pilot.press(key)
            top, height = ui.stories.scroll_offset.y, ui.stories.size.height
            assert top <= ui.stories.cursor * ui.stories.lines_a_row < top + height


async def test_a_click_moves_the_cursor_and_a_double_click_goes_into_the_story(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.pilot.click("#stories", offset=(10, 4))
        await ui.settled()
        assert ui.title == TITLES[2]
        await ui.pilot.click("#stories", offset=(10, 2), times=2)
        await ui.settled()
        assert ui.title == TITLES[1]
        assert ui.main.query_one("#story-scroll").has_focus


async def test_enter_goes_into_the_story_and_escape_comes_back(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("down", "enter")
        assert ui.main.query_one("#story-scroll").has_focus
        assert ui.text("#story-text").startswith(TITLES[1])
        await ui.press("escape")
        assert ui.stories.has_focus
        assert ui.title == TITLES[1]


async def test_a_long_story_scrolls_by_keys(desk: Desk) -> None:
    desk.library.story("long", "Long", summary="\n\n".join(f"Paragraph {number}." for number in range(80)))
    pairs = [("j", "k"), ("down", "up"), ("pagedown", "pageup"), ("space", "pageup"), ("G", "g"), ("end", "home")]
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("enter")
        scroll = ui.main.query_one("#story-scroll")
        for down, up in pairs:
            await ui.press(down)
            await ui.until(lambda: scroll.scroll_offset.y > 0, f"{down} scrolls down")
            await ui.press(up)
            await ui.until(lambda: scroll.scroll_offset.y == 0, f"{up} scrolls back")


async def test_another_story_is_shown_from_its_top(desk: Desk) -> None:
    body = "\n\n".join(f"Paragraph {number}." for number in range(80))
    desk.library.story("one", "One", summary=body, published="2024-06-02")
    desk.library.story("two", "Two", summary=body, published="2024-06-01")
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("enter", "G", "escape", "down")
        assert ui.text("#story-text").startswith("Two")
        assert ui.main.query_one("#story-scroll").scroll_offset.y == 0


async def test_sort_goes_through_the_orders(full_desk: Desk) -> None:
    newest = ["Storm", "Parliament", "Guards", "A"]
    orders = [
        ("oldest first", newest[::-1]),
        ("by outlet", ["Storm", "Guards", "Parliament", "A"]),
        ("by bias", ["Storm", "Guards", "Parliament", "A"]),
        ("by title", ["A", "Guards", "Parliament", "Storm"]),
        ("", newest),
    ]
    async with full_desk.open() as ui:
        for told, order in orders:
            await ui.press("S")
            assert [title.split()[0] for title in ui.titles()] == order
            assert told in ui.status
            assert ui.title == TITLES[0], "the cursor stays on its story"


async def test_rows_are_fetched_by_pages_however_long_the_list(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fill_with_many(desk, 300)
    asked: list[int] = []
    rows_of = Search.rows

    def counting(search: Search, numbers: list[int]) -> object:
        asked.append(len(numbers))
        return rows_of(search, numbers)

    monkeypatch.setattr(Search, "rows", counting)
    async with desk.open(size=(130, 24)) as ui:
        await ui.press("G", "g")
        assert len(ui.stories.numbers) == 300
        assert max(asked) <= 100


def read_once(story: int, read_at: datetime | None) -> Row:
    moment = int(read_at.timestamp()) if read_at else 0
    return Row(story, str(story), f"Title {story}", "The Harbour Post", 1, "2024-06-20", False, False, moment)


@pytest.mark.parametrize(
    ("width", "ages"),
    [
        (38, ("read 3 h ago", "read 2 d ago", "read 5 May", "unread", "read Jun 2023")),
        (34, ("3 h ago", "2 d ago", "read 5 May", "unread", "Jun 2023")),
        (28, ("3 h", "2 d", "5 May", "unread", "Jun 2023")),
        (22, ("3 h", "2 d", "5 May", "unread", "Jun 2023")),
    ],
)
def test_a_row_shows_when_its_story_was_read_as_far_as_there_is_room(width: int, ages: tuple[str, ...]) -> None:
    painter = RowPainter(lambda _name: Style(), lambda: NOW)
    painter.shows_reading = True
    for read_at, told in zip(READINGS, ages, strict=True):
        line = painter.line(read_once(1, read_at), 1, width, at_cursor=False, selected=False)
        assert line.text.endswith(f"  {told} ")
        assert line.cell_length == cell_len(line.text) == width


async def test_a_list_in_the_order_of_reading_shows_that_of_each_story(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {number: read_once(number, read_at) for number, read_at in enumerate(READINGS)}
    desk.library.fill_with(1)
    async with desk.open(size=(150, 16)) as ui:
        monkeypatch.setattr(ui.stories, "_rows_of", lambda numbers: [rows[number] for number in numbers])
        for shows_reading, told in ((True, "read 3 h ago"), (False, "1 d"), (True, "read 3 h ago")):
            ui.stories.show(array("q", rows), (), cursor=0, sort=Sort.READ if shows_reading else Sort.NEWEST)
            await ui.pilot.pause()
            drawn = [strip.text for strip in ui.strips() if "The Harbour Post" in strip.text]
            assert drawn[0][: ui.stories.size.width].endswith(f"  {told} "), "on the screen, not only in the list"


async def test_wide_characters_fill_their_row_and_no_more(desk: Desk) -> None:
    desk.library.story("wide", "日本語の見出しがとても長いときは終わりで切られる" * 3)
    async with desk.open(size=(60, 20)) as ui:
        line = ui.stories.render_line(0)
        assert line.cell_length == ui.stories.size.width
        assert "…" in line.text


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [("short", 10, "short"), ("short", 5, "short"), ("longer", 5, "long…"), ("ab cd", 4, "ab…"), ("日本語", 4, "日…"),
     ("ab", 1, "…"), ("ab", 0, "")],
)  # fmt: skip
def test_a_text_is_cut_where_it_does_not_fit(text: str, width: int, fitted: str) -> None:
    assert fit(text, width) == fitted

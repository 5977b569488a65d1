"""What the reader remembers from one start to the next."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from newsreader.config import Config
from newsreader.session import LibraryPosition, Session, SessionStore, load_session, save_session
from newsreader.ui.widgets.story_scroll import StoryScroll

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

SIZE = (150, 20)
CONFIG = Config(read_after=0, hints=False)


@asynccontextmanager
async def start(
    desk: Desk, filter_text: str | None = None, *, config: Config = CONFIG, size: tuple[int, int] = SIZE
) -> AsyncIterator[ReaderUI]:
    """One start of the program, up to its end."""
    store = SessionStore(desk.paths.session_file)
    async with desk.open(size=size, config=config, filter_text=filter_text, store=store) as ui:
        yield ui
        ui.app.exit()
    store.save()


def place(desk: Desk) -> LibraryPosition:
    (found,) = load_session(desk.paths.session_file).places.values()
    return replace(found, visit=0)


async def test_panes_are_as_they_were(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        await ui.press("greater_than_sign", "greater_than_sign", "3", "less_than_sign", "3")
        wanted = ui.main.panes.wanted
        assert wanted.list
        assert wanted.sidebar
    async with start(full_desk) as ui:
        assert ui.main.panes.wanted == wanted
        assert ui.main.query_one("#list-pane").region.width == round(wanted.list * SIZE[0])
        assert ui.main.query_one("#outlet-pane").region.width == 0
        await ui.press("3", "z")
    async with start(full_desk) as ui:
        assert ui.main.has_class("-zoomed")
        assert str(getattr(ui.app.focused, "id", "")) == "story-scroll"
        await ui.press("z")
        assert ui.main.query_one("#outlet-pane").region.width == round(wanted.sidebar * SIZE[0])


async def test_order_filter_and_story_are_as_they_were(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        await ui.press("S")
        await ui.filter("coast")
        await ui.press("enter", "j")
        assert ui.titles() == ["Guards of the coast save forty", "Storm reaches the coast"]
    async with start(full_desk) as ui:
        assert ui.filter_text == "coast", "who finds the list short sees why"
        assert ui.title == "Storm reaches the coast"
        assert "oldest first" in ui.status
        assert "Trains stopped" in ui.text("#story-text")
        await ui.press("escape")
        assert len(ui.titles()) == 4
    async with start(full_desk) as ui:
        assert ui.filter_text == ""


async def test_a_filter_that_was_typed_and_cleared_does_not_come_back(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        await ui.filter("budget")
    async with start(full_desk, filter_text="") as ui:
        await ui.press("slash", *"zzz")
        ui.main.session.note()  # as every few seconds
        await ui.press("escape")
    assert place(full_desk).filter == ""
    async with start(full_desk) as ui:
        assert len(ui.titles()) == 4


async def test_a_filter_that_is_given_comes_before_the_remembered_one_and_leaves_it(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        await ui.filter("coast")
        await ui.press("enter", "j")
    remembered = place(full_desk)
    for given, stories in (("budget", 1), ("", 4)):
        async with start(full_desk, given) as ui:
            assert ui.filter_text == given
            assert len(ui.titles()) == stories
            assert ui.stories.cursor == 0
        assert place(full_desk) == remembered
    async with start(full_desk, "budget") as ui:
        await ui.filter("café")
    assert place(full_desk).filter == "café"


async def test_a_filter_that_is_no_longer_understood_is_forgotten(full_desk: Desk) -> None:
    root = str(full_desk.library.root.absolute())
    save_session(
        full_desk.paths.session_file, Session(places={root: LibraryPosition("upside-down", "bais:left", "storm")})
    )
    async with start(full_desk) as ui:
        assert ui.filter_text == ""
        assert len(ui.titles()) == 4
        assert "first" not in ui.status


async def test_each_library_has_its_own_place(full_desk: Desk, tmp_path: Path) -> None:
    async with start(full_desk) as ui:
        await ui.filter("coast")
    other = type(full_desk)(tmp_path / "other")
    other.library.fill()
    other.paths = full_desk.paths
    async with start(other) as ui:
        assert ui.filter_text == ""
        await ui.filter("café")
    async with start(full_desk) as ui:
        assert ui.filter_text == "coast"


@pytest.mark.parametrize("row", [3, 150, 399])
async def test_the_cursor_is_on_its_story_when_the_list_first_shows(desk: Desk, row: int) -> None:
    desk.library.fill_with(400)
    desk.warm()
    async with start(desk) as ui:
        ui.stories.cursor = row
        title = ui.title
    shown: list[str] = []
    store = SessionStore(desk.paths.session_file)
    async with desk.open(size=SIZE, store=store, settle=False) as ui:

        def watch() -> bool:
            if len(ui.stories.numbers):
                shown.append(ui.title)
            return bool(shown) and not ui.main.listing.is_searching

        await ui.until(watch, "the list is shown")
        await ui.settled()
        shown.append(ui.title)
        assert set(shown) == {title}, "it does not jump"
        assert ui.stories.cursor in ui.stories.rows_in_sight()


async def test_a_story_that_is_gone_leaves_the_cursor_at_the_top(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        await ui.press("j", "j")
    (full_desk.library.root / "guard.yaml").unlink()
    full_desk.warm()
    async with start(full_desk) as ui:
        assert ui.stories.cursor == 0
        assert ui.title


async def test_a_theme_that_was_picked_counts_as_long_as_the_config_stays(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        await ui.press("T", *"newsreader-light", "enter")
    async with start(full_desk) as ui:
        assert ui.app.theme == "newsreader-light"
        await ui.press("T", *"nord")
        await ui.until(lambda: ui.app.theme == "nord", "the theme at the cursor is shown")
    async with start(full_desk) as ui:
        assert ui.app.theme == "newsreader-light", "a theme that was only looked at is not remembered"
    async with start(full_desk, config=Config(read_after=0, hints=False, theme="nord")) as ui:
        assert ui.app.theme == "nord"


async def test_a_story_is_read_on_where_it_was_left_in_the_last_session(full_desk: Desk) -> None:
    body = "\n\n".join(f"Paragraph {number} of a long story." for number in range(60))
    full_desk.library.story("storm", "Storm reaches the coast", id="storm", summary=body, published="2024-06-20")
    async with start(full_desk) as ui:
        await ui.press("2", "pagedown", "pagedown")
        left_at = ui.main.query_one(StoryScroll).scroll_offset.y
        assert left_at > 10
    assert 0 < load_session(full_desk.paths.session_file).positions["storm"] < 1
    async with start(full_desk) as ui:
        scroll = ui.main.query_one(StoryScroll)
        await ui.until(lambda: scroll.scroll_offset.y == left_at, "the story stands where it was left")


async def test_it_is_saved_while_the_reader_is_open(full_desk: Desk) -> None:
    store = SessionStore(full_desk.paths.session_file)
    async with full_desk.open(size=SIZE, store=store) as ui:
        await ui.press("greater_than_sign")
        ui.main.session.save()
        await ui.settled()
        assert load_session(full_desk.paths.session_file).list_share == ui.main.panes.wanted.list
        before = full_desk.paths.session_file.stat()
        ui.main.session.save()
        await ui.settled()
        assert full_desk.paths.session_file.stat() == before, "nothing has changed, nothing is written"


async def test_that_it_cannot_be_saved_is_reported_once(full_desk: Desk) -> None:
    full_desk.paths.session_file.mkdir(parents=True)
    async with full_desk.open(size=SIZE, store=SessionStore(full_desk.paths.session_file)) as ui:
        told: list[str] = []
        for _ in range(3):
            await ui.press("greater_than_sign")
            ui.main.session.save()
            await ui.settled()
            told += ui.notices()
        (notice,) = told
        assert notice.startswith("Not remembered: ")
        assert "can't be saved" in notice


async def test_widths_of_a_wide_window_outlast_a_start_in_a_narrow_one(full_desk: Desk) -> None:
    async with start(full_desk) as ui:
        ui.main.panes.want_freely(list=80, sidebar=35)
    async with start(full_desk, size=(60, 20)) as ui:
        await ui.press("j")
    async with start(full_desk) as ui:
        assert ui.main.query_one("#list-pane").region.width == 80
        assert ui.main.query_one("#outlet-pane").region.width == 35

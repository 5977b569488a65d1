"""A mark is made on the story whose row was shown, whatever has become of its file until the key came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from typing import TYPE_CHECKING, Final

import pytest

import newsreader.sync.updating
from newsreader.ui.boxes.note import NoteScreen
from newsreader.ui.boxes.tags import TagScreen

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.ui.conftest import Desk, Gate, ReaderUI

STORM: Final = "Storm reaches the coast"
TEXT: Final = "Trains stopped near the coast, and schools stay closed until the wind has turned to the west."


def edited(desk: Desk) -> None:
    write(desk, text=f"{TEXT} So it was said on Monday.")


def dated(desk: Desk) -> None:
    """The row of the story follows its day."""
    write(desk, published="2024-05-01")


def moved(desk: Desk) -> None:
    (desk.library.root / "storm.yaml").rename(folder(desk) / "weather.yaml")


def deleted(desk: Desk) -> None:
    (desk.library.root / "storm.yaml").unlink()


def replaced(desk: Desk) -> None:
    """Another story of the same day comes in the same file."""
    desk.library.story("storm", "Quite another", id="other", published="2024-06-20")


def folder(desk: Desk) -> Path:
    path = desk.library.root / "archive"
    path.mkdir(exist_ok=True)
    return path


def write(desk: Desk, *, text: str = TEXT, published: str = "2024-06-20") -> None:
    desk.library.story("storm", STORM, id="storm", summary=text, published=published)


CHANGES: Final = (edited, dated, moved, deleted, replaced)
GONE: Final = (deleted, replaced)


async def tag(ui: ReaderUI) -> None:
    await ui.pilot.press("t")
    await ui.until(lambda: isinstance(ui.app.screen, TagScreen), "the tags are shown")
    await ui.pilot.press(*"later", "enter")


async def note(ui: ReaderUI) -> None:
    await ui.pilot.press("e")
    await ui.until(lambda: isinstance(ui.app.screen, NoteScreen), "the note is open")
    await ui.pilot.press(*"why", "escape")


async def bookmark(ui: ReaderUI) -> None:
    await ui.pilot.press("b")


async def read(ui: ReaderUI) -> None:
    await ui.pilot.press("m")


MARKS: Final[tuple[tuple[Callable[[ReaderUI], Awaitable[None]], str], ...]] = (
    (bookmark, "is:bookmarked"),
    (read, "is:read"),
    (tag, "tag:later"),
    (note, "note:why"),
)


@pytest.fixture
def storm_desk(desk: Desk) -> Desk:
    """Two stories: the storm first, and one that stays as it is."""
    write(desk)
    desk.library.story("stays", "One that stays", id="stays", published="2024-06-10")
    return desk


def marked(desk: Desk, query: str) -> list[str]:
    """The titles that the next reader finds by `query`, with those of bookmarks whose files are gone."""
    with closing(desk.reader()) as later:
        later.sync()
        numbers = later.search.select(later.query(query)) or ()
        return [row.title for row in later.search.rows(numbers)]


def told(ui: ReaderUI) -> list[str]:
    return [notice for notice in ui.notices() if notice.startswith("No longer in the library")]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("mark", "query"), MARKS)
async def test_the_key_comes_after_the_index_has_caught_up(
    storm_desk: Desk, change: Callable[[Desk], None], mark: Callable[[ReaderUI], Awaitable[None]], query: str
) -> None:
    async with storm_desk.open() as ui:
        assert ui.title == STORM
        change(storm_desk)
        ui.reader.sync()
        await mark(ui)
        await ui.settled()
        await ui.until(lambda: bool(told(ui)) is (change in GONE), "what is gone is told, and nothing else")
        assert "Try again" not in " ".join(ui.notices())
    is_seen = change not in GONE or query == "is:bookmarked"  # the others wait for their story to come back
    assert marked(storm_desk, query) == ([STORM] if is_seen else [])
    if change in GONE:
        write(storm_desk)
        assert marked(storm_desk, query) == [STORM]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(("mark", "query"), MARKS)
@pytest.mark.parametrize("held", ["find_all", "gathered"])
async def test_the_key_comes_while_the_files_are_compared(
    storm_desk: Desk,
    change: Callable[[Desk], None],
    mark: Callable[[ReaderUI], Awaitable[None]],
    query: str,
    held: str,
    gate_before: Callable[[object, str], AbstractContextManager[Gate]],
) -> None:
    async with storm_desk.open() as ui:
        change(storm_desk)
        with gate_before(newsreader.sync.updating, held) as gate:
            await ui.pilot.press("r")
            await ui.until(gate.reached.is_set, "the files are compared")
            await mark(ui)
            gate.open()
            await ui.settled()
    is_seen = change not in GONE or query == "is:bookmarked"
    assert marked(storm_desk, query) == ([STORM] if is_seen else [])


async def test_a_bookmark_is_taken_off_though_its_story_has_moved(storm_desk: Desk) -> None:
    async with storm_desk.open() as ui:
        await ui.press("b")
        dated(storm_desk)
        ui.reader.sync()
        await ui.press("b")
        assert ui.reader.marks.bookmark_count() == 0
    assert marked(storm_desk, "is:bookmarked") == []


async def test_a_bookmark_is_undone_and_made_again_though_its_copy_has_followed_the_file(storm_desk: Desk) -> None:
    async with storm_desk.open() as ui:
        await ui.press("b")
        edited(storm_desk)
        await ui.press("r", "u")
        assert ui.reader.marks.bookmark_count() == 0
        await ui.press("U")
        assert ui.reader.marks.bookmark_count() == 1
    assert marked(storm_desk, "is:bookmarked") == [STORM]


@pytest.mark.parametrize(("key", "query"), [("b", "is:bookmarked"), ("m", "is:read"), ("A", "is:read")])
async def test_many_at_once(storm_desk: Desk, key: str, query: str) -> None:
    async with storm_desk.open() as ui:
        await ui.press("ctrl+a")
        dated(storm_desk)
        storm_desk.library.story("new", "A new one of that day", id="new", published="2024-06-20")
        ui.reader.sync()
        await ui.press(key)
    assert sorted(marked(storm_desk, query)) == ["One that stays", STORM]

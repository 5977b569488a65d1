"""The rail: views, outlets, topics and tags with their unread stories, beside the panes or in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.query.terms import outlet_term
from newsreader.reader.overview import Entry
from newsreader.session import SessionStore
from newsreader.story import Outlet
from newsreader.ui.main import rail as rail_part
from newsreader.ui.widgets.rail import Rail

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Desk, ReaderUI

WIDE, MIDDLE, SMALL = (170, 30), (120, 24), (50, 16)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the rail follow changes without a rest."""
    monkeypatch.setattr(rail_part, "_REST", 0.001)


@pytest.fixture
def desk(full_desk: Desk) -> Desk:
    """A desk whose stories have topics, one of them hostile."""
    full_desk.library.write("t1.yaml", "title: Tides\nsummary: They rise.\ntopics: [sea, weather]\n")
    full_desk.library.write(
        "t2.yaml", 'title: Waves\nsummary: They fall.\ntopics: [sea, "[red]\\x1b]0;x\\x07 \\u202e"]\n'
    )
    full_desk.warm()
    return full_desk


def rail_of(ui: ReaderUI) -> Rail:
    return ui.main.query_one(Rail)


def is_shown(ui: ReaderUI) -> bool:
    return any(rail.region.area for rail in ui.main.query(Rail))


def numbers(ui: ReaderUI) -> dict[str, int | None]:
    """The unread stories that the rail tells of each name."""
    rail = rail_of(ui)
    return {entry.name: rail.unread(entry) for entry in rail.entries}


async def go_to(ui: ReaderUI, name: str) -> None:
    """Move the cursor of the rail to the entry of that name."""
    rail = rail_of(ui)
    place = next(index for index, line in enumerate(rail._lines) if line.entry and line.entry.name == name)
    while rail.cursor != place:
        await ui.press("j" if rail.cursor < place else "k")


async def test_a_wide_window_has_it_from_the_start_and_the_list_keeps_the_keys(desk: Desk) -> None:
    async with desk.open(size=WIDE) as ui:
        assert is_shown(ui)
        assert ui.stories.has_focus
        named = numbers(ui)
        assert list(named)[:7] == ["All", "Unread", "Bookmarks", "Today", "Left", "Center", "Right"]
        assert named["All"] == named["Unread"] == 6
        assert named["sea"] == 2
        assert named["weather"] == 2
        text = ui.screen_text()
        for title in ("Views", "Outlets", "Topics"):
            assert f"\n {title} " in f"\n{text}"
        assert "\x1b" not in text
        assert "\u202e" not in text


async def test_each_number_is_that_of_the_list_it_leads_to(desk: Desk) -> None:
    async with desk.open(size=WIDE) as ui:
        await ui.press("m", "j", "b", "j", "m")
        await ui.until(lambda: numbers(ui)["All"] == 4, "the marks are counted")
        for entry in rail_of(ui).entries:
            await ui.filter(f"({entry.filter}) is:unread" if entry.filter else "is:unread")
            assert len(ui.stories.numbers) == rail_of(ui).unread(entry), entry


async def test_a_key_opens_it_goes_from_name_to_name_and_enter_shows_the_stories(desk: Desk) -> None:
    async with desk.open(size=MIDDLE) as ui:
        assert not is_shown(ui)
        await ui.press("L")
        assert is_shown(ui)
        assert rail_of(ui).has_focus
        seen: list[Entry] = []
        for _ in range(40):
            line = rail_of(ui)._lines[rail_of(ui).cursor]
            assert line.entry is not None, "never on a title"
            if not seen or seen[-1] != line.entry:
                seen.append(line.entry)
            await ui.press("j")
        assert seen == rail_of(ui).entries
        await ui.press("g")
        assert rail_of(ui).cursor == 1
        await go_to(ui, "sea")
        await ui.press("enter")
        assert ui.filter_text == 'topic:"sea"'
        assert sorted(ui.titles()) == ["Tides", "Waves"]
        assert ui.stories.has_focus
        assert is_shown(ui), "it stays where there is room"
        assert "▸ sea" in ui.screen_text()
        await ui.press("escape")
        assert "▸ All" in ui.screen_text()
        await ui.press("L", "L")
        assert not is_shown(ui)
        assert ui.stories.has_focus


async def test_a_small_window_shows_it_alone_and_goes_on_to_the_list(desk: Desk) -> None:
    async with desk.open(size=SMALL) as ui:
        await ui.press("L")
        assert rail_of(ui).region.width == SMALL[0]
        await go_to(ui, "Unread")
        await ui.press("enter")
        assert not is_shown(ui)
        assert ui.filter_text == "is:unread"
        assert ui.stories.has_focus
        await ui.press("L", "escape")
        assert not is_shown(ui)
        assert ui.stories.has_focus
        assert ui.filter_text == "is:unread", "Esc left the rail only"
        await ui.press("enter", "L", "L")
        assert ui.main.panes.is_in_story, "closing it goes back to where the keys were"


async def test_keys_typed_ahead_go_where_enter_leads(desk: Desk) -> None:
    async with desk.open(size=MIDDLE) as ui:
        await ui.press("L", "g")
        await ui.rush("j", "enter", "j")
        assert ui.filter_text == "is:unread"
        assert ui.stories.has_focus
        assert ui.stories.cursor == 1


def test_a_key_in_a_rail_that_is_not_filled_yet_does_nothing() -> None:
    rail = Rail()
    assert rail.validate_cursor(1) == rail.validate_cursor(-1) == 0
    assert rail.current_entry is None


async def test_a_click_picks_a_name(desk: Desk) -> None:
    async with desk.open(size=WIDE) as ui:
        place = next(i for i, line in enumerate(rail_of(ui)._lines) if line.entry and line.entry.name == "weather")
        await ui.pilot.click(Rail, offset=(6, place))
        await ui.settled()
        assert sorted(ui.titles()) == ["Storm reaches the coast", "Tides"]
        await ui.pilot.click(Rail, offset=(3, 0))
        await ui.settled()
        assert sorted(ui.titles()) == ["Storm reaches the coast", "Tides"]


async def test_tags_and_new_files_come_into_it(desk: Desk) -> None:
    async with desk.open(size=WIDE) as ui:
        assert "later" not in numbers(ui)
        await ui.press("t", *"later", "enter")
        await ui.until(lambda: numbers(ui).get("later") == 1, "the tag is named and counted")
        desk.library.write("t3.yaml", "title: Foam\nsummary: It flies.\ntopics: [sea]\n")
        await ui.press("r")
        await ui.until(lambda: numbers(ui)["sea"] == 3, "the new story is counted")


async def test_it_is_remembered_whether_it_was_opened_or_closed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    for size, keys, is_there in (
        (MIDDLE, ("L",), True),
        (MIDDLE, (), True),
        (MIDDLE, ("L", "L"), False),
        (WIDE, (), False),
        (WIDE, ("L",), True),
    ):
        async with desk.open(size=size, store=SessionStore(path)) as ui:
            await ui.press(*keys)
            if keys == ("L", "L"):
                await ui.until(lambda: not is_shown(ui), "it is closed")
            assert is_shown(ui) is is_there, (size, keys)
            ui.main.session.note()
            ui.main.session._store.save()


async def test_it_makes_room_for_itself_as_the_window_changes(desk: Desk) -> None:
    async with desk.open(size=WIDE) as ui:
        assert ui.main.query_one("#outlet-pane").region.area
        await ui.pilot.resize_terminal(*MIDDLE)
        await ui.until(lambda: not is_shown(ui), "the window has no room for it")
        await ui.press("L")
        assert not ui.main.query_one("#outlet-pane").region.area, "three panes and the rail have no room"
        for pane in ("#list-pane", "#story-pane"):
            assert ui.main.query_one(pane).region.right <= MIDDLE[0]
            assert ui.main.query_one(pane).region.width >= 24


def test_an_outlet_without_a_name_is_found_by_its_id() -> None:
    assert outlet_term(Outlet(id="some-paper", name="")) == 'outlet:"some-paper"'

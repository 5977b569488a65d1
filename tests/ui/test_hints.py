"""Hints teach one thing at a time and go away for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.config import Config
from newsreader.keys.commands import BY_NAME, COMMANDS
from newsreader.session import Session, SessionStore, load_session, save_session
from newsreader.ui.main.hints import HINTS, MOST_STARTS, next_hint
from newsreader.ui.widgets.status_line import Status, status_content

if TYPE_CHECKING:
    from tests.ui.conftest import Desk, ReaderUI

SIZE = (100, 20)
WITH_HINTS = Config(read_after=0)


def hint(ui: ReaderUI) -> str:
    """What stands at the right of the status line."""
    before, _, found = ui.status.rpartition("   ")
    return found.strip() if before else ""


async def test_each_hint_gives_way_to_the_next_once_it_was_followed(full_desk: Desk) -> None:
    store = SessionStore(full_desk.paths.session_file)
    async with full_desk.open(size=SIZE, config=WITH_HINTS, store=store) as ui:
        assert hint(ui) == "/ filters as you type"
        await ui.press("slash", "escape")
        assert hint(ui) == "n goes to the next unread"
        await ui.press("b")
        assert hint(ui) == "n goes to the next unread", "one that is not shown can be followed too"
        await ui.press("n")
        assert hint(ui) == "? shows all keys"
        await ui.pilot.press("question_mark", "escape")
        await ui.settled()
        assert hint(ui) == ""
        ui.app.exit()
    store.save()
    assert set(load_session(full_desk.paths.session_file).hints_done) == {each.command for each in HINTS}


async def test_a_hint_goes_after_some_starts(full_desk: Desk) -> None:
    for _ in range(MOST_STARTS):
        store = SessionStore(full_desk.paths.session_file)
        async with full_desk.open(size=SIZE, config=WITH_HINTS, store=store) as ui:
            assert hint(ui) == "/ filters as you type"
            await ui.pilot.resize_terminal(100, 30)
            await ui.settled()
            assert hint(ui) == "/ filters as you type", "it is one start, whatever the window does"
        store.save()
    async with full_desk.open(size=SIZE, config=WITH_HINTS, store=SessionStore(full_desk.paths.session_file)) as ui:
        assert hint(ui) == "n goes to the next unread"


@pytest.mark.parametrize(
    ("size", "config"), [((100, 15), WITH_HINTS), ((30, 20), WITH_HINTS), (SIZE, Config(read_after=0, hints=False))]
)
async def test_no_hint_where_it_has_no_place_or_is_not_wanted(
    full_desk: Desk, size: tuple[int, int], config: Config
) -> None:
    store = SessionStore(full_desk.paths.session_file)
    async with full_desk.open(size=size, config=config, store=store) as ui:
        assert "filters" not in ui.status
        await ui.pilot.resize_terminal(*SIZE)
        await ui.until(lambda: "bookmarked" in ui.status or config.hints, "the line is as long as the window")
        await ui.until(lambda: ("filters" in ui.status) is config.hints, "there is a hint where one is wanted")


def test_nothing_is_left_out_for_a_hint_but_what_says_little() -> None:
    status = Status(shown=48, total=48, unread=40, library="news", hint="? shows all keys")
    assert status_content(status, 70).plain.split("   ")[0].endswith("0 bookmarked · news")
    assert status_content(status, 70).plain.endswith(" ? shows all keys")
    narrower = status_content(status, 44).plain
    assert narrower.startswith("48 of 48 · 40 unread ")
    assert narrower.endswith(" ? shows all keys")
    assert "keys" not in status_content(status, 36).plain
    busy = Status(shown=48, total=48, activity="comparing with the files…", hint="? shows all keys")
    assert "keys" not in status_content(busy, 200).plain


def test_every_hint_is_of_a_command() -> None:
    assert {BY_NAME[each.command] for each in HINTS} <= set(COMMANDS)


def test_no_hint_is_left_when_all_were_shown_or_followed() -> None:
    assert next_hint((), {}, ()) == HINTS[0]
    assert next_hint({HINTS[0].command}, {}, ()) == HINTS[1]
    assert next_hint((), {each.command: MOST_STARTS for each in HINTS}, ()) is None


async def test_what_was_done_before_is_not_taught(full_desk: Desk) -> None:
    save_session(full_desk.paths.session_file, Session(hints_done=("filter",)))
    store = SessionStore(full_desk.paths.session_file)
    async with full_desk.open(size=SIZE, config=WITH_HINTS, store=store) as ui:
        assert hint(ui) == "n goes to the next unread"

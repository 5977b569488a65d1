"""A damaged index is reported once and made again, while the list stays and the keys work."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import pytest
from tests.ui.conftest import Desk, Gate, ReaderUI

from newsreader.index import health as index_health
from newsreader.index.damage import UnsoundValueError
from newsreader.index.reading import Index
from newsreader.sync import SyncResult
from newsreader.ui.main import repair

STORM, BUDGET, GUARDS, CAFE = (
    "Storm reaches the coast",
    "Parliament votes on the budget",
    "Guards of the coast save forty",
    "A café opens at the pole",
)


def spoil(desk: Desk, table: str) -> None:
    """Overwrite all pages of a table, or of an index of it, with garbage."""
    index = desk.paths.index_file(desk.library.root)
    with closing(sqlite3.connect(index)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with index.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xee" * size)


def index_of(desk: Desk) -> Path:
    return desk.paths.index_file(desk.library.root)


@pytest.mark.parametrize("table", ["stories", "bodies", "outlets", "files", "meta", "problems", "read_stories"])
async def test_damage_anywhere_in_the_index_is_fixed_by_itself(full_desk: Desk, table: str) -> None:
    full_desk.warm()
    spoil(full_desk, table)
    async with full_desk.open() as ui:
        await ui.press("exclamation_mark")
        await ui.press("escape")
        await ui.until(
            lambda: not ui.main.syncer.repair.is_damaged and not ui.main.syncer.is_syncing, "the index is made anew"
        )
        await ui.settled()
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert "Trains stopped" in ui.text("#story-text")
        assert len(told(ui)) <= 1
        await ui.press("b")
        assert "★" in ui.row(0)


async def test_words_that_the_index_has_silently_lost_are_found_again(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair, "_BEFORE_CHECKING", 0.01)
    full_desk.warm()
    with closing(sqlite3.connect(index_of(full_desk))) as connection:
        connection.execute("UPDATE story_text_data SET block = zeroblob(40) WHERE id > 10")
        connection.commit()
    async with full_desk.open() as ui:
        await ui.filter("trains")
        await ui.until(lambda: told(ui), "it is told")
        await ui.until(
            lambda: not ui.main.syncer.repair.is_damaged and not ui.main.syncer.is_syncing, "the index is made anew"
        )
        await ui.settled()
        assert ui.titles() == [STORM]


async def test_a_story_of_garbage_does_not_end_the_reader(full_desk: Desk) -> None:
    full_desk.warm()
    with closing(sqlite3.connect(index_of(full_desk))) as connection:
        connection.execute("UPDATE bodies SET body = substr(body, 1, 20)")
        connection.commit()
    async with full_desk.open() as ui:
        await ui.until(
            lambda: not ui.main.syncer.repair.is_damaged and not ui.main.syncer.is_syncing, "the index is made anew"
        )
        await ui.settled()
        assert "Trains stopped" in ui.text("#story-text")


async def test_the_list_stays_and_keys_work_while_the_index_is_made_again(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch, gate_before: Callable[[object, str], AbstractContextManager[Gate]]
) -> None:
    async with full_desk.open() as ui:
        with ui.gated("reload") as gate, monkeypatch.context() as patched:
            patched.setattr(Index, "story", garbage)
            await ui.pilot.press("j")
            await ui.until(gate.reached.is_set, "the index is being made anew")
            assert told(ui)
            assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
            await ui.pilot.press("j")
            await ui.until(lambda: ui.title == GUARDS, "the cursor moves")
        await ui.until(lambda: not ui.main.syncer.repair.is_damaged, "the index is made anew")
        await ui.settled()
        assert ui.title == GUARDS
        assert ui.text("#story-text").startswith(GUARDS)


def told(ui: ReaderUI) -> list[str]:
    """The notices of damage."""
    return [notice for notice in ui.notices() if "made again from the files" in notice]


def garbage(*_arguments: object) -> None:
    raise UnsoundValueError("it holds what nobody wrote there")


async def test_a_late_report_of_damage_that_was_fixed_meanwhile_changes_nothing(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker may have read from the old index when the new one was whole already."""
    async with full_desk.open() as ui:
        syncs = 0
        sync = ui.reader.sync

        def counted(*arguments: Any) -> SyncResult:
            nonlocal syncs
            syncs += 1
            return sync(*arguments)

        monkeypatch.setattr(ui.reader, "sync", counted)
        ui.main.syncer.repair.found("The index is damaged.")
        await ui.settled()
        assert not ui.main.syncer.repair.is_damaged
        assert (syncs, told(ui)) == (0, [])


async def test_damage_that_another_reader_fixes_meanwhile_is_fixed(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        with ui.gated("sync") as gate:
            ui.reader.index.note_damage()
            ui.main.syncer.repair.found("The index is damaged.")
            await ui.until(gate.reached.is_set, "it is about to be made anew")
            with closing(full_desk.reader()) as other:
                other.reload()
        await ui.until(lambda: not ui.main.syncer.repair.is_damaged and not ui.main.syncer.is_syncing, "it is mended")
        await ui.settled()
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]


async def test_rows_that_cannot_be_read_say_so_until_they_can(full_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    async with full_desk.open() as ui:
        with ui.gated("reload"), monkeypatch.context() as patched:
            patched.setattr(Index, "rows", garbage)
            ui.stories.refresh_rows()
            assert "can't be read at the moment" in ui.row(1)
            await ui.until(lambda: told(ui), "it is told")
        await ui.until(lambda: not ui.main.syncer.repair.is_damaged, "the index is made anew")
        await ui.settled()
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]


async def test_next_unread_on_a_damaged_index_says_so_and_goes_on_later(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        with monkeypatch.context() as patched:
            patched.setattr(Index, "read_among", garbage)
            await ui.pilot.press("n")
            await ui.until(lambda: told(ui), "it is told")
        await ui.until(lambda: not ui.main.syncer.repair.is_damaged, "the index is made anew")
        await ui.press("n")
        assert ui.title == BUDGET


async def test_damage_that_nobody_met_is_found_by_a_check_of_the_index(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair, "_BEFORE_CHECKING", 0.01)
    full_desk.warm()
    spoil(full_desk, "stories_by_title_key")
    async with full_desk.open() as ui:
        await ui.until(lambda: told(ui), "it is told")
        await ui.until(
            lambda: not ui.main.syncer.repair.is_damaged and not ui.main.syncer.is_syncing, "the index is made anew"
        )
        assert index_health.find_all_damage(index_of(full_desk)) == ""


async def test_an_index_that_is_deleted_while_open_comes_back(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        for file in index_of(full_desk).parent.iterdir():
            file.unlink()
        await ui.press("r")
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert index_of(full_desk).exists()


async def test_an_index_that_is_damaged_without_end_is_not_made_again_without_end(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        monkeypatch.setattr(Index, "story", garbage)
        await ui.pilot.press("j")
        await ui.until(
            lambda: any("check the disk" in notice for notice in ui.notices()) and not ui.main.syncer.is_syncing,
            "it gives up",
        )
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        monkeypatch.undo()


async def test_a_damaged_index_of_a_library_that_is_gone_is_kept(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        full_desk.library.root.rename(full_desk.library.root.with_name("unplugged"))
        with monkeypatch.context() as patched:
            patched.setattr(Index, "problems", garbage)
            await ui.pilot.press("exclamation_mark")
            await ui.until(lambda: ui.main.library.error, "the library is found to be gone")
        await ui.settled()
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        full_desk.library.root.with_name("unplugged").rename(full_desk.library.root)
        await ui.press("r")
        assert ui.titles() == [STORM, BUDGET, GUARDS, CAFE]
        assert not ui.main.syncer.repair.is_damaged


@pytest.mark.parametrize(
    ("keys", "method"),
    [("f", "stories_of"), ("O", "outlets"), ("slash", "outlet_names"), ("t", "ids"), ("m", "ids"), ("b", "story")],
)
async def test_damage_is_fixed_whichever_key_meets_it(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch, keys: str, method: str
) -> None:
    async with full_desk.open() as ui:
        with ui.gated("reload") as gate, monkeypatch.context() as patched:
            patched.setattr(Index, method, garbage)
            if keys == "f":
                ui.main.library_changed()
            await ui.pilot.press(keys)
            await ui.until(gate.reached.is_set, "it is being made anew")
            assert told(ui)
        await ui.until(
            lambda: not ui.main.syncer.repair.is_damaged and not ui.main.syncer.is_syncing, "the index is made anew"
        )
        assert len(ui.stories.numbers) > 0

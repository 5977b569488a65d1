"""The reader reports damage of the user's own data when it starts."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ui.conftest import NOW

from newsreader.state.state import State

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


async def test_a_damaged_record_is_reported_once_with_what_became_of_it(full_desk: Desk) -> None:
    path = full_desk.paths.state_file
    with closing(State.open(path, now=lambda: NOW)) as state:
        state.marks.write_note("storm", "What I thought of it")
    path.write_bytes(path.read_bytes().replace(b"What I thought", b"What I th\x01ught"))
    async with full_desk.open() as ui:
        (notice,) = ui.notices()
    assert notice.startswith("Bookmarks, notes and read marks: The file")
    for part in (
        "is damaged: 1 of its records is damaged",
        "put aside as",
        ": 1 note. Nothing is lost.",
    ):
        assert part in " ".join(notice.split())
    async with full_desk.open() as ui:
        assert ui.notices() == []


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir])
async def test_what_is_no_journal_is_reported_and_stories_are_read(
    full_desk: Desk, make: Callable[[Path], None]
) -> None:
    journal = full_desk.paths.state_file.with_name("state.db-journal")
    journal.parent.mkdir(parents=True, exist_ok=True)
    make(journal)
    async with full_desk.open() as ui:
        assert any("state.db-journal is not a file" in " ".join(notice.split()) for notice in ui.notices())
        assert ui.titles()
    assert not journal.is_file()

"""The reading balance: counted in a thread, shown in a box, and cleared there."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.session import SessionStore
from newsreader.sync import IndexDamagedError
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.marker import Marker

if TYPE_CHECKING:
    from newsreader.reader.balance import Balance


class ReadingBalance:
    """Shows what was read and what there is, and remembers since when reading counts."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        store: SessionStore,
        marker: Marker,
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._store = store
        self._marker = marker

    async def show(self) -> None:
        """Show the counts, once all marks are on the disk."""
        from newsreader.ui.boxes.balance import BalanceScreen

        await self._marker.saved()
        balance = await self._count()
        if balance is not None:
            await self._asker.ask(BalanceScreen(balance, self._keymap, clear=self._clear, restore=self._restore))

    async def _clear(self) -> Balance | None:
        """Count only what is read from now on; read marks stay as they are."""
        from newsreader.reader.balance import cleared_at

        self._store.change(balance_since=cleared_at(self._reader.now()))
        return await self._count()

    async def _restore(self) -> Balance | None:
        """Count everything again."""
        self._store.change(balance_since=0)
        return await self._count()

    async def _count(self) -> Balance | None:
        """The counts; None where they can't be had."""
        from newsreader.reader.balance import balance_of

        try:
            return await asyncio.to_thread(balance_of, self._reader, self._store.session.balance_since)
        except IndexDamagedError:
            return None  # a notice says so, and the repair is under way
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), title="Nothing was counted", severity="warning", markup=False)
            return None

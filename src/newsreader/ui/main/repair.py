"""What happens when the index turns out damaged: a notice says so once, and it is made again while the list stays."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from textual.screen import Screen

from newsreader.reader import Reader
from newsreader.ui.errors import EXPECTED_ERRORS
from newsreader.ui.main.background import run_in_background

_MOST_TIMES: Final = 3
"""How often an index is made again before the disk is to blame."""

_BEFORE_CHECKING: Final = 60.0
"""Seconds after the first comparison with the files: in a large library it keeps the disk busy for a while."""


class IndexRepair:
    """Learns from the reader of damage, wherever it is met, and starts the comparison that repairs it.

    `is_ending` is asked by a check that takes long.
    """

    def __init__(
        self,
        screen: Screen[None],
        reader: Reader,
        start_sync: Callable[[], None],
        is_ending: Callable[[], bool],
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._start_sync = start_sync
        self._is_ending = is_ending
        self.is_damaged = False
        """Whether damage was met, and the index has not been made again since."""
        self._times_damaged = 0
        self._is_check_planned = False

    def watch(self) -> None:
        """Learn of damage from now on; it is met in any thread."""
        self._reader.index.on_damage = lambda error: self._screen.call_later(self.found, str(error))

    def found(self, message: str) -> None:
        """Say that the index is damaged, and have it made again."""
        if self.is_damaged or not self._reader.index.is_damaged:  # or it was met in one that has been replaced since
            return
        self.is_damaged = True
        self._times_damaged += 1
        if self._times_damaged > _MOST_TIMES:
            self._screen.notify(
                "The index is damaged again and again: check the disk. What can be read of it is shown.",
                title="The index can't be repaired",
                severity="error",
                markup=False,
            )
            return
        self._screen.notify(f"{message} Nothing of yours is lost.", title="Index", severity="error", markup=False)
        self._start_sync()

    def note_replaced(self) -> None:
        """Note that another index is in the place of a damaged one, whoever has made it."""
        self.is_damaged = self.is_damaged and self._reader.index.is_damaged

    def repair_if_damaged(self) -> None:
        """Repair damage that was met while files were compared already."""
        if self.is_damaged and self._times_damaged <= _MOST_TIMES:
            self._start_sync()

    def plan_check(self) -> None:
        """Check the integrity of the index once the reader has long been started."""
        if not self._is_check_planned:
            self._is_check_planned = True
            self._screen.set_timer(_BEFORE_CHECKING, self._start_check)

    def _start_check(self) -> None:
        run_in_background(self._screen, self._check, "check integrity", exclusive=True)

    async def _check(self) -> None:
        try:
            await asyncio.to_thread(self._reader.index.check_integrity, self._is_ending)
        except EXPECTED_ERRORS as error:
            self._screen.log.warning(f"The integrity of the index could not be checked: {error}")

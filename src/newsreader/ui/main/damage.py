"""What happens when the index turns out damaged: it is said once, and made anew in a worker while the list stays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from textual import on, work
from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from newsreader.reader import Reader
from newsreader.records import Row
from newsreader.sync import IndexDamagedError
from newsreader.ui.trouble import TROUBLES

_T = TypeVar("_T")

_MOST_TIMES: Final = 3
"""How often an index is made anew before the disk is to blame."""


_BEFORE_LOOKING: Final = 60.0
"""Seconds after the first comparison with the files: in a large library it keeps the disk busy for a while."""


class DamageActions(Screen[None]):
    """Reads from an index that may be damaged, and has it mended."""

    reader: Reader
    is_index_damaged = False
    """Whether damage was met, and the index has not been made anew since."""
    _times_damaged = 0
    _is_look_due = False

    class DamageFound(Message):
        """The index is damaged."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def watch_for_damage(self) -> None:
        """Hear of damage from the reader, wherever it is met."""
        self.reader.index.on_damage = lambda error: self.post_message(self.DamageFound(str(error)))

    def guarded(self, read: Callable[[], _T], otherwise: _T) -> _T:
        """What `read` gives, or `otherwise` where the index is damaged at that place."""
        try:
            return read()
        except IndexDamagedError:
            return otherwise

    def rows_of(self, numbers: Sequence[int]) -> list[Row] | None:
        """The rows of these stories; None where they can't be read until the index has been made anew."""
        return self.guarded(lambda: self.reader.search.rows(numbers), None)

    @on(DamageFound)
    def _damage_found(self, event: DamageFound) -> None:
        if self.is_index_damaged or not self.reader.index.is_damaged:  # damage may be of an index replaced since
            return
        self.is_index_damaged = True
        self._times_damaged += 1
        if self._times_damaged > _MOST_TIMES:
            self.notify(
                "The index is damaged again and again: check the disk. What can be read of it is shown.",
                title="The index can't be mended",
                severity="error",
                markup=False,
            )
            return
        self.notify(f"{event.trouble} Nothing of yours is lost.", title="Index", severity="warning", markup=False)
        self.start_sync()

    def see_whether_mended(self) -> None:
        """Note that another index is in the place of a damaged one, whoever has made it."""
        self.is_index_damaged = self.is_index_damaged and self.reader.index.is_damaged

    def mend_if_damaged(self) -> None:
        """Have damage mended that was met while files were compared already."""
        if self.is_index_damaged and self._times_damaged <= _MOST_TIMES:
            self.start_sync()

    def look_over_index(self) -> None:
        """Look for damage that nobody has met yet, now and then, once the reader has long been started."""
        if not self._is_look_due:
            self._is_look_due = True
            self.set_timer(_BEFORE_LOOKING, self._look_over_index)

    @work(thread=True, exclusive=True, group="look over", exit_on_error=False)
    def _look_over_index(self) -> None:
        worker = get_current_worker()
        try:
            self.reader.index.check_integrity(lambda: worker.is_cancelled)
        except TROUBLES as error:
            self.log.warning(f"The index could not be looked over: {error}")

    def start_sync(self, told: bool = False) -> None:
        """Compare with the files."""
        raise NotImplementedError

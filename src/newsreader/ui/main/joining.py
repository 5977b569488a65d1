"""Joining stories to one event, and parting a story from its event."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.reader.history import MarkResult
from newsreader.reader.listed import Listed
from newsreader.records import Teller
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.story import StoryPane

_FEWEST: Final = 2


class EventJoiner:
    """Has stories joined and parted. Events follow as they do after each mark that the index knows of."""

    def __init__(
        self,
        screen: Screen[Any],
        reader: Reader,
        keymap: Keymap,
        marker: Marker,
        story: StoryPane,
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._keymap = keymap
        self._marker = marker
        self._story = story

    async def join(self) -> None:
        """Join the selected stories to one event."""
        target = self._marker.target()
        if target is None or target.count < _FEWEST:
            select, join = self._keymap.shown("list-select"), self._keymap.shown("join-events")
            self._screen.notify(
                f"Select the stories that tell the same event with {select}, then press {join}.", markup=False
            )
            return
        await self._marker.mark(target, "Join {} to one event?".format, self._joined, "Not joined")

    async def part(self) -> None:
        """Part the story from the others of its event."""
        target = self._marker.target()
        if target is None or target.count != 1 or self._story.event is None:
            self._screen.notify("No other story is in an event with this one.", markup=False)
            return
        self._marker.run_mutation(
            lambda: self._reader.locator.with_row_ids(target.listed(), self._parted), "Not parted", is_announced=True
        )

    def join_both(self, own: Teller, other: Teller, edition: int) -> None:
        """Join another story to the event of one; both were read from this edition of the index."""
        self._run((own, other), edition, self._joined, "Not joined")

    def part_one(self, teller: Teller, edition: int) -> None:
        """Part a story from the others of its event; it was read from this edition of the index."""
        self._run((teller,), edition, self._parted, "Not parted")

    def _run(
        self, tellers: Sequence[Teller], edition: int, work: Callable[[Sequence[int]], MarkResult], refusal: str
    ) -> None:
        ids = {teller.row_id: teller.story_id for teller in tellers}
        listed = Listed(tuple(ids), edition, ids)
        self._marker.run_mutation(lambda: self._reader.locator.with_row_ids(listed, work), refusal, is_announced=True)

    def _joined(self, row_ids: Sequence[int]) -> MarkResult:
        return self._reader.joining.join(row_ids)

    def _parted(self, row_ids: Sequence[int]) -> MarkResult:
        return self._reader.joining.part(row_ids[0])

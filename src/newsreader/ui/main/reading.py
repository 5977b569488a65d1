"""Stories that count as read by themselves: those that the user has opened, seen for a while, or come to the end of."""

from __future__ import annotations

from functools import partial

from msgspec import Struct
from textual.screen import Screen
from textual.timer import Timer

from newsreader.reader import MarkResult, Reader
from newsreader.ui.errors import or_default_if_corrupt
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.story import StoryPane


class ReadingRule(Struct, frozen=True):
    """When a story counts as read, as the settings `read_when` and `read_after` say; 0 seconds stand for never."""

    when: str
    seconds: float


class Reading:
    """Follows what the user does with the story that is shown, and marks it read when the rule says so."""

    def __init__(
        self, screen: Screen[None], reader: Reader, story: StoryPane, marker: Marker, rule: ReadingRule
    ) -> None:
        self._screen = screen
        self._reader = reader
        self._story = story
        self._marker = marker
        self._rule = rule
        self._timer: Timer | None = None
        self._is_in_story = False

    async def toggle(self) -> None:
        """Mark the story read or unread as the user says, who is not contradicted after a while."""
        self._story.load()
        self._schedule(0)
        await self._marker.toggle_read()

    def story_changed(self) -> None:
        """Begin to count the seconds of another story."""
        is_due = self._rule.when == "shown" or (self._rule.when == "opened" and self._is_in_story)
        self._schedule(self._rule.seconds if is_due else 0)

    def pane_changed(self, *, is_story: bool) -> None:
        """Begin to count the seconds of a story that has the keys now, or end it."""
        if is_story != self._is_in_story:
            self._is_in_story = is_story
            if self._rule.when == "opened":
                self.story_changed()

    def story_opened(self) -> None:
        """Take note that the user has gone into the story."""
        if self._rule.when == "opened" and self._rule.seconds:
            self._mark_read()

    def end_reached(self, row_id: int) -> None:
        """Take note that the user has come to the end of the story in this row."""
        stored = self._story.stored
        if stored is None or stored.row_id != row_id:
            return
        if self._rule.when == "opened":
            self.story_opened()
        elif self._rule.when == "end":
            self._schedule(self._rule.seconds)

    def _schedule(self, seconds: float) -> None:
        """Mark the story that is shown read after so many seconds; with 0 never."""
        if self._timer is not None:
            self._timer.stop()
        is_due = seconds and self._story.stored is not None
        self._timer = self._screen.set_timer(seconds, self._mark_read) if is_due else None

    def _mark_read(self) -> None:
        stored = self._story.stored
        if stored is None or or_default_if_corrupt(partial(self._reader.search.is_read, stored.story.id), True):
            return
        story_id = stored.story.id
        self._marker.run_mutation(
            lambda: MarkResult("marked read", int(self._reader.marking.set_read(story_id, True))),
            "Not marked",
            is_announced=False,
        )

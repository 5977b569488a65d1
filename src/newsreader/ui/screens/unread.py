"""Going from one unread story to the next, however far it is."""

from __future__ import annotations

from array import array

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.reader import Reader
from newsreader.ui.screens.damage import DamageActions
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.ui.widgets.story_list import StoryList


class UnreadActions(DamageActions, Screen[None]):
    """Looks for unread stories: among the nearest at once, among all in a worker."""

    reader: Reader

    class UnreadFound(Message):
        """A worker has looked for an unread story: `place` is where in `numbers` it stands, None where none is left."""

        def __init__(self, numbers: array[int], cursor: int, place: int | None, trouble: str = "") -> None:
            super().__init__()
            self.numbers = numbers
            self.cursor = cursor
            self.place = place
            self.trouble = trouble

    @property
    def story_list(self) -> StoryList:
        """The list."""
        raise NotImplementedError

    def action_next_unread(self) -> None:
        """Go to the next unread story."""
        self._seek_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the unread story before."""
        self._seek_unread(-1)

    def _seek_unread(self, step: int) -> None:
        stories = self.story_list
        start = stories.cursor + step
        place = self.guarded(lambda: self.reader.near_unread(stories.numbers, start, step), None)
        if place is not None:
            stories.cursor = place
        else:
            self._seek_far(stories.numbers, stories.cursor, step)

    @work(thread=True, exclusive=True, group="unread", exit_on_error=False)
    def _seek_far(self, numbers: array[int], cursor: int, step: int) -> None:
        try:
            place = self.reader.far_unread(numbers, cursor + step, step, lambda: self.story_list.cursor != cursor)
        except TROUBLES as error:
            self.post_message(self.UnreadFound(numbers, cursor, None, trouble_text(error)))
        else:
            self.post_message(self.UnreadFound(numbers, cursor, place))

    @on(UnreadFound)
    def _unread_found(self, event: UnreadFound) -> None:
        stories = self.story_list
        if stories.numbers is not event.numbers or stories.cursor != event.cursor:
            return  # the user has gone elsewhere meanwhile
        if event.place is not None:
            stories.cursor = event.place
        else:
            self.notify(event.trouble or "No other unread story in this direction.", markup=False)

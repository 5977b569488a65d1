"""Going from one unread story to the next, however far it is."""

from __future__ import annotations

from array import array
from typing import Final

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.ui.main.damage import DamageActions
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.ui.widgets.story_list import StoryList

_LAST: Final = "That was the last unread story from here down."


class UnreadActions(DamageActions, Screen[None]):
    """Looks for unread stories: among the nearest at once, among all in a worker."""

    reader: Reader
    keymap: Keymap

    class UnreadFound(Message):
        """A worker has looked for an unread story: `place` is where in `numbers` it stands, None where none is left.

        Then `told` is what to say. `reads_on` says that the user has come to the end of another story.
        """

        def __init__(self, numbers: array[int], cursor: int, place: int | None, told: str, reads_on: bool) -> None:
            super().__init__()
            self.numbers = numbers
            self.cursor = cursor
            self.place = place
            self.told = told
            self.reads_on = reads_on

    @property
    def story_list(self) -> StoryList:
        """The list."""
        raise NotImplementedError

    def load_story(self, *, from_top: bool = False) -> None:
        """Show the story at the cursor, from where it was left or from its top."""
        raise NotImplementedError

    def action_next_unread(self) -> None:
        """Go to the next unread story."""
        self._seek_unread(1)

    def action_previous_unread(self) -> None:
        """Go to the unread story before."""
        self._seek_unread(-1)

    def read_on(self) -> None:
        """Go from the end of a story to the next unread one, from its top."""
        self._seek_unread(1, reads_on=True)

    def _seek_unread(self, step: int, *, reads_on: bool = False) -> None:
        stories = self.story_list
        start = stories.cursor + step
        place = self.guarded(lambda: self.reader.search.near_unread(stories.numbers, start, step), None)
        if place is not None:
            self._go_to_unread(place, reads_on)
        else:
            self._seek_far(stories.numbers, stories.cursor, step, reads_on)

    @work(thread=True, exclusive=True, group="unread", exit_on_error=False)
    def _seek_far(self, numbers: array[int], cursor: int, step: int, reads_on: bool) -> None:
        place, told = None, _LAST if reads_on else self._none_left(step)
        try:
            place = self.reader.search.far_unread(
                numbers, cursor + step, step, lambda: self.story_list.cursor != cursor
            )
        except TROUBLES as error:
            told = trouble_text(error)
        self.post_message(self.UnreadFound(numbers, cursor, place, told, reads_on))

    @on(UnreadFound)
    def _unread_found(self, event: UnreadFound) -> None:
        stories = self.story_list
        if stories.numbers is not event.numbers or stories.cursor != event.cursor:
            return  # the user has gone elsewhere meanwhile
        if event.place is not None:
            self._go_to_unread(event.place, event.reads_on)
        else:
            self.notify(event.told, markup=False)

    def _none_left(self, step: int) -> str:
        other = self.keymap.shown("previous-unread" if step > 0 else "next-unread")
        return f"No other unread story {'below' if step > 0 else 'above'} this one. {other} looks the other way."

    def _go_to_unread(self, place: int, reads_on: bool) -> None:
        self.story_list.cursor = place
        if reads_on:
            self.load_story(from_top=True)

"""What the footer shows: the keys that do something where the user is, from the table of commands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import Struct
from textual.screen import Screen

from newsreader.keys.commands import Command, footer_commands
from newsreader.keys.keymap import Keymap
from newsreader.keys.names import character_of, key_name
from newsreader.ui.main.panes import LIST, OUTLET, RAIL, STORY, Panes
from newsreader.ui.main.story import StoryPane
from newsreader.ui.widgets.filter_bar import FilterBar, FilterInput
from newsreader.ui.widgets.find_bar import FindBar, FindInput
from newsreader.ui.widgets.key_footer import FooterKey, KeyFooter
from newsreader.ui.widgets.story_list import StoryList

_PLACES: Final = {LIST: "list", STORY: "story", OUTLET: "outlet", RAIL: "rail"}
"""The places of the footer by the panes that have the keys."""


class Situation(Struct, frozen=True):
    """Where the user is, as far as the footer depends on it.

    `place` is one of `FOOTER_PLACES`. Where the user `is_typing` a character is text and no key.
    """

    place: str
    is_typing: bool
    can_step_back: bool
    quits: bool
    is_filtered: bool
    has_stories: bool
    has_event: bool
    """Whether other stories tell the event of the one that is shown."""
    has_others: bool
    """Whether those are of other outlets."""


class Footer:
    """Keeps the footer to where the user is. It is drawn again only where its keys are others."""

    def __init__(self, screen: Screen[None], keymap: Keymap, panes: Panes, story: StoryPane) -> None:
        self._screen = screen
        self._keymap = keymap
        self._panes = panes
        self._story = story
        self._situation: Situation | None = None
        self._typed_in = ""

    def follow_focus(self) -> None:
        """Note what has the keys. Nothing has them while the terminal is in the background: that changes nothing."""
        if self._screen.focused is not None:
            fields = {FilterInput: "filter", FindInput: "find"}
            self._typed_in = fields.get(type(self._screen.focused), "")
        self.follow()

    def follow(self) -> None:
        """Show the keys of where the user is."""
        if not self._screen.is_running:
            return
        now = self._now()
        if now != self._situation:
            self._situation = now
            self._screen.query_one(KeyFooter).show(tuple(self._keys(now)))

    def _now(self) -> Situation:
        stories = self._screen.query_one(StoryList)
        place = _PLACES[self._panes.current]
        if self._typed_in:
            place = self._typed_in
        elif place == "story" and self._screen.query_one(FindBar).is_open:
            place = "find"
        elif place == "list" and stories.selected_count:
            place = "selection"
        return Situation(
            place,
            is_typing=bool(self._typed_in),
            can_step_back=self._panes.can_step_back or self._story.visited is not None,
            quits=not self._panes.steps_back_first,
            is_filtered=bool(self._screen.query_one(FilterBar).text),
            has_stories=len(stories.numbers) > 0,
            has_event=self._story.event is not None,
            has_others=bool(self._story.others.all),
        )

    def _keys(self, now: Situation) -> Iterator[FooterKey]:
        for command in footer_commands(now.place):
            title = _title(command, now)
            keys = self._keymap.keys_of(command.name)
            if command.name == "quit" and not now.is_typing and now.quits and self._keymap.keys_of("back-or-quit"):
                continue  # one key that leaves is enough
            key = next((key for key in keys if not now.is_typing or not character_of(key)), "")
            if title and key:
                yield FooterKey(key, key_name(key), title)


def _title(command: Command, now: Situation) -> str:
    """Return what a command does here, "" where it does nothing."""
    match command.name:
        case "back":
            return command.title if now.can_step_back else command.other_title if now.is_filtered else ""
        case "back-or-quit":
            return command.title if now.quits else command.other_title
        case "list-enter":
            return command.other_title if now.place == "rail" else command.title if now.has_stories else ""
        case "teller-next":
            return command.title if now.has_event else ""
        case "compare":
            return command.title if now.has_others else ""
        case _:
            return command.title

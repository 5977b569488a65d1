"""What scrolls in the story pane, and the commands that scroll a pane's text."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.containers import VerticalScroll
from textual.message import Message

from newsreader.keys.keymap import Keymap
from newsreader.ui.bindings import CommandTable, bind, named
from newsreader.ui.widgets.find_bar import FIND_COMMANDS
from newsreader.ui.widgets.scrolling import scrolling


def scroll_commands(pane: VerticalScroll) -> CommandTable:
    """Return the methods of the commands that scroll the text of a pane."""
    ways = scrolling(pane)
    return {
        "story-down": ways.down,
        "story-up": ways.up,
        "story-page-down": ways.page_down,
        "story-page-up": ways.page_up,
        "story-first": ways.first,
        "story-last": ways.last,
    }


class StoryScroll(VerticalScroll, can_focus=True, inherit_bindings=False):
    """What scrolls under the keys of the story pane."""

    def __init__(self, keymap: Keymap, *, id: str) -> None:
        super().__init__(id=id)
        self.commands = {name: partial(self.use, scroll) for name, scroll in scroll_commands(self).items()}
        # What concerns more than scrolling is done by the screen.
        bind(self, keymap, [*self.commands, "story-read-on", "story-find", *FIND_COMMANDS])
        self.is_finding = False
        """Whether words are looked for, so that their keys are those of the bar."""

    class Scrolled(Message):
        """Other rows are on the screen."""

    class Used(Message):
        """The user has scrolled here, or tried to."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the keys that go from hit to hit to others where nothing is looked for."""
        if named(action, parameters) in FIND_COMMANDS:
            return self.is_finding
        return super().check_action(action, parameters)

    def use(self, scroll: Callable[[], object]) -> None:
        """Scroll as the user wants."""
        scroll()
        self.post_message(self.Used())

    def on_mouse_scroll_down(self) -> None:
        """Note that the user goes on."""
        self.post_message(self.Used())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are on the screen."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())

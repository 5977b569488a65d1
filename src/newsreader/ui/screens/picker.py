"""A box to pick one of many from: type to narrow the list, Enter picks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static

from newsreader.ui.safe import line
from newsreader.ui.screens.box import BoxScreen
from newsreader.ui.screens.narrowing import Found, Names
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.ui.widgets.line_input import LineInput

_FRAME: Final = 4
"""Lines of a box beside its list: two of border, the field, the hint."""


_KEYS: Final = {
    "down": "screen.steer('cursor_down')",
    "up": "screen.steer('cursor_up')",
    "pagedown": "screen.steer('page_down')",
    "pageup": "screen.steer('page_up')",
    "ctrl+home": "screen.steer('first')",
    "ctrl+end": "screen.steer('last')",
    "enter": "screen.steer('choose')",
    "delete": "delete",
    "ctrl+d": "delete",
    "escape": "screen.close",
}


class PickerInput(LineInput):
    """The field that narrows the list."""

    is_typed_in = False
    """Whether the user is at the text of the field, and not at the choices."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the user is: at the choice, or in the field while typing."""
        return (
            super().cursor_screen_offset if self.is_typed_in else self.screen.query_one(ChoiceList).cursor_screen_offset
        )

    async def action_delete(self) -> None:
        """Delete the character at the right; where there is none, it is the choice at the cursor that is meant."""
        at_end = self.cursor_at_end and self.selection.is_empty
        await self.run_action("screen.remove" if at_end else "delete_right")


class PickerScreen(BoxScreen[ScreenResultType | None]):
    """The box. Who derives from it says what its choices look like, and what becomes of the one that was chosen.

    `title` stands in the border; each of `names` is the text by which the choice of its number is found.
    """

    PLACEHOLDER: ClassVar[str] = "type to narrow the list"
    HINT: ClassVar[str] = "Enter picks · Esc closes"
    NONE: ClassVar[str] = "There is nothing here yet."
    NO_HIT: ClassVar[str] = "Nothing fits what you typed."
    KEYS: ClassVar[Mapping[str, str]] = {}
    """The actions of more keys than those of all pickers."""

    def __init__(self, title: str, names: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self.names = Names(names)
        self._count = len(names)
        self._typed = ""

    def choice(self, number: int) -> Choice:
        """The choice of this number."""
        raise NotImplementedError

    def chosen(self, number: int) -> None:
        """Leave with the choice of this number, or do something else with it."""
        raise NotImplementedError

    def arrangement(self) -> Sequence[int]:
        """The numbers of all choices in the order in which they are listed."""
        return range(self._count)

    def find(self, typed: str) -> Found:
        """The choices to list when `typed` stands in the field."""
        return self.names.find(typed, self.arrangement())

    def heading(self) -> Iterable[Widget]:
        """What stands between the field and the list, in one line."""
        return ()

    def compose(self) -> ComposeResult:
        """Field, list and hint in a box that is as high as all its choices, if the screen is."""
        heading = tuple(self.heading())
        with Vertical(id="picker-box") as box:
            box.border_title = line(self._title)
            box.styles.height = self._count + _FRAME + len(heading)
            yield PickerInput(placeholder=self.PLACEHOLDER, keys={**_KEYS, **self.KEYS}, id="picker-input")
            yield from heading
            choices = ChoiceList(self.choice, id="picker-list")
            choices.can_focus = False
            yield choices
            yield Static(self.HINT, id="picker-hint", markup=False)

    def on_mount(self) -> None:
        """List all choices."""
        self.list_anew()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what was typed."""
        event.stop()
        self.query_one(PickerInput).is_typed_in = True
        self._catch_up()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Pick what was clicked twice."""
        event.stop()
        self.chosen(event.number)

    def list_anew(self) -> None:
        """List what there is to choose now, with the cursor on what fits best."""
        found = self.find(self._typed)
        empty = self.NO_HIT if self._typed.strip() else self.NONE
        self.query_one(ChoiceList).show(found.numbers, cursor=found.best, empty=empty)
        self.say(Content(self.HINT))

    def say(self, text: Content) -> None:
        """Write something into the line at the bottom; the next letter brings the hint back."""
        self.query_one("#picker-hint", Static).update(text)

    async def action_steer(self, action: str) -> None:
        """Move the cursor, or choose, in the list as it is with all letters that were typed."""
        self._catch_up()
        self.query_one(PickerInput).is_typed_in = False
        choices = self.query_one(ChoiceList)
        if action == "choose":
            if choices.current is not None:
                self.chosen(choices.current)
        else:
            await choices.run_action(action)

    def action_remove(self) -> None:
        """Take the choice at the cursor away, where the box has choices that can be."""

    def action_close(self) -> None:
        """Leave without a choice."""
        self.leave(None)

    def _catch_up(self) -> None:
        typed = self.query_one(PickerInput).value
        if typed != self._typed:
            self._typed = typed
            self.list_anew()

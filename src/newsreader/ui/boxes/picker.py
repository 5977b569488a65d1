"""A box to pick one of many from: type to narrow the list, Enter picks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.reactive import reactive
from textual.screen import ScreenResultType
from textual.widget import Widget
from textual.widgets import Input, Static

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.box import BoxScreen
from newsreader.ui.boxes.narrowing import Found, Names
from newsreader.ui.safe import line
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.ui.widgets.hinted_box import HintedBox
from newsreader.ui.widgets.line_input import LineInput

_FRAME: Final = 4
"""Lines of a box beside its list: two of border, the field, the hint."""


class PickerInput(LineInput):
    """The field that narrows the list."""

    is_typed_in: reactive[bool] = reactive(False)
    """Whether the user is at the text of the field, and not at the choices; drawing it moves the terminal's cursor."""

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the user is: at the choice, or in the field while typing."""
        return (
            super().cursor_screen_offset if self.is_typed_in else self.screen.query_one(ChoiceList).cursor_screen_offset
        )

    def has_deleted(self) -> bool:
        """Delete what is selected, or the character at the right of the cursor; return whether there was any."""
        if self.cursor_at_end and self.selection.is_empty:
            return False
        self.action_delete_right()
        return True

    def action_home(self, select: bool = False) -> None:
        """Go to the start of the text; where there is none, to the first choice."""
        if self.value:
            super().action_home(select)
        else:
            self.screen.query_one(ChoiceList).first()

    def action_end(self, select: bool = False) -> None:
        """Go to the end of the text; where there is none, to the last choice."""
        if self.value:
            super().action_end(select)
        else:
            self.screen.query_one(ChoiceList).last()


class PickerScreen(BoxScreen[ScreenResultType | None]):
    """The box. Who derives from it says what its choices look like, and what becomes of the one that was chosen.

    `title` stands in the border; each of `names` is the text by which the choice of its number is found.
    """

    PLACEHOLDER: ClassVar[str] = "type to narrow the list"
    PICKING: ClassVar[str] = "picks"
    """What the key that picks does, in a word or two."""
    NONE: ClassVar[str] = "There is nothing here yet."
    NO_HIT: ClassVar[str] = "Nothing fits what you typed."

    def __init__(self, title: str, names: Sequence[str], keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        self._title = title
        self.names = Names(names)
        self._count = len(names)
        self._typed = ""

    def rename(self, names: Sequence[str]) -> None:
        """Have choices with other names; `reload` lists them."""
        self.names = Names(names)
        self._count = len(names)

    @abstractmethod
    def choice(self, number: int) -> Choice:
        """Return the choice of this number."""

    @abstractmethod
    def chosen(self, number: int) -> None:
        """Leave with the choice of this number, or do something else with it."""

    def arrangement(self) -> Sequence[int]:
        """The numbers of all choices in the order in which they are listed."""
        return range(self._count)

    def find(self, typed: str) -> Found:
        """The choices to list when `typed` stands in the field."""
        return self.names.find(typed, self.arrangement())

    def hint(self) -> str:
        """What can be pressed."""
        return f"{self.keymap.shown('box-accept')} {self.PICKING} · {self.keymap.shown('box-close')} closes"

    def heading(self) -> Iterable[Widget]:
        """What stands between the field and the list, in one line."""
        return ()

    def compose(self) -> ComposeResult:
        """Field, list and hint in a box that is as high as all its choices, if the screen is."""
        heading = tuple(self.heading())
        with HintedBox(id="picker-box") as box:
            box.border_title = line(self._title)
            box.styles.height = self._count + _FRAME + len(heading)
            yield PickerInput(self.keymap, self.commands, placeholder=self.PLACEHOLDER, id="picker-input")
            yield from heading
            choices = ChoiceList(self.choice, id="picker-list")
            yield choices
            yield Static(line(self.hint()), id="picker-hint", markup=False)

    def command_table(self) -> CommandTable:
        """Return the methods that go through the list, pick from it and close the box."""
        return {
            "suspend": self.suspend,
            "box-close": self.close,
            "box-accept": self.accept,
            "box-down": self.down,
            "box-up": self.up,
            "box-page-down": self.page_down,
            "box-page-up": self.page_up,
            "box-first": self.first,
            "box-last": self.last,
        }

    def on_mount(self) -> None:
        """List all choices."""
        self.reload()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list to what was typed."""
        event.stop()
        self.follow_typed()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Pick what was clicked twice."""
        event.stop()
        self.chosen(event.number)

    def reload(self) -> None:
        """List what there is to choose now, with the cursor on what fits best."""
        found = self.find(self._typed)
        empty = self.NO_HIT if self._typed.strip() else self.NONE
        self.query_one(ChoiceList).show(found.numbers, cursor=found.best, empty=empty)
        self.say(line(self.hint()))

    def say(self, text: Content) -> None:
        """Write something into the line at the bottom; the next letter brings the hint back."""
        self.query_one("#picker-hint", Static).update(text)

    def accept(self) -> None:
        """Choose what is at the cursor."""
        number = self._choices().current
        if number is not None:
            self.chosen(number)

    def down(self) -> None:
        """Go to the next choice."""
        self._choices().cursor_down()

    def up(self) -> None:
        """Go to the choice before."""
        self._choices().cursor_up()

    def page_down(self) -> None:
        """Go a page down."""
        self._choices().page_down()

    def page_up(self) -> None:
        """Go a page up."""
        self._choices().page_up()

    def first(self) -> None:
        """Go to the first choice."""
        self._choices().first()

    def last(self) -> None:
        """Go to the last choice."""
        self._choices().last()

    def _choices(self) -> ChoiceList:
        """The list as it is with all letters that were typed."""
        self.follow_typed()
        self.query_one(PickerInput).is_typed_in = False
        return self.query_one(ChoiceList)

    def close(self) -> None:
        """Leave without a choice."""
        self.leave(None)

    def follow_typed(self) -> None:
        """Narrow the list to what was typed."""
        field = self.query_one(PickerInput)
        if field.value != self._typed:
            self._typed = field.value
            field.is_typed_in = True
            self.reload()

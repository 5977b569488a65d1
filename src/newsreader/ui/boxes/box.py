"""What all boxes over the reader share: each has the keys of its place, and is left once, with an answer."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final, Protocol, TypeVar, runtime_checkable

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen, ScreenResultType

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.terminal.let_go import let_go_of_watchers
from newsreader.ui.widgets.notice import Notice, NoticeLine
from newsreader.ui.widgets.scrolling import Scrolling, scrolling

_T = TypeVar("_T")

BOXES: Final = str(Path(__file__).parents[1] / "boxes.tcss")
"""How boxes look; read when the first of them is shown."""


class BoxScreen(ModalScreen[ScreenResultType], inherit_bindings=False):
    """A box over the reader, which it keeps from all keys and clicks."""

    CSS_PATH = BOXES
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,super+c", "screen.copy_text", show=False)]

    def __init__(self, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__()
        self.keymap = keymap
        self.on_left: Callable[[ScreenResultType], None] | None = None
        """Who waits for the answer; called once, before the box closes."""
        self.commands = {"quit": self.leave_reader, **self.command_table()}

    @abstractmethod
    def command_table(self) -> CommandTable:
        """Return the methods of the commands that the box can do something with."""

    @property
    def asker(self) -> Asker:
        """What shows another box over this one."""
        app = self.app
        assert isinstance(app, Asker)
        return app

    @property
    def is_open(self) -> bool:
        """Whether the box is shown, perhaps below another one."""
        return self in self.app.screen_stack

    def on_unmount(self) -> None:
        """Leave nothing of the box behind."""
        let_go_of_watchers(self.app)

    def leave(self, result: ScreenResultType) -> None:
        """Close the box with this answer; a second answer closes nothing else."""
        if self.is_active:
            if self.on_left is not None:
                self.on_left(result)
            self.dismiss(result)

    def show_notice(self, notice: Notice | None) -> None:
        """Show a notice below the box, or none."""
        shown = self.query(NoticeLine)
        if notice is None or not self.is_active:
            shown.remove()
        elif shown:
            shown.first().show(notice)
        else:
            self.mount(NoticeLine(notice))

    def leave_reader(self) -> None:
        """Leave the reader, from whatever box."""
        self.asker.leave()

    def suspend(self) -> None:
        """Go back to the shell until that comes back here."""
        self.app.action_suspend_process()


@runtime_checkable
class Asker(Protocol):
    """Shows boxes and waits for their answers."""

    async def ask(self, box: BoxScreen[_T]) -> _T:
        """Show `box`, and return its answer once it is left."""

    def take_back(self, message: str, title: str) -> None:
        """Take a notice away that is over, if it is still the one that is shown."""

    def leave(self) -> None:
        """Leave the program."""


class TextBox(BoxScreen[None]):
    """A box with one thing in it that scrolls."""

    def command_table(self) -> CommandTable:
        """Return the methods that scroll the text and close the box."""
        return {
            "suspend": self.suspend,
            "box-close": self.close,
            "box-down": self.down,
            "box-up": self.up,
            "box-page-down": self.page_down,
            "box-page-up": self.page_up,
            "box-first": self.first,
            "box-last": self.last,
        }

    def down(self) -> None:
        """Scroll a line down."""
        self._scrolling.down()

    def up(self) -> None:
        """Scroll a line up."""
        self._scrolling.up()

    def page_down(self) -> None:
        """Scroll a page down."""
        self._scrolling.page_down()

    def page_up(self) -> None:
        """Scroll a page up."""
        self._scrolling.page_up()

    def first(self) -> None:
        """Go to the top."""
        self._scrolling.first()

    def last(self) -> None:
        """Go to the end."""
        self._scrolling.last()

    @property
    def _scrolling(self) -> Scrolling:
        return scrolling(self.query_one(VerticalScroll), animate=False)

    def close(self) -> None:
        """Close the box."""
        self.leave(None)


class ReadingBox(TextBox):
    """A text box that is read under the keys of a story; the command `OPENED_BY` closes it, too."""

    OPENED_BY: ClassVar[str]

    def __init__(self, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        super().__init__(keymap)
        bind(self, keymap, self.commands)

    def command_table(self) -> CommandTable:
        """Return the methods that scroll the text and close the box."""
        return {
            self.OPENED_BY: self.close,
            "back-or-quit": self.close,
            "story-down": self.down,
            "story-up": self.up,
            "story-page-down": self.page_down,
            "story-page-up": self.page_up,
            "story-first": self.first,
            "story-last": self.last,
            **super().command_table(),
        }

"""The views screen: go to a view, or take away one of your own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.text import clean_title
from newsreader.ui.bindings import CommandTable
from newsreader.ui.boxes.confirm import ConfirmScreen
from newsreader.ui.boxes.picker import PickerInput, PickerScreen
from newsreader.ui.safe import line
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.views import View


class ViewChoice(Struct, frozen=True):
    """A view, and whether it is to be taken away rather than shown."""

    view: View
    remove: bool = False


class ViewsScreen(PickerScreen[ViewChoice]):
    """All views with their filters, and the keys of those that have one.

    How many stories of each are unread is counted in a thread, and shown as soon as it is known.
    """

    PLACEHOLDER: ClassVar[str] = "a view, its key or its filter"
    NONE: ClassVar[str] = "There are no views."
    NO_HIT: ClassVar[str] = "No view fits."

    def __init__(
        self,
        views: Sequence[View],
        keymap: Keymap = DEFAULT_KEYMAP,
        *,
        keys: Sequence[str] = (),
        unread_of: Callable[[View, Callable[[], bool]], int | None] | None = None,
    ) -> None:
        self._views = views
        self._keys_of_views = keys or [""] * len(views)
        self._unread_of = unread_of
        self._unread: dict[int, int] = {}
        self._is_gone = False
        names = [f"{view.name} {view.filter} {key}" for view, key in zip(views, self._keys_of_views, strict=True)]
        super().__init__("Views", names, keymap)

    def on_mount(self) -> None:
        """Begin to count."""
        self.run_worker(self._count_unread(), group="counts")

    def on_unmount(self) -> None:
        """Count no further."""
        self._is_gone = True

    async def _count_unread(self) -> None:
        if self._unread_of is None:
            return
        for number, view in enumerate(self._views):
            unread = await asyncio.to_thread(self._unread_of, view, lambda: self._is_gone)
            if unread is not None:
                self._unread[number] = unread
                for choices in self.query(ChoiceList):  # there is none any more where the box closes meanwhile
                    choices.refresh()

    def hint(self) -> str:
        """What can be pressed."""
        shown = self.keymap.shown
        return f"{shown('box-accept')} shows · {shown('box-remove')} removes · {shown('box-close')} back"

    def choice(self, number: int) -> Choice:
        """A view with what is unread of it and its filter, and its key if it has one."""
        view = self._views[number]
        key = line(self._keys_of_views[number], "bold $accent")
        widest = max(map(cell_len, self._keys_of_views))
        unread = f"{self._unread[number]:,} unread · " if number in self._unread else ""
        return Choice(view.name, f"{unread}{view.filter or 'every story'}", key.pad_right(widest - key.cell_length + 1))

    def chosen(self, number: int) -> None:
        """Leave with the view."""
        self.leave(ViewChoice(self._views[number]))

    def command_table(self) -> CommandTable:
        """Return the methods of a picker, and the one that removes a view."""
        return {**super().command_table(), "box-remove": self.remove_view}

    async def remove_view(self) -> None:
        """Remove the view at the cursor, once the user has said yes; before that, text at the right of the cursor."""
        if self.query_one(PickerInput).has_deleted():
            return
        number = self.query_one(ChoiceList).current
        if number is None:
            return
        view = self._views[number]
        if not view.is_own:
            self.say(Content.styled("Only views made here can be removed. Others are in the config file.", "$warning"))
            return
        question = ConfirmScreen(f"Remove the view “{clean_title(view.name)}”?", "Remove", self.keymap)
        if await self.asker.ask(question):
            self.leave(ViewChoice(view, remove=True))

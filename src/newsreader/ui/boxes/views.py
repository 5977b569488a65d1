"""The views screen: go to a view, or take away one of your own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct
from rich.cells import cell_len
from textual.content import Content

from newsreader.keys.commands import VIEW_COMMANDS
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
    """All views with their filters; the first have keys of their own."""

    PLACEHOLDER: ClassVar[str] = "a view, its key or its filter"
    NONE: ClassVar[str] = "There are no views."
    NO_HIT: ClassVar[str] = "No view fits."

    def __init__(self, views: Sequence[View], keymap: Keymap = DEFAULT_KEYMAP) -> None:
        self._views = views
        self._keys_of_views = [keymap.first(name) for name in VIEW_COMMANDS]
        names = [f"{view.name} {view.filter} {self._key(place)}" for place, view in enumerate(views)]
        super().__init__("Views", names, keymap)

    def hint(self) -> str:
        """What can be pressed."""
        shown = self.keymap.shown
        return f"{shown('box-accept')} shows · {shown('box-remove')} removes · {shown('box-close')} back"

    def _key(self, place: int) -> str:
        """The key of the view at this place, "" if it has none."""
        return self._keys_of_views[place] if place < len(self._keys_of_views) else ""

    def choice(self, number: int) -> Choice:
        """A view with its filter, and its key if it has one."""
        view = self._views[number]
        key = line(self._key(number), "bold $accent")
        widest = max(map(cell_len, self._keys_of_views))
        return Choice(view.name, view.filter or "every story", key.pad_right(widest - key.cell_length + 1))

    def chosen(self, number: int) -> None:
        """Leave with the view."""
        self.leave(ViewChoice(self._views[number]))

    def command_table(self) -> CommandTable:
        """Return the methods of a picker, and the one that removes a view."""
        return {**super().command_table(), "box-remove": self.remove_view}

    async def remove_view(self) -> None:
        """Remove the view at the cursor, once the user has said yes; before that, text at the right of the cursor."""
        field = self.query_one(PickerInput)
        if not field.cursor_at_end or not field.selection.is_empty:
            field.action_delete_right()
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

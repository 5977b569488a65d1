"""The views screen: go to a view, or take away one of your own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content

from newsreader.commands import VIEW_KEYS
from newsreader.text import clean_title
from newsreader.ui.screens.confirm import ConfirmScreen
from newsreader.ui.screens.picker import PickerScreen
from newsreader.ui.widgets.choice_list import Choice, ChoiceList
from newsreader.views import View


@dataclass(frozen=True, slots=True)
class ViewChoice:
    """A view, and whether it is to be taken away rather than shown."""

    view: View
    remove: bool = False


class ViewsScreen(PickerScreen[ViewChoice]):
    """All views with their filters; the first have keys of their own."""

    PLACEHOLDER: ClassVar[str] = "a view, its key or its filter"
    HINT: ClassVar[str] = "Enter shows · Del removes · Esc back"
    NONE: ClassVar[str] = "There are no views."
    NO_HIT: ClassVar[str] = "No view fits."

    def __init__(self, views: Sequence[View]) -> None:
        self._views = views
        super().__init__(
            "Views", [f"{view.name} {view.filter} {VIEW_KEYS[place : place + 1]}" for place, view in enumerate(views)]
        )

    def choice(self, number: int) -> Choice:
        """A view with its filter, and its key if it has one."""
        view = self._views[number]
        key = VIEW_KEYS[number : number + 1]
        return Choice(view.name, view.filter or "every story", Content.styled(f"{key or ' '} ", "bold $accent"))

    def chosen(self, number: int) -> None:
        """Leave with the view."""
        self.leave(ViewChoice(self._views[number]))

    def action_remove(self) -> None:
        """Ask whether the view at the cursor is to go; say that it can't where it is not the user's."""
        number = self.query_one(ChoiceList).current
        if number is None:
            return
        view = self._views[number]
        if not view.is_own:
            self.say(Content.styled("Only views of your own can go.", "$warning"))
            return

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self.leave(ViewChoice(view, remove=True))

        self.app.push_screen(ConfirmScreen(f"Remove the view “{clean_title(view.name)}”?", "Remove"), answered)

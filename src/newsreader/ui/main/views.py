"""Views, outlets and the history of reading: filters by key and by name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from newsreader.config import VIEW_NAME_LIMIT
from newsreader.query import QueryError
from newsreader.reader import Reader
from newsreader.records import OutletCount
from newsreader.story import Outlet
from newsreader.text import clean_line
from newsreader.ui.main.marker import MarkActions
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.views import BUILT_IN, View

HISTORY: Final = "is:read sort:read"


class ViewActions(MarkActions, Screen[None]):
    """Shows views, keeps the user's own, and lists outlets."""

    reader: Reader

    class ViewsFound(Message):
        """A worker has read the user's own views."""

        def __init__(self, views: Sequence[View]) -> None:
            super().__init__()
            self.views = views

    class OutletsFound(Message):
        """A worker has counted the stories of all outlets."""

        def __init__(self, outlets: Sequence[OutletCount]) -> None:
            super().__init__()
            self.outlets = outlets

    class NotFound(Message):
        """Something could not be read."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self) -> None:
        super().__init__()
        self._own_views: tuple[View, ...] = ()
        self._config_views: tuple[View, ...] = ()

    def set_filter(self, text: str) -> None:
        """Put a filter into the bar in place of what is there."""
        raise NotImplementedError

    def show_pane(self, pane: int) -> None:
        """Show a pane and give it the keys."""
        raise NotImplementedError

    @property
    def filter_text(self) -> str:
        """The filter that is applied."""
        raise NotImplementedError

    @property
    def views(self) -> list[View]:
        """All views: made in the reader, of the config, built in; the first of a name counts."""
        views: dict[str, View] = {}
        for view in (*self._own_views, *self._config_views, *BUILT_IN):
            views.setdefault(view.name.casefold(), view)
        return list(views.values())

    def find_views(self) -> None:
        """Read the user's own views."""
        self._find_views()

    @work(thread=True, exclusive=True, group="views", exit_on_error=False)
    def _find_views(self) -> None:
        try:
            self.post_message(self.ViewsFound(self.reader.open_state().views()))
        except TROUBLES as error:
            self.post_message(self.NotFound(trouble_text(error)))

    @on(ViewsFound)
    def _views_found(self, event: ViewsFound) -> None:
        self._own_views = tuple(event.views)

    @on(NotFound)
    def _not_found(self, event: NotFound) -> None:
        self.notify(event.trouble, title="It can't be read", severity="error", markup=False)

    def action_show_view(self, place: int) -> None:
        """Show the view at this place among all, from 0."""
        views = self.views
        if place < len(views):
            self.show_view(views[place])

    def show_view(self, view: View) -> None:
        """Have the list show a view, once all marks are on the disk."""
        self.after_marking(partial(self._show_filter, view.filter))

    def _show_filter(self, text: str) -> None:
        self.set_filter(text)
        self.show_pane(1)

    def action_pick_view(self) -> None:
        """Pick one of the views, or take one of the user's own away."""
        from newsreader.ui.boxes.views import ViewChoice, ViewsScreen

        def chosen(choice: ViewChoice | None) -> None:
            if choice is None:
                return
            if choice.remove:
                view = choice.view.name
                self._keep_views(lambda: self.reader.open_state().remove_view(view), "Removed", view)
            else:
                self.show_view(choice.view)

        self.app.push_screen(ViewsScreen(self.views, self.keymap), chosen)

    def action_save_view(self) -> None:
        """Keep the filter under a name."""
        from newsreader.ui.boxes.prompt import PromptScreen

        text = self.filter_text.strip()

        def named(name: str | None) -> None:
            if name is not None:
                name = clean_line(name, VIEW_NAME_LIMIT)
                self._keep_views(lambda: self.reader.open_state().save_view(name, text), "Saved", name)

        hint = f"Filter: {text or 'every story'}"
        known = next((view.name for view in self.views if view.filter == text and view.is_own), "")
        self.app.push_screen(PromptScreen("Name this view", known, hint, check=_wrong_name, keymap=self.keymap), named)

    @work(group="views", exit_on_error=False)
    async def _keep_views(self, write: Callable[[], object], outcome: str, name: str) -> None:
        try:
            await asyncio.to_thread(write)
            views = await asyncio.to_thread(lambda: self.reader.open_state().views())
        except TROUBLES as error:
            self.notify(trouble_text(error), title="The view is as it was", severity="error", markup=False)
            return
        self._own_views = tuple(views)
        self.notify(f"{outcome}: {name}", title="View", markup=False)

    def take_config_views(self, views: Sequence[View]) -> list[str]:
        """Take the views of the config that can be understood; a sentence for each that can't."""
        sound: list[View] = []
        wrong: list[str] = []
        for view in views:
            try:
                self.reader.query(view.filter)
            except QueryError as error:
                wrong.append(f"The view “{view.name}” can't be understood: {error}")
            else:
                sound.append(view)
        self._config_views = tuple(sound)
        return wrong

    def action_show_history(self) -> None:
        """Show what was read, the last first, or all again."""
        self.after_marking(partial(self._show_filter, "" if self.filter_text == HISTORY else HISTORY))

    def action_show_outlets(self) -> None:
        """List the outlets, to filter by one of them, once all marks are on the disk."""
        self.after_marking(self._start_to_find_outlets)

    def _start_to_find_outlets(self) -> None:
        self._find_outlets()

    @work(thread=True, exclusive=True, group="outlets", exit_on_error=False)
    def _find_outlets(self) -> None:
        try:
            if not self.is_syncing:  # else the index gets them at the end of the comparison with the files
                self.reader.marking.flush_marks()
            self.post_message(self.OutletsFound(self.reader.search.outlets()))
        except TROUBLES as error:
            self.post_message(self.NotFound(trouble_text(error)))

    @on(OutletsFound)
    def _outlets_found(self, event: OutletsFound) -> None:
        from newsreader.ui.boxes.outlets import OutletsScreen

        def chosen(outlet: Outlet | None) -> None:
            if outlet is not None:
                self._show_filter(outlet_filter(outlet))

        self.app.push_screen(OutletsScreen(event.outlets, self.keymap), chosen)


def outlet_filter(outlet: Outlet) -> str:
    """The filter that finds the stories of an outlet."""
    name = (outlet.name or outlet.id).replace('"', " ")
    return f'outlet:"{name}"'


def _wrong_name(name: str) -> str:
    return "" if clean_line(name).strip() else "A view needs a name."

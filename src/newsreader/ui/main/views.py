"""Views, outlets and the history of reading: filters by key and by name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Final

from textual.screen import Screen

from newsreader.config import VIEW_NAME_LIMIT
from newsreader.keys.keymap import Keymap
from newsreader.query import QueryError
from newsreader.query.terms import outlet_term
from newsreader.reader import Reader
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.syncer import Syncer
from newsreader.views import BUILT_IN, View

HISTORY: Final = "is:read sort:read"


class Views:
    """Shows views, keeps the user's own, and lists outlets."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        listing: Listing,
        panes: Panes,
        marker: Marker,
        syncer: Syncer,
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._listing = listing
        self._panes = panes
        self._marker = marker
        self._syncer = syncer
        self._own: tuple[View, ...] = ()
        self._of_config: tuple[View, ...] = ()
        self._writing = asyncio.Lock()
        """Held while views are read or written, so that what is known of them is what was written last."""

    @property
    def all(self) -> list[View]:
        """All views: made in the reader, of the config, built in; the first of a name counts."""
        views: dict[str, View] = {}
        for view in (*self._own, *self._of_config, *BUILT_IN):
            views.setdefault(view.name.casefold(), view)
        return list(views.values())

    def find_own(self) -> None:
        """Read the user's own views."""
        run_in_background(self._screen, self._read_own, "views")

    async def _read_own(self) -> None:
        try:
            async with self._writing:
                self._own = tuple(await asyncio.to_thread(lambda: self._reader.open_state().views()))
        except EXPECTED_ERRORS as error:
            self._say_not_found(error)

    def _say_not_found(self, error: Exception) -> None:
        self._screen.notify(error_message(error), title="It can't be read", severity="warning", markup=False)

    def set_config_views(self, views: Sequence[View]) -> list[str]:
        """Take the views of the config that can be understood; return a sentence for each that can't."""
        sound: list[View] = []
        wrong: list[str] = []
        for view in views:
            try:
                self._reader.query(view.filter)
            except QueryError as error:
                wrong.append(f"The view “{view.name}” can't be understood: {error}")
            else:
                sound.append(view)
        self._of_config = tuple(sound)
        return wrong

    # Showing

    async def show_at(self, place: int) -> None:
        """Show the view at this place among all, from 0."""
        views = self.all
        if place < len(views):
            await self.show(views[place])

    async def show(self, view: View) -> None:
        """Show a view in the list, once all marks are on the disk."""
        await self.show_filter(view.filter)

    async def toggle_history(self) -> None:
        """Show what was read, the last first, or all again."""
        await self.show_filter("" if self._listing.filter.text == HISTORY else HISTORY)

    async def show_filter(self, text: str) -> None:
        """Show what a filter finds, once all marks are on the disk."""
        await self._marker.saved()
        self._listing.set_filter(text)
        self._panes.leave_rail()

    async def pick(self) -> None:
        """Pick one of the views, or remove one of the user's own."""
        from newsreader.ui.boxes.views import ViewsScreen

        async with self._writing:  # the list has what was saved a moment ago
            views = self.all
        choice = await self._asker.ask(ViewsScreen(views, self._keymap))
        if choice is None:
            return
        if choice.remove:
            await self._change(
                lambda: self._reader.open_state().remove_view(choice.view.name), "Removed", choice.view.name
            )
        else:
            await self.show(choice.view)

    async def save(self) -> None:
        """Keep the filter under a name."""
        from newsreader.ui.boxes.prompt import PromptScreen

        text = self._listing.filter.text.strip()
        hint = f"Filter: {text or 'every story'}"
        known = next((view.name for view in self.all if view.filter == text and view.is_own), "")
        box = PromptScreen("Name this view", known, hint, check=_wrong_name, keymap=self._keymap)
        name = await self._asker.ask(box)
        if name is not None:
            name = clean_line(name, VIEW_NAME_LIMIT)
            await self._change(lambda: self._reader.open_state().save_view(name, text), "Saved", name)

    async def _change(self, write: Callable[[], object], outcome: str, name: str) -> None:
        try:
            async with self._writing:
                await asyncio.to_thread(write)
                self._own = tuple(await asyncio.to_thread(lambda: self._reader.open_state().views()))
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), title="The view is as it was", severity="error", markup=False)
            return
        self._screen.notify(f"{outcome}: {name}", title="View", markup=False)

    # Outlets

    async def pick_outlet(self) -> None:
        """List the outlets, to filter by one of them, once all marks are on the disk."""
        from newsreader.ui.boxes.outlets import OutletsScreen

        await self._marker.saved()
        try:
            if not self._syncer.is_syncing:  # else the index gets them at the end of the comparison with the files
                await asyncio.to_thread(self._reader.marking.flush_marks)
            outlets = await asyncio.to_thread(self._reader.search.outlets)
        except EXPECTED_ERRORS as error:
            self._say_not_found(error)
            return
        outlet = await self._asker.ask(OutletsScreen(outlets, self._keymap))
        if outlet is not None:
            await self.show_filter(outlet_term(outlet))


def _wrong_name(name: str) -> str:
    return "" if clean_line(name).strip() else "A view needs a name."

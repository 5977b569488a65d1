"""Views, outlets and the history of reading: filters by key and by name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import Any, Final

from textual.screen import Screen

from newsreader.config import VIEW_NAME_LIMIT
from newsreader.keys.commands import VIEW_COMMANDS
from newsreader.keys.keymap import Keymap
from newsreader.keys.names import KeyNameError, key_name, parse_key
from newsreader.query import QueryError
from newsreader.query.terms import outlet_term
from newsreader.reader import Reader
from newsreader.session import SessionStore
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
NEW: Final = "is:new"
_ONE_SIDED: Final = {f"missing:{side} sort:event": side for side in ("left", "right")}
"""The filters for what outlets of one side do not tell in the library, with that side."""

_COMMANDS: Final = {name.casefold(): command for command, name in VIEW_COMMANDS.items()}
"""The commands that show the views that everybody has, by the names of these."""
_OFFERED: Final = tuple(f"f{number}" for number in range(2, 13))
"""The keys of which the first free one is offered for a view that is saved."""


class Views:
    """Shows views, keeps the user's own, and lists outlets."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        store: SessionStore,
        listing: Listing,
        panes: Panes,
        marker: Marker,
        syncer: Syncer,
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._store = store
        self._listing = listing
        self._panes = panes
        self._marker = marker
        self._syncer = syncer
        self._own: tuple[View, ...] = ()
        self._of_config: tuple[View, ...] = ()
        self._writing = asyncio.Lock()
        """Held while views are read or written, so that what is known of them is what was written last."""
        self.on_changed: Callable[[], object] = lambda: None
        """Called where there may be other views."""

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
            self.on_changed()
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

    async def show_named(self, name: str) -> None:
        """Show the view that everybody has under this name, or the user's own with the same name."""
        await self.show(next(view for view in self.all if view.name.casefold() == name.casefold()))

    def work_of(self, key: str) -> Coroutine[Any, Any, None] | None:
        """Return what shows the view with this key of its own, None where there is none."""
        view = self._keys().get(key)
        return None if view is None else self.show(view)

    def _keys(self) -> dict[str, View]:
        """Return the user's views by the keys that they have, as events call them; a command's key stays its own."""
        keys: dict[str, View] = {}
        for view in self.all:
            key = self._store.session.view_keys.get(view.name, "") if view.is_own else view.key
            if key and view.name.casefold() not in _COMMANDS and self._keymap.owner(key) is None:
                keys.setdefault(key, view)
        return keys

    def keys_shown(self) -> list[str]:
        """Return the key of each of all views as people write it, "" where it has none."""
        own = {view.name: key_name(key) for key, view in self._keys().items()}
        return [
            self._keymap.first(_COMMANDS[name])
            if (name := view.name.casefold()) in _COMMANDS
            else own.get(view.name, "")
            for view in self.all
        ]

    def unread_of(self, view: View, cancelled: Callable[[], bool]) -> int | None:
        """Count what is unread of a view, for a thread; None where that can't be known, or once `cancelled` is true."""
        try:
            return self._reader.overview.unread(self._reader.query(view.filter, is_finished=True), cancelled)
        except EXPECTED_ERRORS:
            return None

    async def show(self, view: View) -> None:
        """Show a view in the list, once all marks are on the disk."""
        await self.show_filter(view.filter)

    async def toggle_history(self) -> None:
        """Show what was read, the last first, or all again."""
        await self.show_filter("" if self._listing.filter.text == HISTORY else HISTORY)

    async def toggle_new(self) -> None:
        """Show what came into the library since the last visit, or all again."""
        await self.show_filter("" if self._listing.filter.text == NEW else NEW)

    async def toggle_one_sided(self) -> None:
        """Show what no outlet of the left tells in the library, then of the right, then all; say what that means."""
        filters = ("", *_ONE_SIDED)
        now = self._listing.filter.text
        text = filters[(filters.index(now) + 1) % len(filters)] if now in filters else filters[1]
        await self.show_filter(text)
        if text:
            self._screen.notify(
                f"What three rated outlets or more tell, in your library none from the {_ONE_SIDED[text]}."
                " Others may have told it all the same.",
                title="One-sided in your library",
                markup=False,
            )

    async def show_filter(self, text: str) -> None:
        """Show what a filter finds, once all marks are on the disk."""
        await self._marker.saved()
        self._listing.set_filter(text)
        self._panes.leave_rail()

    async def pick(self) -> None:
        """Pick one of the views, or remove one of the user's own."""
        from newsreader.ui.boxes.views import ViewsScreen

        async with self._writing:  # the list has what was saved a moment ago
            views, keys = self.all, self.keys_shown()
        choice = await self._asker.ask(ViewsScreen(views, self._keymap, keys=keys, unread_of=self.unread_of))
        if choice is None:
            return
        if choice.remove:
            name = choice.view.name
            if await self._change(lambda: self._reader.open_state().remove_view(name), "Removed", name):
                self._give_key(name, "")
        else:
            await self.show(choice.view)

    async def save(self) -> None:
        """Keep the filter under a name, and give it a key."""
        from newsreader.ui.boxes.prompt import PromptScreen

        text = self._listing.filter.text.strip()
        hint = f"Filter: {text or 'every story'}"
        known = next((view.name for view in self.all if view.filter == text and view.is_own), "")
        box = PromptScreen("Name this view", known, hint, check=_wrong_name, keymap=self._keymap)
        name = await self._asker.ask(box)
        if name is not None:
            name = clean_line(name, VIEW_NAME_LIMIT)
            key = await self._ask_for_key(name) if name.casefold() not in _COMMANDS else ""
            outcome = f"Saved, with the key {key_name(key)}" if key else "Saved"
            if await self._change(lambda: self._reader.open_state().save_view(name, text), outcome, name):
                self._give_key(name, key)

    async def _ask_for_key(self, name: str) -> str:
        """Ask which key a view is to have; "" for none."""
        from newsreader.ui.boxes.prompt import PromptScreen

        keys = self._keys()
        taken = {key: view.name for key, view in keys.items() if view.name != name}
        before = next((key for key, view in keys.items() if view.name == name), "")
        free = (key for key in _OFFERED if key not in taken and self._keymap.owner(key) is None)
        box = PromptScreen(
            f"A key for {name}",
            key_name(before or next(free, "")),
            "A key that nothing has, or an empty line for none",
            check=lambda text: self._wrong_key(text, taken),
            keymap=self._keymap,
        )
        text = await self._asker.ask(box)
        return before if text is None else parse_key(text) if text else ""

    def _wrong_key(self, text: str, taken: Mapping[str, str]) -> str:
        if not text:
            return ""
        try:
            key = parse_key(text)
        except KeyNameError as error:
            return f"{error} {error.fix}"
        command = self._keymap.owner(key)
        if command is not None:
            return f"{key_name(key)} is the key of “{command.title}”."
        return f"{key_name(key)} is the key of the view “{taken[key]}”." if key in taken else ""

    def _give_key(self, name: str, key: str) -> None:
        """Remember the key of a view, "" for none."""
        others = {view: its for view, its in self._store.session.view_keys.items() if view != name}
        self._store.change(view_keys={**others, name: key} if key else others)

    async def _change(self, write: Callable[[], object], outcome: str, name: str) -> bool:
        """Write what changes the view `name`, and say so; return whether that was possible."""
        try:
            async with self._writing:
                await asyncio.to_thread(write)
                self._own = tuple(await asyncio.to_thread(lambda: self._reader.open_state().views()))
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), title="The view is as it was", severity="warning", markup=False)
            return False
        self.on_changed()
        self._screen.notify(f"{outcome}: {name}", title="View", markup=False)
        return True

    # Outlets

    async def pick_outlet(self) -> None:
        """List the outlets, to filter by one of them, once all marks are on the disk."""
        from newsreader.ui.boxes.outlets import OutletsScreen
        from newsreader.ui.main.ratings import Ratings

        await self._marker.saved()
        try:
            if not self._syncer.is_syncing:  # else the index gets them at the end of the comparison with the files
                await asyncio.to_thread(self._reader.marking.flush_marks)
            outlets = await asyncio.to_thread(self._reader.search.outlets)
        except EXPECTED_ERRORS as error:
            self._say_not_found(error)
            return
        ratings = Ratings(self._screen, self._asker, self._reader, self._keymap, self._syncer.show_changes)
        outlet = await self._asker.ask(OutletsScreen(outlets, self._keymap, ratings.rate))
        if outlet is not None:
            await self.show_filter(outlet_term(outlet))


def _wrong_name(name: str) -> str:
    return "" if clean_line(name).strip() else "A view needs a name."

"""Adding a story from the reader: its text is kept until it is in the library."""

from __future__ import annotations

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.sync.files import REGISTRY
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.child import Child
from newsreader.ui.main.draft import DRAFT_LIMIT, Draft
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.syncer import Syncer

if TYPE_CHECKING:
    from newsreader.ui.boxes.adding import AddScreen


class _Added(Struct, frozen=True):
    """What `newsreader add --format json` tells."""

    added: bool
    path: str
    ids: tuple[str, ...]


class Adding:
    """Shows the box, and has a command add what is in it."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        syncer: Syncer,
        listing: Listing,
        draft_file: Path | None,
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._syncer = syncer
        self._listing = listing
        self._draft = Draft(draft_file)
        self._box: AddScreen | None = None
        self._child: Child | None = None
        self._added: _Added | None = None

    async def add(self) -> None:
        """Ask for a text, and go to the story that it becomes."""
        from newsreader.ui.boxes.adding import AddScreen

        draft = await asyncio.to_thread(self._draft.load)
        self._box = AddScreen(draft, DRAFT_LIMIT, self, partial(run_in_background, self._screen), self._keymap)
        self._added = None
        kept = await self._asker.ask(self._box)
        self._draft.hold(kept)  # before the box is let go of: the program may end while it is written
        self._box = None
        await self._keep(kept)
        if self._added is not None:
            await self._go_to(self._added)

    @property
    def unkept(self) -> str:
        """The text that is not in its file, or that stands in the box, "" for none."""
        return self._box.text if self._box is not None else self._draft.unwritten

    def keep(self, text: str) -> None:
        """Keep a text. Raises OSError where it can't be written."""
        self._draft.keep(text)

    async def _keep(self, text: str) -> None:
        try:
            await asyncio.to_thread(self._draft.keep, text)
        except OSError as error:
            reason = f"It is kept as long as the reader is open: {error.strerror or error}."
            self._screen.notify(reason, title="The draft can't be written", severity="warning", markup=False)
            return
        if text.strip():
            key = self._keymap.shown("add-story")
            self._screen.notify(f"{key} goes on with it.", title="The text is kept", markup=False)

    async def add_text(self, text: str) -> str:
        """Add a text; returns why that can't be done."""
        self._child = Child(self._reader.root, ("add", "--format", "json", "-"))
        ended = await self._child.run(text.strip())
        if ended.is_stopped and ended.code:
            return "Stopped. The text is still here."
        if ended.code:
            return ended.sentence
        try:
            self._added = msgspec.json.decode(ended.output, type=_Added)
        except msgspec.DecodeError:
            return ended.sentence
        return ""

    def stop(self) -> None:
        """Stop adding."""
        if self._child is not None:
            self._child.stop()

    async def _go_to(self, added: _Added) -> None:
        """Have the new story read, and the cursor on it."""
        if added.added:
            await self._syncer.read_files(REGISTRY, os.fsencode(added.path))  # its outlet may be new
        try:
            row = await asyncio.to_thread(self._reader.search.row_id_of, added.ids[0]) if added.ids else None
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), severity="warning", markup=False)
            return
        if row is not None:
            await self._listing.go_to(row)
        title = "Added" if added.added else "This story is in the library already"
        self._screen.notify(added.path, title=title, markup=False)

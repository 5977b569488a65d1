"""Putting tags on stories, and removing them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import Reader
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.marker import Marker, Target


class Tagger:
    """Asks for a tag, and puts it on the target or removes it. `on_tagged` is called before: there may be a new tag."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        marker: Marker,
        on_tagged: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._marker = marker
        self._on_tagged = on_tagged

    def _common_tags(self, target: Target) -> frozenset[str]:
        """Return the tags that all stories of a target have; for a thread."""
        return self._reader.locator.with_row_ids(target.listed(), self._reader.marking.common_tags)

    async def edit(self) -> None:
        """Put a tag on the story or the selected ones, or remove it."""
        from newsreader.ui.boxes.tags import TagScreen

        target = self._marker.target()
        if target is None:
            return
        await self._marker.saved()  # the box shows the tags that are there
        try:
            snapshot = await asyncio.to_thread(self._marker.snapshot, target)
            present = await asyncio.to_thread(
                self._reader.locator.with_row_ids, snapshot.listed(), self._reader.marking.common_tags
            )
            counts = await asyncio.to_thread(lambda: self._reader.open_state().marks.tags())
        except EXPECTED_ERRORS as error:
            self._screen.notify(error_message(error), title="The tags can't be read", severity="warning", markup=False)
            return
        choice = await self._asker.ask(TagScreen(counts, present, target.count, self._keymap))
        if choice is None:
            return
        tag, wanted = choice.tag, choice.wanted
        self._on_tagged()

        def question(stories: str) -> str:
            return f"Tag {stories} “{tag}”?" if wanted else f"Remove “{tag}” from {stories}?"

        await self._marker.mark(
            snapshot, question, lambda numbers: self._reader.marking.tag(numbers, tag, wanted), "Not tagged"
        )

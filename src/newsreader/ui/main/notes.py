"""Writing notes on stories: what was typed is kept until it is on the disk, whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.reader import MarkResult, Reader
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.story import StoryPane

if TYPE_CHECKING:
    from newsreader.ui.boxes.note import NoteScreen


class ChangedNote(Struct, frozen=True):
    """What was written on a story over the note that was there `before`."""

    story_id: str
    title: str
    before: str
    note: str


class OpenNote(Struct, frozen=True):
    """The note on a story while it is being written: what it was `before`, and the `box` that has what it is now."""

    story_id: str
    before: str
    box: NoteScreen

    def changed(self) -> ChangedNote | None:
        """Return the note as it is now; None where nothing of it has changed."""
        if not self.box.is_changed:
            return None
        return ChangedNote(self.story_id, self.box.title_of_story, self.before, self.box.note.strip())


class Notes:
    """Opens the box for a note, and writes what comes of it.

    `start` begins an action as if a key had: a note that can't be written opens its box again.
    """

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        story: StoryPane,
        marker: Marker,
        start: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._story = story
        self._marker = marker
        self._start = start
        self._open: tuple[OpenNote, ...] = ()
        """More than one where a note that could not be written came back while another was open."""
        self._being_written: list[ChangedNote] = []

    async def edit(self) -> None:
        """Write a note on the story."""
        from newsreader.ui.boxes.note import NoteScreen

        self._story.load()
        stored = self._story.stored
        if stored is not None and any(each.story_id == stored.story.id for each in self._being_written):
            await self._marker.saved()  # the note that was left a moment ago is the one to go on with
            self._story.load()
            stored = self._story.stored
        if stored is not None:
            box = NoteScreen(stored.story.title, stored.marks.note, self._keymap)
            await self._show(OpenNote(stored.story.id, stored.marks.note, box))
        elif self._story.has_row:
            self._screen.notify("This story is no longer in the library.", title="Not noted", markup=False)

    async def _show(self, note: OpenNote) -> None:
        self._open = (*self._open, note)
        written = await self._asker.ask(note.box)
        self._left(note, is_kept=written is not None)

    def _left(self, note: OpenNote, *, is_kept: bool) -> None:
        """Write a note whose box was left; one whose changes were dropped is forgotten."""
        if note not in self._open:  # it was written while its box was open still
            return
        self._open = tuple(each for each in self._open if each is not note)
        changed = note.changed() if is_kept else None
        if changed is None:
            return
        self._being_written.append(changed)

        def write() -> MarkResult:
            done = self._reader.marking.write_note(changed.story_id, changed.note, changed.before)
            self._being_written.remove(changed)
            return done

        def show_again() -> None:
            self._being_written.remove(changed)
            self._start(self._show(replace(note, box=note.box.again())))

        self._marker.run_mutation(write, "Not noted: it is still here", is_announced=False, on_refused=show_again)

    def keep_open(self) -> None:
        """Write the notes that are open, as their own key would."""
        for note in self._open:
            self._left(note, is_kept=True)

    def changed(self) -> list[ChangedNote]:
        """Return the notes that are not on the disk: open ones that have changed, and those being written."""
        opened = [changed for note in self._open if (changed := note.changed()) is not None]
        return [*self._being_written, *opened]

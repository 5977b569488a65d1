"""Marking stories, the one at the cursor or those selected: on the disk before it is shown."""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from textual import on, work
from textual.screen import Screen
from textual.timer import Timer

from newsreader.reader import Done
from newsreader.store.records import StoredStory
from newsreader.ui.screens.sync import SyncActions
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryView

MANY: Final = 20
"""Up to so many stories are marked without a question."""


@dataclass(frozen=True, slots=True)
class Target:
    """The stories that a key is meant for: `count` of them, which `numbers` finds, in a worker."""

    count: int
    numbers: Callable[[], Sequence[int]]
    is_selection: bool = False


class MarkActions(SyncActions, Screen[None]):
    """Marks stories. Marks are written one after the other, in the order of the keys."""

    stored: StoredStory | None
    _reading: Timer | None = None
    _read_when = "shown"
    _read_after = 0.0

    def __init__(self) -> None:
        super().__init__()
        self._marking = asyncio.Lock()
        self._unwritten = 0

    @property
    def story_list(self) -> StoryList:
        """The list."""
        raise NotImplementedError

    def load_story(self) -> None:
        """Show the story at the cursor."""
        raise NotImplementedError

    def target(self) -> Target | None:
        """The selected stories, else the one at the cursor, None in an empty list."""
        stories = self.story_list
        if stories.selected_count:
            selection, numbers = stories.selection, stories.numbers
            return Target(stories.selected_count, lambda: selection.pick(numbers), is_selection=True)
        current = stories.current
        return None if current is None else Target(1, lambda: array("q", [current]))

    def everything(self) -> Target:
        """All stories that the filter shows."""
        numbers = self.story_list.numbers
        return Target(len(numbers), lambda: numbers)

    # Asking, marking, telling

    def mark(
        self, target: Target, question: Callable[[str], str], work: Callable[[Sequence[int]], Done], refusal: str
    ) -> None:
        """Do `work` with the stories of a target; of many only after the user said yes to the `question` about them."""
        if target.count <= MANY:
            self._mark_now(target, work, refusal)
            return
        held: Future[Target] = Future()
        self._hold(target, held)
        asked_of = replace(target, numbers=lambda: held.result().numbers())
        from newsreader.ui.screens.confirm import ConfirmScreen

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self._mark_now(asked_of, work, refusal)

        self.app.push_screen(ConfirmScreen(question(f"{target.count:,} stories"), "Yes", self.keymap), answered)

    def held(self, target: Target) -> Target:
        """The same stories, to be marked later: in a worker. Those whose rows other stories have then are left out."""
        numbers = target.numbers()
        signs = self.reader.signs(numbers)
        return replace(target, numbers=lambda: self.reader.same(numbers, signs))

    @work(thread=True, group="held", exit_on_error=False)
    def _hold(self, target: Target, held: Future[Target]) -> None:
        try:
            held.set_result(self.held(target))
        except TROUBLES as error:
            held.set_exception(error)
        finally:
            held.cancel()  # who waits for it after a fault waits no longer

    def _mark_now(self, target: Target, work: Callable[[Sequence[int]], Done], refusal: str) -> None:
        if target.is_selection:
            self.story_list.clear_selection()
        self.carry_out(lambda: work(target.numbers()), refusal, is_told=target.count > 1)

    def carry_out(
        self,
        work: Callable[[], Done | None],
        refusal: str,
        *,
        is_told: bool,
        telling: str = "",
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        """Do `work` in a worker when its turn comes, and show what has changed; `telling` begins the notice of it.

        Where it can't be done that is told, and `refused` is called.
        """
        self._unwritten += 1
        self._carry_out(work, refusal, is_told, telling, refused)

    @work(group="marks", exit_on_error=False)
    async def _carry_out(
        self,
        work: Callable[[], Done | None],
        refusal: str,
        is_told: bool,
        telling: str,
        refused: Callable[[], None],
    ) -> None:
        async with self._turn():
            try:
                done = await asyncio.to_thread(work)
            except TROUBLES as error:
                refused()
                self.notify(trouble_text(error), title=refusal, severity="error", markup=False)
                return
            self._marks_changed()
            if done is None:
                self.notify(refusal, markup=False)
            elif is_told or done.is_otherwise:
                self.notify(f"{telling}{_stories(done.stories)} {done.what}.", markup=False)
        await self._note_marks()

    def _marks_changed(self) -> None:
        self.story_list.refresh_rows()
        self.tell(bookmarked=self.reader.bookmark_count())
        if self.stored is not None:
            self.load_story()

    async def _note_marks(self) -> None:
        """Have the index note what was marked, and the unread counted."""
        try:
            if not self.is_syncing:  # else it is noted at the end of the comparison with the files
                await asyncio.to_thread(self.reader.note_marks)
            self.tell(unread=await asyncio.to_thread(self.reader.unread_count))
            if self.reader.has_loose_bookmarks:
                self.start_sync()
        except TROUBLES as error:
            self.notify(
                f"{trouble_text(error)} {self.keymap.shown('rescan')} notes it too.",
                title="Marked, but not in the index",
                severity="warning",
                markup=False,
            )

    def after_marking(self, callback: Callable[[], None]) -> None:
        """Call `callback` once all marks that were asked for are on the disk: at once if they are."""
        if self._unwritten:
            self._call_after_marking(callback)
        else:
            callback()

    @work(group="marks", exit_on_error=False)
    async def _call_after_marking(self, callback: Callable[[], None]) -> None:
        async with self._marking:
            pass
        callback()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """The time in which one mark is written; it was counted as unwritten before."""
        try:
            async with self._marking:
                yield
        finally:
            self._unwritten -= 1

    # Bookmarks

    def action_toggle_bookmark(self) -> None:
        """Bookmark the story, or take its bookmark off; several are bookmarked unless all are."""

        def toggle(numbers: Sequence[int]) -> Done:
            wanted = not all(map(self.reader.is_bookmarked, numbers))
            return self.reader.set_bookmarks(numbers, wanted)

        target = self.target()
        if target is not None:
            self.mark(target, "Bookmark {}, or take all their bookmarks off?".format, toggle, "Not bookmarked")

    # Reading

    def expect_reading(self, seconds: float) -> None:
        """Count the story that is shown as read after so many seconds; with 0 never."""
        if self._reading is not None:
            self._reading.stop()
        self._reading = self.set_timer(seconds, self._was_read) if seconds and self.stored is not None else None

    def story_came(self) -> None:
        """Another story is shown: it counts as read after a moment, or a moment after its end came in sight."""
        self.expect_reading(self._read_after if self._read_when == "shown" else 0)

    @on(StoryView.EndReached)
    def _end_reached(self, event: StoryView.EndReached) -> None:
        if self._read_when == "end" and self.stored is not None and self.stored.number == event.number:
            self.expect_reading(self._read_after)

    def _was_read(self) -> None:
        stored = self.stored
        if stored is not None and not self.guarded(partial(self.reader.is_read, stored.story.id), True):
            story_id = stored.story.id
            self.carry_out(
                lambda: Done("marked read", int(self.reader.set_read(story_id, True))), "Not marked", is_told=False
            )

    def action_toggle_read(self) -> None:
        """Mark the story read or unread; several are marked read unless all are."""
        self.load_story()
        self.expect_reading(0)

        def toggle(numbers: Sequence[int]) -> Done:
            wanted = self.reader.far_unread(array("q", numbers), 0, 1) is not None
            return self.reader.mark_read(numbers, wanted)

        target = self.target()
        if target is not None:
            self.mark(target, "Mark {} read, or unread if all were read?".format, toggle, "Not marked")

    def action_mark_all_read(self) -> None:
        """Mark everything read that the filter shows."""
        target = self.everything()
        if target.count:
            self.mark(
                target, "Mark {} read?".format, lambda numbers: self.reader.mark_read(numbers, True), "Not marked"
            )

    def action_undo(self) -> None:
        """Take back what was marked last."""
        self.carry_out(self.reader.undo, "Nothing is left to be taken back", is_told=True, telling="Taken back: ")

    def action_redo(self) -> None:
        """Mark once more what was taken back last."""
        self.carry_out(self.reader.redo, "Nothing was taken back", is_told=True, telling="Once more: ")


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"

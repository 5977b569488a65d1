"""Marking stories, the one at the cursor or those selected: on the disk before it is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from textual import on, work
from textual.screen import Screen
from textual.timer import Timer

from newsreader.errors import NewsreaderError
from newsreader.reader import Away, Listed, MarkResult
from newsreader.records import StoredStory
from newsreader.text import clean_line
from newsreader.ui.main.syncer import SyncActions
from newsreader.ui.trouble import TROUBLES, trouble_text
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryView

MANY: Final = 20
"""Up to so many stories are marked without a question."""

_MOST_TOLD: Final = 3
_LONGEST_TOLD: Final = 60


@dataclass(frozen=True, slots=True)
class Target:
    """The stories that a key is meant for: `count` of them, which `listed` finds, in a worker."""

    count: int
    listed: Callable[[], Listed]
    is_selection: bool = False


class MarkActions(SyncActions, Screen[None]):
    """Marks stories. Marks are written one after the other, in the order of the keys."""

    stored: StoredStory | None
    listed_edition: int
    _reading: Timer | None = None
    _read_when = "shown"
    _read_after = 0.0

    def __init__(self) -> None:
        super().__init__()
        self._marking = asyncio.Lock()
        self._unwritten = 0
        self._not_begun: list[Callable[[], MarkResult | None]] = []
        self._away: dict[Away, int] = {}

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
        listed = Listed(stories.numbers, self.listed_edition, stories.seen())
        if stories.selected_count:
            pick = partial(stories.selection.pick, stories.numbers)
            return Target(stories.selected_count, lambda: replace(listed, row_ids=pick()), is_selection=True)
        current = stories.current
        return None if current is None else Target(1, lambda: replace(listed, row_ids=(current,)))

    def everything(self) -> Target:
        """All stories that the filter shows."""
        stories = self.story_list
        listed = Listed(stories.numbers, self.listed_edition, stories.seen())
        return Target(len(listed.row_ids), lambda: listed)

    # Asking, marking, telling

    def mark(
        self, target: Target, question: Callable[[str], str], work: Callable[[Sequence[int]], MarkResult], refusal: str
    ) -> None:
        """Do `work` with the stories of a target; of many only after the user said yes to the `question` about them."""
        if target.count <= MANY:
            self._mark_now(target, work, refusal)
            return
        held: Future[Target] = Future()
        self._hold(target, held)
        asked_of = replace(target, listed=lambda: held.result().listed())
        from newsreader.ui.boxes.confirm import ConfirmScreen

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self._mark_now(asked_of, work, refusal)

        self.app.push_screen(ConfirmScreen(question(f"{target.count:,} stories"), "Yes", self.keymap), answered)

    def held(self, target: Target) -> Target:
        """The same stories, to be marked later: in a worker. Those whose rows other stories have then are left out."""
        listed = target.listed()
        fingerprints = self.reader.locator.fingerprints(listed.row_ids)
        return replace(target, listed=lambda: self.reader.locator.still_current(listed, fingerprints))

    @work(thread=True, group="held", exit_on_error=False)
    def _hold(self, target: Target, held: Future[Target]) -> None:
        try:
            held.set_result(self.held(target))
        except TROUBLES as error:
            held.set_exception(error)
        finally:
            held.cancel()  # who waits for it after a fault waits no longer

    def _mark_now(self, target: Target, work: Callable[[Sequence[int]], MarkResult], refusal: str) -> None:
        if target.is_selection:
            self.story_list.clear_selection()
        self.carry_out(
            lambda: self.reader.locator.with_row_ids(target.listed(), work), refusal, is_told=target.count > 1
        )

    def carry_out(
        self,
        work: Callable[[], MarkResult | None],
        refusal: str,
        *,
        is_told: bool,
        telling: str = "",
        refused: Callable[[], None] = lambda: None,
    ) -> None:
        """Do `work` in a worker when its turn comes, and show what has changed; `telling` begins the notice of it.

        Where it can't be done that is told, and `refused` is called. Where the program ends before, `write_rest`
        does it.
        """
        self._unwritten += 1
        self._not_begun.append(work)
        self._carry_out(work, refusal, is_told, telling, refused)

    @work(group="marks", exit_on_error=False)
    async def _carry_out(
        self,
        work: Callable[[], MarkResult | None],
        refusal: str,
        is_told: bool,
        telling: str,
        refused: Callable[[], None],
    ) -> None:
        async with self._turn():
            try:
                done = await asyncio.to_thread(self._begin, work)
            except TROUBLES as error:
                refused()
                self.notify(trouble_text(error), title=refusal, severity="error", markup=False)
                return
            self._marks_changed()
            if done is None:
                self.notify(refusal, markup=False)
            else:
                if is_told or done.merged:
                    self.notify(f"{telling}{_stories(done.stories)} {done.what}.", markup=False)
                self._look_for(done.away)
        await self._note_marks()

    def _begin(self, work: Callable[[], MarkResult | None]) -> MarkResult | None:
        self._not_begun.remove(work)
        return work()

    def write_rest(self) -> str:
        """Write the marks whose turn had not come when the program ended; why that can't be done, "" where it is."""
        while self._not_begun:
            try:
                self._not_begun.pop(0)()
            except NewsreaderError as error:
                return f"What was marked last could not be written. {error}"
        return ""

    def _marks_changed(self) -> None:
        self.story_list.refresh_rows()
        self.tell(bookmarked=self.reader.marks.bookmark_count())
        if self.stored is not None:
            self.load_story()

    async def _note_marks(self) -> None:
        """Have the index note what was marked, and the unread counted."""
        try:
            if not self.is_syncing:  # else it is noted at the end of the comparison with the files
                await asyncio.to_thread(self.reader.marking.flush_marks)
            self.tell(unread=await asyncio.to_thread(self.reader.search.unread_count))
            if self.reader.marks.has_loose_bookmarks:
                self.sync_from_now()
        except TROUBLES as error:
            self.notify(
                f"{trouble_text(error)} {self.keymap.shown('rescan')} notes it too.",
                title="Marked, but not in the index",
                severity="warning",
                markup=False,
            )

    # Stories whose files change

    def _look_for(self, away: Sequence[Away]) -> None:
        """Have stories looked for that were marked while the index did not have them."""
        if away:
            self._away |= dict.fromkeys(away, self.comparisons)
            self.sync_from_now()

    def compared(self) -> None:
        """Say which of the stories that were looked for are really gone."""
        due = [each for each, marked_in in self._away.items() if marked_in < self.comparisons]
        if due:
            self._away = {each: marked_in for each, marked_in in self._away.items() if each not in due}
            self._tell_gone(due)

    @work(group="gone", exit_on_error=False)
    async def _tell_gone(self, away: Sequence[Away]) -> None:
        try:
            gone = await asyncio.to_thread(self.reader.marking.gone, away)
        except TROUBLES as error:
            self.notify(trouble_text(error), title="Stories that were marked were not found", markup=False)
            return
        for is_kept, what in ((True, "Bookmarks keep copies."), (False, "Marks wait for them to come back.")):
            titles = [clean_line(each.title, _LONGEST_TOLD) for each in gone if each.is_kept is is_kept]
            if titles:
                named = "; ".join(f"“{title}”" for title in titles[:_MOST_TOLD])
                more = f" and {_stories(len(titles) - _MOST_TOLD)} more" if len(titles) > _MOST_TOLD else ""
                self.notify(f"{named}{more}. {what}", title="No longer in the library", timeout=10, markup=False)

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
        target = self.target()
        if target is not None:
            question = "Bookmark {}, or take all their bookmarks off?".format
            self.mark(target, question, self.reader.marking.toggle_bookmarks, "Not bookmarked")

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
        if self._read_when == "end" and self.stored is not None and self.stored.row_id == event.number:
            self.expect_reading(self._read_after)

    def _was_read(self) -> None:
        stored = self.stored
        if stored is not None and not self.guarded(partial(self.reader.search.is_read, stored.story.id), True):
            story_id = stored.story.id
            self.carry_out(
                lambda: MarkResult("marked read", int(self.reader.marking.set_read(story_id, True))),
                "Not marked",
                is_told=False,
            )

    def action_toggle_read(self) -> None:
        """Mark the story read or unread; several are marked read unless all are."""
        self.load_story()
        self.expect_reading(0)
        target = self.target()
        if target is not None:
            question = "Mark {} read, or unread if all were read?".format
            self.mark(target, question, self.reader.marking.toggle_read, "Not marked")

    def action_mark_all_read(self) -> None:
        """Mark everything read that the filter shows."""
        target = self.everything()
        if target.count:
            self.mark(
                target,
                "Mark {} read?".format,
                lambda numbers: self.reader.marking.mark_read(numbers, True),
                "Not marked",
            )

    def action_undo(self) -> None:
        """Take back what was marked last."""
        self.carry_out(
            self.reader.history.undo, "Nothing is left to be taken back", is_told=True, telling="Taken back: "
        )

    def action_redo(self) -> None:
        """Mark once more what was taken back last."""
        self.carry_out(self.reader.history.redo, "Nothing was taken back", is_told=True, telling="Once more: ")


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"

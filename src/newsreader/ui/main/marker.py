"""Marking stories, the one at the cursor or those selected: on the disk before it is shown.

Marks are written one after the other, in the order of the keys.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace
from textual.screen import Screen

from newsreader.errors import NewsreaderError
from newsreader.keys.keymap import Keymap
from newsreader.reader import Away, Listed, MarkResult, Reader
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.errors import EXPECTED_ERRORS, error_message
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.hiding import follow_hiding
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.story import StoryPane
from newsreader.ui.main.syncer import Syncer

MANY: Final = 20
"""Up to so many stories are marked without a question."""

_MOST_NAMED: Final = 3
_LONGEST_TITLE: Final = 60

Change = Callable[[Sequence[int]], MarkResult]
"""What marks the stories of these rows of the index."""


class Target(Struct, frozen=True):
    """The stories that a key is meant for: `count` of them, which `listed` finds, in a thread."""

    count: int
    listed: Callable[[], Listed]
    is_selection: bool = False


class Marker:
    """Marks the stories that the user means, and says what came of it where that is not seen."""

    def __init__(
        self,
        screen: Screen[None],
        asker: Asker,
        reader: Reader,
        keymap: Keymap,
        listing: Listing,
        story: StoryPane,
        syncer: Syncer,
        update_status: Callable[..., None],
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._reader = reader
        self._keymap = keymap
        self._listing = listing
        self._story = story
        self._syncer = syncer
        self._update_status = update_status
        self._writing = asyncio.Lock()
        """Held while one mark is written, so that marks are written in the order in which they were asked for."""
        self._unwritten = 0
        self._all_written = asyncio.Event()
        self._all_written.set()
        self._not_begun: list[Callable[[], MarkResult | None]] = []
        self._in_progress = threading.Lock()
        """Held while a mark is being written: the end of the program waits for it, and writes those after it."""
        self._away: dict[Away, int] = {}
        self.on_marked: Callable[[], object] = lambda: None
        """Called once marks are in the index, too."""

    # Which stories

    def target(self) -> Target | None:
        """Return the selected stories, else the one at the cursor or visited from there, None in an empty list."""
        stories = self._listing.stories
        listed = Listed(stories.numbers, self._listing.edition, stories.seen())
        if stories.selected_count:
            pick = partial(stories.selection.pick, stories.numbers)
            return Target(stories.selected_count, lambda: replace(listed, row_ids=pick()), is_selection=True)
        visited = self._story.visited
        if visited is not None:
            row_id, story_id = visited.row_id, visited.story_id
            return Target(1, lambda: replace(listed, row_ids=(row_id,), seen={row_id: story_id}))
        current = stories.current
        return None if current is None else Target(1, lambda: replace(listed, row_ids=(current,)))

    def _everything(self) -> Target:
        """Return all stories that the filter shows."""
        stories = self._listing.stories
        listed = Listed(stories.numbers, self._listing.edition, stories.seen())
        return Target(len(listed.row_ids), lambda: listed)

    def snapshot(self, target: Target) -> Target:
        """Return the same stories, to be marked later; for a thread.

        Those whose rows other stories have by then are left out.
        """
        listed = target.listed()
        fingerprints = self._reader.locator.fingerprints(listed.row_ids)
        return replace(target, listed=lambda: self._reader.locator.still_current(listed, fingerprints))

    # Asking and marking

    async def mark(self, target: Target, question: Callable[[str], str], change: Change, refusal: str) -> None:
        """Do `change` with the stories of a target; with many only after a yes to the `question` about them."""
        if target.count > MANY:
            snapshot = asyncio.create_task(self._snapshot(target))  # of what is listed now, not of what will be
            from newsreader.ui.boxes.confirm import ConfirmScreen

            box = ConfirmScreen(question(f"{target.count:,} stories"), "Yes", self._keymap)
            if not await self._asker.ask(box):
                return
            found = await snapshot
            if isinstance(found, str):
                self._notify(found, title=refusal, severity="error")
                return
            target = found
        if target.is_selection:
            self._listing.stories.clear_selection()
        self.run_mutation(
            lambda: self._reader.locator.with_row_ids(target.listed(), change), refusal, is_announced=target.count > 1
        )
        if target.count > 1:
            await self.saved()  # its notice comes before those of the next keys

    async def _snapshot(self, target: Target) -> Target | str:
        try:
            return await asyncio.to_thread(self.snapshot, target)
        except EXPECTED_ERRORS as error:
            return error_message(error)

    def run_mutation(
        self,
        work: Callable[[], MarkResult | None],
        refusal: str,
        *,
        is_announced: bool,
        announcement: str = "",
        on_refused: Callable[[], None] = lambda: None,
    ) -> None:
        """Do `work` in a thread when its turn comes, and show what has changed.

        `announcement` begins the notice of a step that is undone or redone. Where `work` can't be done a notice says
        why, and `on_refused` is called. Where the program ends before, `write_rest` does it.
        """
        self._unwritten += 1
        self._all_written.clear()
        self._not_begun.append(work)
        mutation = partial(self._mutate, work, refusal, is_announced, announcement, on_refused)
        run_in_background(self._screen, mutation, "marks")

    async def _mutate(
        self,
        work: Callable[[], MarkResult | None],
        refusal: str,
        is_announced: bool,
        announcement: str,
        on_refused: Callable[[], None],
    ) -> None:
        try:
            async with self._writing:
                try:
                    done = await asyncio.to_thread(self._begin, work)
                except EXPECTED_ERRORS as error:
                    on_refused()
                    self._notify(error_message(error), title=refusal, severity="error")
                    return
                self._show_marks()
                if done is not None and done.hiding is not None:
                    await follow_hiding(self._listing, done.hiding, self._update_status)
                if done is None:
                    self._notify(refusal)
                else:
                    if announcement:
                        self._notify(f"{announcement}: {done.step} {_named(done)}.")
                    elif is_announced or done.merged:
                        self._notify(f"{_stories(done.stories)} {done.what}.")
                    self._look_for(done.away)
        finally:
            self._unwritten -= 1
            if not self._unwritten:
                self._all_written.set()
        await self._flush()

    def _begin(self, work: Callable[[], MarkResult | None]) -> MarkResult | None:
        with self._in_progress:
            if work not in self._not_begun:  # it was written at the end of the program
                return None
            self._not_begun.remove(work)
            return work()

    async def saved(self) -> None:
        """Wait until all marks that were asked for are on the disk."""
        await self._all_written.wait()

    def write_rest(self) -> str:
        """Write the marks whose turn had not come when the program ended, after the one that is being written.

        Return why that failed, "" where it did not.
        """
        with self._in_progress:
            while self._not_begun:
                try:
                    self._not_begun.pop(0)()
                except NewsreaderError as error:
                    return f"What was marked last could not be written. {error}"
        return ""

    def _show_marks(self) -> None:
        self._listing.stories.refresh_rows()
        self._update_status(bookmarked=self._reader.marks.bookmark_count())
        if self._story.stored is not None:
            self._story.load()

    async def _flush(self) -> None:
        """Copy what was marked into the index, and count what is unread."""
        try:
            if not self._syncer.is_syncing:  # else it is copied at the end of the comparison with the files
                await asyncio.to_thread(self._reader.store_marks)
            self._syncer.show_figures(await asyncio.to_thread(self._syncer.figures_of_marks))
            self.on_marked()
            if self._reader.marks.has_loose_bookmarks:
                self._syncer.sync_from_now()
        except EXPECTED_ERRORS as error:
            self._notify(
                f"{error_message(error)} {self._keymap.shown('rescan')} copies it, too.",
                title="Marked, but not in the index",
                severity="warning",
            )

    def _notify(self, message: str, **options: Any) -> None:
        self._screen.notify(message, markup=False, **options)

    # Stories whose files change

    def _look_for(self, away: Sequence[Away]) -> None:
        """Look for stories that were marked while the index did not have them."""
        if away:
            self._away |= dict.fromkeys(away, self._syncer.comparisons)
            self._syncer.sync_from_now()

    def report_gone(self) -> None:
        """Say which of the stories that were looked for are really gone, now that the index is up to date."""
        due = [each for each, marked_in in self._away.items() if marked_in < self._syncer.comparisons]
        if due:
            self._away = {each: marked_in for each, marked_in in self._away.items() if each not in due}
            run_in_background(self._screen, partial(self._report_gone, due), "gone")

    async def _report_gone(self, away: Sequence[Away]) -> None:
        try:
            gone = await asyncio.to_thread(self._reader.marking.gone, away)
        except EXPECTED_ERRORS as error:
            self._notify(error_message(error), title="Stories that were marked were not found", severity="warning")
            return
        sentences: list[str] = []
        for is_kept, what in ((True, "Bookmarks keep copies."), (False, "Marks wait for them to come back.")):
            titles = [clean_line(each.title, _LONGEST_TITLE) for each in gone if each.is_kept is is_kept]
            if titles:
                named = "; ".join(f"“{title}”" for title in titles[:_MOST_NAMED])
                more = f" and {_stories(len(titles) - _MOST_NAMED)} more" if len(titles) > _MOST_NAMED else ""
                sentences.append(f"{named}{more}. {what}")
        if sentences:
            self._notify(" ".join(sentences), title="No longer in the library", severity="warning")

    # Commands

    async def toggle_bookmark(self) -> None:
        """Bookmark the story, or remove its bookmark; several are bookmarked unless all are."""
        target = self.target()
        if target is not None:
            question = "Bookmark {}, or remove all their bookmarks?".format
            await self.mark(target, question, self._reader.marking.toggle_bookmarks, "Not bookmarked")

    async def toggle_read(self) -> None:
        """Mark the story read or unread; several are marked read unless all are."""
        self._story.load()
        target = self.target()
        if target is not None:
            question = "Mark {} read, or unread if all were read?".format
            await self.mark(target, question, self._reader.marking.toggle_read, "Not marked")

    async def toggle_hidden(self) -> None:
        """Hide the story, or show a hidden one again; several are hidden unless all are."""
        target = self.target()
        if target is not None:
            question = "Hide {}, or show them again if all are hidden?".format
            await self.mark(target, question, self._reader.marking.toggle_hidden, "Not hidden")
            await self.saved()  # the next key is for the story that stands there then

    async def mark_all_read(self) -> None:
        """Mark everything read that the filter shows."""
        target = self._everything()
        if target.count:
            await self.mark(
                target,
                "Mark {} read?".format,
                lambda numbers: self._reader.marking.mark_read(numbers, True),
                "Not marked",
            )

    async def undo(self) -> None:
        """Undo what was marked last."""
        self.run_mutation(
            self._reader.history.undo, "Nothing is left to undo", is_announced=True, announcement="Undone"
        )
        await self.saved()

    async def redo(self) -> None:
        """Mark again what was undone last."""
        self.run_mutation(self._reader.history.redo, "Nothing was undone", is_announced=True, announcement="Redone")
        await self.saved()


def _named(done: MarkResult) -> str:
    """Return the stories of a step: one by its title, several by their number."""
    title = clean_line(done.title, _LONGEST_TITLE)
    return f"“{title}”" if title else _stories(done.stories)


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count:,} stories"

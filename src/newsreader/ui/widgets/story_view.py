"""The story, and the outlet's band above it where there is no room for the sidebar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from newsreader.events.others import NOBODY, Others
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import StoredStory
from newsreader.ui.highlight import Wanted
from newsreader.ui.reading_positions import TOP, ReadingPositions
from newsreader.ui.story.content import PageFrame, story_page
from newsreader.ui.story.outlet import outlet_band
from newsreader.ui.story.page import Page, offset_in_other
from newsreader.ui.widgets.find_bar import FindBar
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.scrolling import scrolling
from newsreader.ui.widgets.story_scroll import StoryScroll

_ABOVE_FOUND: Final = 2
"""Rows left above a found word that had to be scrolled to."""

_MARGIN: Final = 2
_LOW_MARGIN: Final = 1
_SCROLLBAR: Final = 1

LOW: Final = 16
"""Lines of a window below which the band has one line, and the text no margin above it."""


class StoryView(Vertical):
    """Shows one story. A story that was left in its middle is shown from there when it comes back."""

    class EndReached(Message):
        """The user has come to the end of this story; told once while it is shown.

        A story that is on the screen as a whole has to be used before: by a key in its pane, or the wheel.
        """

        def __init__(self, row_id: int) -> None:
            super().__init__()
            self.row_id = row_id

    measure = 72
    """Columns that the text has at most; in a wider pane it stands in the middle, and the band's above it."""

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap
        self.positions = ReadingPositions()
        """How far other stories were read."""
        self._shown: tuple[StoredStory | None, Sequence[Wanted], Others] = (None, (), NOBODY)
        self._frame = PageFrame()
        self._is_end_seen = False
        self._is_used = False
        self._is_end_told = False
        self._top = 0
        self._top_width = 0
        self._is_placing = False
        self._found_from = 0
        """Where in the text the search for words began."""
        self._rows_above = 0
        self._found_words: tuple[Wanted, ...] = ()

    def compose(self) -> ComposeResult:
        """The band, the text, and which of the found words the user is at."""
        yield PageText(id="outlet-band")
        with StoryScroll(self._keymap, id="story-scroll"):
            yield PageText(id="story-text")
        yield Static(id="story-found", markup=False)
        yield FindBar(self._keymap, id="find-bar")

    def on_mount(self) -> None:
        """Look for the end, and at what stands around the story, whenever something was laid out or scrolled."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._follow_frame())

    def on_resize(self) -> None:
        """Have the band's text begin where that of the story does."""
        margin = _LOW_MARGIN if self._is_low else _MARGIN
        beside = max(self.size.width - _SCROLLBAR - self.measure - 2 * margin, 0)
        self._band.styles.padding = (0, margin, 0, margin + beside // 2)
        self._text.styles.margin = (0, margin) if self._is_low else (1, margin)

    @property
    def _is_low(self) -> bool:
        return self.app.size.height < LOW

    @property
    def _band(self) -> PageText:
        return self.query_one("#outlet-band", PageText)

    @property
    def _scroll(self) -> StoryScroll:
        return self.query_one(StoryScroll)

    @property
    def _text(self) -> PageText:
        return self.query_one("#story-text", PageText)

    @property
    def page(self) -> Page:
        """What is shown of the story."""
        return self._text.page

    @property
    def is_at_end(self) -> bool:
        """Whether the end of the story is on the screen, or will be once all is scrolled; False without a story."""
        scroll, text = self._scroll, self._text
        if self._shown[0] is None or not scroll.is_on_screen:
            return False
        # The text may be newer than its place on the screen: its height is asked of itself.
        height = text.get_content_height(scroll.size, self.screen.size, text.rows_width)
        return text.virtual_region.y + height <= scroll.scroll_target_y + scroll.size.height

    def show(
        self, stored: StoredStory | None, wanted: Sequence[Wanted], others: Others = NOBODY, *, from_top: bool = False
    ) -> None:
        """Show this story with these words marked, another one from where it was left; None shows nothing.

        `from_top` says to show another one from its beginning wherever it was left.
        """
        before, *_ = self._shown
        if self._shown == (stored, wanted, others):
            return
        is_other = before is None or stored is None or before.row_id != stored.row_id
        if is_other:
            self.note_position()
        self._shown = (stored, wanted, others)
        if is_other:
            self._drop_find()
            self._is_end_seen = self._is_used = self._is_end_told = False
        self._band.set_class(stored is None, "-empty")
        self._show_found(None)
        if stored is None:
            self._band.show(Page())
            self._text.show(Page())
            return
        frame_before, self._frame = self._frame, self._frame_now()
        links = stored.story.outlet, stored.story.original
        if before is None or frame_before != self._frame or links != (before.story.outlet, before.story.original):
            self._show_band(stored)
        self._show_text(stored)
        self._show_count()
        if before is None or before.story.id != stored.story.id:  # a changed file may give it another number
            self._place(TOP if from_top else self.positions.of(stored.story.id))
        self.call_after_refresh(self._look_for_end)

    def _frame_now(self) -> PageFrame:
        """What stands around the story as the window is now."""
        columns = max(min(self.size.width - _SCROLLBAR - 2 * _LOW_MARGIN, self.measure), 1)
        return PageFrame.of(has_band=self._band.display, low_columns=columns if self._is_low else 0)

    def _show_band(self, stored: StoredStory) -> None:
        self._band.show(outlet_band(stored.story, self._keymap, self._frame.low_columns))

    def _show_text(self, stored: StoredStory) -> None:
        self._text.show(story_page(stored, self._wanted, self._keymap, self._frame, self._shown[2]))

    def _follow_frame(self) -> None:
        """Show the story as it is with what stands around it now, from where it was; look for its end."""
        if self._is_placing:
            self._scroll_to_top()
        self._look_for_end()
        frame = self._frame_now()
        stored, *_ = self._shown
        if frame == self._frame or stored is None:
            return
        self._frame = frame
        self._show_band(stored)
        before, found = self.page, self._text.current
        self._show_text(stored)
        self._show_found(found)
        if self._top:
            self._top = offset_in_other(before, self._top, self.page)
        self._is_placing = True
        self.call_after_refresh(self._scroll_to_top)

    def keep_place(self) -> None:
        """Have the story begin where it is left, also if it was read to its end."""
        self._is_end_seen = False

    def note_position(self) -> None:
        """Note how far the story was read; one that was read to its end begins at its top again."""
        stored, *_ = self._shown
        if stored is None or self._is_placing or not self._scroll.is_on_screen:
            return
        if self._is_end_seen:
            self.positions.forget(stored.story.id)
        else:
            self.positions.note(stored.story.id, self._top / max(len(self.page.text), 1))

    def _place(self, position: float) -> None:
        """Show the story from a position on, at once or when it is laid out."""
        self._top = round(position * len(self.page.text))
        self._scroll.scroll_home(animate=False, immediate=True)
        self._is_placing = self._top > 0

    def _scroll_to_top(self) -> None:
        """Have the row with the character on top that was there before the rows became others."""
        width = self._text.rows_width
        self._is_placing = width <= 0
        if width <= 0:
            return
        self._top_width = width
        row = self.page.row_at(self._top, width)
        y = row + self._text.virtual_region.y if row else 0
        self._scroll.scroll_to(y=y, animate=False, immediate=True, force=True)
        self._look_for_end()

    def on_page_text_rewrapped(self, event: PageText.Rewrapped) -> None:
        """Keep the place in the story where its width becomes another."""
        event.stop()
        self._is_placing = True
        self.call_after_refresh(self._scroll_to_top)

    def on_story_scroll_scrolled(self, event: StoryScroll.Scrolled) -> None:
        """Note what stands at the top, unless the rows are about to become others."""
        event.stop()
        width = self._text.rows_width
        if self._is_placing or width != self._top_width:
            return
        rows = self.page.rows(width)
        above = max(self._scroll.scroll_offset.y - self._text.virtual_region.y, 0)
        self._top = self.page.offset(rows[min(above, len(rows) - 1)]) if rows and self._scroll.scroll_offset.y else 0

    def page_on(self) -> bool:
        """Go a page down; return False at the end of the story."""
        is_at_end = self._shown[0] is None or self.is_at_end
        if not is_at_end:
            scrolling(self._scroll, animate=False).page_down()
        self.use()
        return not is_at_end

    def on_story_scroll_used(self) -> None:
        """Note that the user has scrolled."""
        self.use()

    def use(self) -> None:
        """Note that the user has a hand in what is shown."""
        self._is_used = True
        self._look_for_end()

    def _look_for_end(self) -> None:
        stored, *_ = self._shown
        if stored is None or self._is_end_told or self._is_placing or not self.is_at_end:
            return
        self._is_end_seen = True
        if self._is_used:
            self._is_end_told = True
            self.post_message(self.EndReached(stored.row_id))

    @property
    def _bar(self) -> FindBar:
        return self.query_one(FindBar)

    @property
    def is_finding(self) -> bool:
        """Whether words are looked for."""
        return self._bar.is_open

    @property
    def _wanted(self) -> Sequence[Wanted]:
        """What is marked: the words that are looked for, else those of the filter."""
        return self._bar.wanted() if self._bar.is_open else self._shown[1]

    def open_find(self) -> None:
        """Have words typed that are to be found from here on."""
        if not self._bar.is_open:
            self._found_from = self._top
            self._rows_above = self._scroll.scroll_offset.y
            self._bar.display = self._scroll.is_finding = True
            self._found_words = ()
            self.follow_find()
            self._show_count()
        self.app.stylesheet.update(self._bar)  # only what is shown can take the keys
        self.screen.set_focus(self._bar.field)

    def close_find(self) -> None:
        """Look for nothing any more; from the bar go back to where it was opened."""
        was_typing = self._bar.field.has_focus
        self._drop_find()
        if (stored := self._shown[0]) is not None:
            self._show_text(stored)
        self._show_found(None)
        if was_typing:
            self._scroll.scroll_to(y=self._rows_above, animate=False, immediate=True)

    def _drop_find(self) -> None:
        if self._bar.field.has_focus:
            self.screen.set_focus(self._scroll)
        self._bar.display = self._scroll.is_finding = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Find what was typed."""
        event.stop()
        self.follow_find()

    def follow_find(self) -> None:
        """Mark the words that were typed, and go to the first of them from where the search began."""
        stored, *_ = self._shown
        wanted = tuple(self._bar.wanted())
        if stored is None or not self._bar.is_open or wanted == self._found_words:
            return
        self._found_words = wanted
        self._show_text(stored)
        self._show_found(None)
        if not self.go_to_found(1, self._found_from):
            self._scroll.scroll_to(y=self._rows_above, animate=False, immediate=True)

    def _show_count(self) -> None:
        if self._bar.is_open:
            self._bar.show_count(self._text.current, len(self.page.found))

    def go_to_found(self, step: int, start: int | None = None) -> bool:
        """Go to the next place of a found word, or the one before, round and round; False where there is none.

        Where the user is at none of them it is the next from `start` on, else from the top of what is shown.
        """
        found = self.page.found
        if not found:
            return False
        current = self._text.current
        if current is None:
            ahead = self.page.found_from(self._top if start is None else start)
            number = ahead if step > 0 else (ahead - 1) % len(found)
        else:
            number = (current + step) % len(found)
        self._show_found(number)
        line, place, _ = found[number]
        y = self.page.row_at(self.page.offset_in(line, place), self._text.rows_width) + self._text.virtual_region.y
        if not self._scroll.scroll_offset.y <= y < self._scroll.scroll_offset.y + self._scroll.size.height - 1:
            self._scroll.scroll_to(y=max(y - _ABOVE_FOUND, 0), animate=False, immediate=True)
        return True

    def _show_found(self, number: int | None) -> None:
        """Mark this place of a found word, and say which of how many it is."""
        self._text.current = number
        found = self.query_one("#story-found", Static)
        found.display = number is not None and not self._bar.is_open
        self._show_count()
        if number is not None:
            found.update(Content.styled(f"found: {number + 1} of {len(self.page.found)}", "$quiet"))

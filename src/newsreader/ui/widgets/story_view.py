"""The story, and the outlet's band above it where there is no room for the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.records import StoredStory
from newsreader.ui.bindings import CommandTable, bind
from newsreader.ui.highlight import Wanted
from newsreader.ui.reading_positions import TOP, ReadingPositions
from newsreader.ui.story.content import PageFrame, story_page
from newsreader.ui.story.outlet import outlet_band, outlet_line
from newsreader.ui.story.page import Page, offset_in_other
from newsreader.ui.widgets.page_text import PageText
from newsreader.ui.widgets.scrolling import scrolling

_ABOVE_FOUND: Final = 2
"""Rows left above a found word that had to be scrolled to."""

_MARGIN: Final = 2
_LOW_MARGIN: Final = 1
_SCROLLBAR: Final = 1

LOW: Final = 16
"""Lines of a window below which the band has one line, and the text no margin above it."""


def scroll_commands(pane: VerticalScroll) -> CommandTable:
    """Return the methods of the commands that scroll the text of a pane."""
    ways = scrolling(pane)
    return {
        "story-down": ways.down,
        "story-up": ways.up,
        "story-page-down": ways.page_down,
        "story-page-up": ways.page_up,
        "story-first": ways.first,
        "story-last": ways.last,
    }


class StoryScroll(VerticalScroll, can_focus=True, inherit_bindings=False):
    """What scrolls under the keys of the story pane."""

    def __init__(self, keymap: Keymap, *, id: str) -> None:
        super().__init__(id=id)
        self.commands = {name: partial(self.use, scroll) for name, scroll in scroll_commands(self).items()}
        bind(self, keymap, [*self.commands, "story-read-on"])  # at the end of a story it is the screen's

    class Scrolled(Message):
        """Other rows are on the screen."""

    class Used(Message):
        """The user has scrolled here, or tried to."""

    def use(self, scroll: Callable[[], object]) -> None:
        """Scroll as the user wants."""
        scroll()
        self.post_message(self.Used())

    def on_mouse_scroll_down(self) -> None:
        """Note that the user goes on."""
        self.post_message(self.Used())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that other rows are on the screen."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Scrolled())


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
        self._shown: tuple[StoredStory | None, Sequence[Wanted]] = (None, ())
        self._frame = PageFrame()
        self._is_end_seen = False
        self._is_used = False
        self._is_end_told = False
        self._top = 0
        self._top_width = 0
        self._is_placing = False

    def compose(self) -> ComposeResult:
        """The band, the text, and which of the found words the user is at."""
        yield PageText(id="outlet-band")
        with StoryScroll(self._keymap, id="story-scroll"):
            yield PageText(id="story-text")
        yield Static(id="story-found", markup=False)

    def on_mount(self) -> None:
        """Look for the end, and at what stands around the story, whenever something was laid out or scrolled."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._laid_out())

    def _laid_out(self) -> None:
        self._follow_frame()
        self._look_for_end()

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

    def show(self, stored: StoredStory | None, wanted: Sequence[Wanted], *, from_top: bool = False) -> None:
        """Show this story with these words marked, another one from where it was left; None shows nothing.

        `from_top` says to show another one from its beginning wherever it was left.
        """
        before, words = self._shown
        if (before, words) == (stored, wanted):
            return
        is_other = before is None or stored is None or before.row_id != stored.row_id
        if is_other:
            self.note_position()
        self._shown = (stored, wanted)
        if is_other:
            self._is_end_seen = self._is_used = self._is_end_told = False
        self._band.set_class(stored is None, "-empty")
        self._show_found(None)
        if stored is None:
            self._band.show(Page())
            self._text.show(Page())
            return
        frame_before, self._frame = self._frame, self._frame_now()
        told = stored.story.outlet, stored.story.original, self._frame
        if before is None or told != (before.story.outlet, before.story.original, frame_before):
            self._show_band(stored)
        self._text.show(story_page(stored, wanted, self._keymap, self._frame))
        if before is None or before.story.id != stored.story.id:  # a changed file may give it another number
            self._place(TOP if from_top else self.positions.of(stored.story.id))
        self.call_after_refresh(self._look_for_end)

    # What stands around it

    def _frame_now(self) -> PageFrame:
        """What stands around the story as the window is now."""
        has_band, columns = self._band.display, 0
        if self._is_low:
            columns = max(min(self.size.width - _SCROLLBAR - 2 * _LOW_MARGIN, self.measure), 1)
        elsewhere = {"website"} if not has_band else set() if self._is_low else {"original", "website"}
        return PageFrame(frozenset(elsewhere), has_band, columns)

    def _show_band(self, stored: StoredStory) -> None:
        columns = self._frame.low_columns
        story, keymap = stored.story, self._keymap
        self._band.show(outlet_line(story, columns, keymap) if columns else outlet_band(story, keymap))

    def _follow_frame(self) -> None:
        """Show the story as it is with what stands around it now, from where it was."""
        frame = self._frame_now()
        stored, wanted = self._shown
        if frame == self._frame or stored is None:
            return
        self._frame = frame
        self._show_band(stored)
        before, found = self.page, self._text.current
        self._text.show(story_page(stored, wanted, self._keymap, frame))
        self._show_found(found)
        if self._top:
            self._top = offset_in_other(before, self._top, self.page)
        self._is_placing = True
        self.call_after_refresh(self._scroll_to_top)

    # Where the user is in the story

    def note_position(self) -> None:
        """Note how far the story was read; one that was read to its end begins at its top again."""
        stored, _ = self._shown
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
        if self._top:
            self._is_placing = True
            self.call_after_refresh(self._scroll_to_top)

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

    def on_story_scroll_used(self, event: StoryScroll.Used) -> None:
        """Note that the user has a hand in what is shown."""
        event.stop()
        self.use()

    def use(self) -> None:
        """Note that the user has a hand in what is shown."""
        self._is_used = True
        self._look_for_end()

    def _look_for_end(self) -> None:
        stored, _ = self._shown
        if stored is None or self._is_end_told or self._is_placing or not self.is_at_end:
            return
        self._is_end_seen = True
        if self._is_used:
            self._is_end_told = True
            self.post_message(self.EndReached(stored.row_id))

    # Found words

    def go_to_found(self, step: int) -> bool:
        """Go to the next place of a found word, or the one before, round and round; False where there is none."""
        found = self.page.found
        if not found:
            return False
        current = self._text.current
        if current is None:
            offsets = [self.page.offset_in(line, start) for line, start, _ in found]
            ahead = next((number for number, offset in enumerate(offsets) if offset >= self._top), 0)
            number = ahead if step > 0 else (ahead - 1) % len(found)
        else:
            number = (current + step) % len(found)
        self._show_found(number)
        line, start, _ = found[number]
        y = self.page.row_at(self.page.offset_in(line, start), self._text.rows_width) + self._text.virtual_region.y
        if not self._scroll.scroll_offset.y <= y < self._scroll.scroll_offset.y + self._scroll.size.height - 1:
            self._scroll.scroll_to(y=max(y - _ABOVE_FOUND, 0), animate=False, immediate=True)
        return True

    def _show_found(self, number: int | None) -> None:
        """Mark this place of a found word, and say which of how many it is."""
        self._text.current = number
        found = self.query_one("#story-found", Static)
        found.display = number is not None
        if number is not None:
            found.update(Content.styled(f"found: {number + 1} of {len(self.page.found)}", "$quiet"))

"""The story, and the outlet's band above it where there is no room for the sidebar."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from newsreader.commands import Place
from newsreader.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.store.records import StoredStory
from newsreader.ui.bindings import bind
from newsreader.ui.highlight import Wanted
from newsreader.ui.story_content import outlet_band, story_content


class StoryScroll(VerticalScroll, can_focus=True, inherit_bindings=False):
    """What scrolls under the keys of the story pane."""

    def __init__(self, keymap: Keymap, *, id: str) -> None:
        super().__init__(id=id)
        bind(self, keymap, Place.STORY)


class StoryView(Vertical):
    """Shows one story."""

    class EndReached(Message):
        """The end of this story has come to be on the screen; told once while it is shown."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    _shown: tuple[StoredStory | None, Sequence[Wanted]] = (None, ())
    _is_end_told = False

    def __init__(self, *, keymap: Keymap = DEFAULT_KEYMAP, id: str | None = None) -> None:
        super().__init__(id=id)
        self._keymap = keymap

    def compose(self) -> ComposeResult:
        """The band and the text."""
        yield Static(id="outlet-band", markup=False)
        with StoryScroll(self._keymap, id="story-scroll"):
            yield Static(id="story-text", markup=False)

    def on_mount(self) -> None:
        """Look for the end whenever something was laid out or scrolled."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _screen: self._look_for_end())

    @property
    def is_at_end(self) -> bool:
        """Whether the end of the story is on the screen; False where no story is."""
        scroll, text = self.query_one(StoryScroll), self.query_one("#story-text", Static)
        if self._shown[0] is None or not scroll.is_on_screen:
            return False
        # The text may be newer than its place on the screen: its height is asked of itself.
        height = text.get_content_height(scroll.size, self.screen.size, text.content_size.width)
        return text.virtual_region.y + height <= scroll.scroll_offset.y + scroll.size.height

    def show(self, stored: StoredStory | None, wanted: Sequence[Wanted]) -> None:
        """Show this story with these words marked, another one from its beginning; None shows nothing."""
        before, words = self._shown
        if (before, words) == (stored, wanted):
            return
        self._shown = (stored, wanted)
        self._is_end_told &= before is not None and stored is not None and before.number == stored.number
        band, text = self.query_one("#outlet-band", Static), self.query_one("#story-text", Static)
        band.set_class(stored is None, "-empty")
        if stored is None:
            band.update("")
            text.update("")
            return
        if before is None or before.story.outlet != stored.story.outlet:
            band.update(outlet_band(stored.story))
        text.update(story_content(stored, wanted, self._keymap))
        if before is None or before.number != stored.number:
            self.query_one(StoryScroll).scroll_home(animate=False, immediate=True)
        self.call_after_refresh(self._look_for_end)

    def _look_for_end(self) -> None:
        stored, _ = self._shown
        if stored is not None and not self._is_end_told and self.is_at_end:
            self._is_end_told = True
            self.post_message(self.EndReached(stored.number))

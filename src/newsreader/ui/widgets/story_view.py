"""The story, and the outlet's band above it where there is no room for the sidebar."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from newsreader.store.records import StoredStory
from newsreader.ui.commands import Place, bindings_for
from newsreader.ui.highlight import Wanted
from newsreader.ui.story_content import outlet_band, story_content


class StoryScroll(VerticalScroll, can_focus=True):
    """What scrolls under the keys of the story pane."""

    BINDINGS = bindings_for(Place.STORY)


class StoryView(Vertical):
    """Shows one story."""

    _shown: tuple[StoredStory | None, Sequence[Wanted]] = (None, ())

    def compose(self) -> ComposeResult:
        """The band and the text."""
        yield Static(id="outlet-band", markup=False)
        with StoryScroll(id="story-scroll"):
            yield Static(id="story-text", markup=False)

    def show(self, stored: StoredStory | None, wanted: Sequence[Wanted]) -> None:
        """Show this story with these words marked, another one from its beginning; None shows nothing."""
        before, words = self._shown
        if (before, words) == (stored, wanted):
            return
        self._shown = (stored, wanted)
        band, text = self.query_one("#outlet-band", Static), self.query_one("#story-text", Static)
        band.set_class(stored is None, "-empty")
        if stored is None:
            band.update("")
            text.update("")
            return
        if before is None or before.story.outlet != stored.story.outlet:
            band.update(outlet_band(stored.story))
        text.update(story_content(stored, wanted))
        if before is None or before.number != stored.number:
            self.query_one(StoryScroll).scroll_home(animate=False)

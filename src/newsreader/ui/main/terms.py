"""Narrowing the list by one term: the outlet, a topic or a tag of the story, or that a story is bookmarked."""

from __future__ import annotations

from textual.screen import Screen

from newsreader.query.terms import outlet_term, tag_term, topic_term
from newsreader.ui.main.listing import Listing
from newsreader.ui.main.marker import Marker
from newsreader.ui.main.panes import Panes
from newsreader.ui.main.story import StoryPane
from newsreader.ui.widgets.filter_bar import FilterBar


class Terms:
    """Adds a term to the filter, or removes it, and goes to the list."""

    def __init__(self, screen: Screen[None], listing: Listing, panes: Panes, story: StoryPane, marker: Marker) -> None:
        self._screen = screen
        self._listing = listing
        self._panes = panes
        self._story = story
        self._marker = marker

    def toggle_outlet(self) -> None:
        """Show stories of this outlet only, or all again."""
        self._story.load()
        stored = self._story.stored
        if stored is None or stored.story.outlet is None:
            self._screen.notify(
                "No outlet is named for this story. Its file can name one: outlet: reuters", markup=False
            )
        else:
            self._toggle(outlet_term(stored.story.outlet))

    def toggle_topic(self, topic: str) -> None:
        """Show stories with this topic only, or all again."""
        self._toggle(topic_term(topic))

    def toggle_tag(self, tag: str) -> None:
        """Show stories with this tag only, or all again."""
        self._toggle(tag_term(tag))

    async def toggle_bookmarks(self) -> None:
        """Show bookmarked stories only, or all again; those that are being written too."""
        await self._marker.saved()
        self._toggle("is:bookmarked")

    def _toggle(self, term: str) -> None:
        text = self._screen.query_one(FilterBar).text.strip()
        without = " ".join(text.replace(term, " ").split())
        self._listing.set_filter(without if term in text else f"{text} {term}".strip())
        self._panes.show_list()

"""What the keys do while a filter is typed; each finds the letters before it arrived and applied."""

from __future__ import annotations

from textual import on

from newsreader.ui.main.listing import SelectionActions
from newsreader.ui.main.panes import PaneActions
from newsreader.ui.widgets.filter_bar import FilterBar


class FilterActions(SelectionActions, PaneActions):
    """Completing what is typed, going back to earlier filters, and leaving the bar."""

    @property
    def filter_bar(self) -> FilterBar:
        """The bar."""
        return self.query_one(FilterBar)

    @on(FilterBar.Changed)
    def _offer_after_list(self) -> None:
        """Have suggestions made once the list is on the screen: it asks to be drawn as soon as it has nothing to do."""
        self.story_list.call_later(self.call_after_refresh, self.filter_bar.offer, self.filter_bar.text)

    async def action_to_list(self) -> None:
        """Go from the filter to the list."""
        await self.filter_bar.all_typed()
        self.show_pane(1)

    async def action_clear_filter(self) -> None:
        """Close the suggestions; where there are none clear the filter; where it is empty already go to the list."""
        await self.filter_bar.all_typed()
        if self.filter_bar.close_choices():
            return
        if self.filter_bar.text:
            self.set_filter("")
        else:
            self.show_pane(1)

    async def action_complete(self) -> None:
        """Take the marked suggestion; where there is none go to the next pane."""
        await self.filter_bar.all_typed()
        self.apply_typed()
        if not self.filter_bar.take_choice():
            self.action_next_pane()

    async def action_next_choice(self) -> None:
        """Mark the next suggestion; where there is none go to the pane before."""
        await self.filter_bar.all_typed()
        self.apply_typed()
        if not self.filter_bar.mark_next_choice():
            self.action_previous_pane()

    async def action_older_filter(self) -> None:
        """Put the filter into the bar that was used before."""
        await self.filter_bar.all_typed()
        self.filter_bar.show_older()

    async def action_newer_filter(self) -> None:
        """Put the newer filter into the bar, at last what was being typed; from there go to the list."""
        await self.filter_bar.all_typed()
        if not self.filter_bar.show_newer():
            self.show_pane(1)

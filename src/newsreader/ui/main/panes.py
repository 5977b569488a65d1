"""Which panes are shown, and where the keys go."""

from __future__ import annotations

from typing import Final

from textual.screen import Screen
from textual.widget import Widget

from newsreader.ui.widgets.filter_bar import FilterInput
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryScroll

_LIST, _STORY, _OUTLET = 1, 2, 3
_PANES: Final = (_LIST, _STORY, _OUTLET)
_WIDGETS: Final[dict[int, type[Widget]]] = {_LIST: StoryList, _STORY: StoryScroll, _OUTLET: OutletSidebar}


class PaneActions(Screen[None]):
    """Going from pane to pane. The classes `-pane-1` to `-pane-3` tell the style sheet which one has the keys."""

    _pane = _LIST
    _before_outlet = _LIST

    @property
    def is_wide(self) -> bool:
        """Whether all panes have room beside each other."""
        raise NotImplementedError

    def fit_panes(self) -> None:
        """Give every pane the width that it is to have in this window."""
        raise NotImplementedError

    @property
    def is_outlet_pane(self) -> bool:
        """Whether the sidebar has the keys."""
        return self._pane == _OUTLET

    @property
    def is_sidebar_shut(self) -> bool:
        """Whether the sidebar is put away also where it has room beside the story."""
        return self.has_class("-sidebar-shut")

    def shut_sidebar(self, is_shut: bool) -> None:
        """Put the sidebar away, or let it stand beside the story again."""
        if is_shut != self.is_sidebar_shut:
            self.set_class(is_shut, "-sidebar-shut")
            self.fit_panes()

    def on_descendant_focus(self) -> None:
        """Note which pane the keys go to, however they came there."""
        focused = self.focused
        if isinstance(focused, StoryList | FilterInput):
            self._note_pane(_LIST)
        elif isinstance(focused, StoryScroll):
            self._note_pane(_STORY)
        elif isinstance(focused, OutletSidebar):
            self._note_pane(_OUTLET)

    def show_pane(self, pane: int) -> None:
        """Show a pane and give it the keys."""
        self._give_keys(pane, self.query_one(_WIDGETS[pane]))

    def show_filter(self) -> None:
        """Show the list's pane and give the keys to its filter."""
        self._give_keys(_LIST, self.query_one(FilterInput))

    def _give_keys(self, pane: int, target: Widget) -> None:
        if pane != _STORY:
            self.remove_class("-zoomed")
        if pane == _OUTLET:
            self.shut_sidebar(False)
        self._note_pane(pane)
        if not target.focusable:  # it was hidden until now: only a shown widget can take the keys
            self.app.stylesheet.update(self)
        self.set_focus(target)

    def leave_pane(self) -> bool:
        """Go one step back towards the whole list; False where the keys are there already."""
        if self.has_class("-zoomed"):
            self.remove_class("-zoomed")
            return True
        if self._pane == _LIST:
            return False
        self.show_pane(_LIST)
        return True

    def action_focus_list(self) -> None:
        """Go to the list."""
        self.show_pane(_LIST)

    def action_focus_story(self) -> None:
        """Go to the story."""
        self.show_pane(_STORY)

    def action_focus_outlet(self) -> None:
        """Go to the outlet, or open its pane; from there put it away."""
        if self.is_outlet_pane:
            if self.is_wide:
                self.shut_sidebar(True)
            self.show_pane(self._before_outlet)
        else:
            self.show_pane(_OUTLET)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._go(1)

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._go(-1)

    def action_zoom_story(self) -> None:
        """Show the story alone, or all panes again."""
        self.toggle_class("-zoomed")
        if self.has_class("-zoomed"):
            self.show_pane(_STORY)

    def _go(self, step: int) -> None:
        self.remove_class("-zoomed")
        is_shut = self.is_wide and self.is_sidebar_shut
        panes = [pane for pane in _PANES if pane != _OUTLET or not is_shut]
        self.show_pane(panes[(panes.index(self._pane) + step) % len(panes)])

    def _note_pane(self, pane: int) -> None:
        if pane == _OUTLET != self._pane:
            self._before_outlet = self._pane
        self._pane = pane
        for each in _PANES:
            self.set_class(each == pane, f"-pane-{each}")

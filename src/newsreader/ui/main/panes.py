"""Which panes are shown, how wide they are, and which of them has the keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from msgspec.structs import replace
from textual.containers import Vertical
from textual.screen import Screen
from textual.widget import Widget

from newsreader.ui.main.pane_widths import MEDIUM, WIDE, PaneShares, PaneWidths, pane_widths
from newsreader.ui.widgets.filter_bar import FilterInput
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_view import StoryScroll

LIST, STORY, OUTLET = 1, 2, 3
_PANES: Final = (LIST, STORY, OUTLET)
_WIDGETS: Final[dict[int, type[Widget]]] = {LIST: StoryList, STORY: StoryScroll, OUTLET: OutletSidebar}

BREAKPOINTS: Final = [(0, "-narrow"), (MEDIUM, "-medium"), (WIDE, "-wide")]
"""The least widths of the window, in columns, with the classes that the screen has from there on."""

_STEP: Final = 2
"""Columns by which a key makes a pane wider or narrower."""


class Panes:
    """Goes from pane to pane, and gives each its width.

    The classes `-pane-1` to `-pane-3` of the screen tell the style sheet which pane has the keys. What the user wants
    of the widths is kept also where the window has no room for it. `on_leave` is called before a pane gets the keys.
    """

    def __init__(self, screen: Screen[Any], text_width: int, on_leave: Callable[[], None]) -> None:
        self._screen = screen
        self._text_width = text_width
        self._on_leave = on_leave
        self._pane = LIST
        self._before_outlet = LIST
        self.wanted = PaneShares()
        """What the user wants of the window's width; 0 stands for what the program thinks best."""

    def restore(self, wanted: PaneShares, *, is_sidebar_closed: bool, is_zoomed: bool) -> None:
        """Lay the panes out as they were."""
        self.wanted = wanted
        # What is known of the layout before anything is styled need not be styled again.
        self._screen.add_class("-pane-1")
        self._screen.set_class(is_sidebar_closed, "-sidebar-shut")
        self._screen.set_class(is_zoomed, "-zoomed")
        self.follow_window()

    # Widths

    def follow_window(self) -> None:
        """Tell the style sheet how wide the window is."""
        columns = self._screen.app.size.width
        name = next(name for least, name in reversed(BREAKPOINTS) if columns >= least)
        self._screen.update_classes({each: each == name for _, each in BREAKPOINTS}, animate=False)

    @property
    def is_wide(self) -> bool:
        """Whether all panes have room beside each other."""
        return self._screen.app.size.width >= WIDE

    @property
    def _widths(self) -> PaneWidths:
        """The widths that the panes have, where there is more than one at a time."""
        has_sidebar = self.is_wide and not self.is_sidebar_closed
        return pane_widths(self._screen.app.size.width, self._text_width, self.wanted, has_sidebar=has_sidebar)

    def fit(self) -> None:
        """Give every pane the width that it is to have in this window."""
        widths = self._widths if self._screen.app.size.width >= MEDIUM else None
        self._screen.query_one("#list-pane", Vertical).styles.width = widths.list if widths else "1fr"
        sidebar = self._screen.query_one(OutletSidebar)
        sidebar.styles.width = widths.sidebar if widths and widths.sidebar else "1fr"

    def narrow(self) -> None:
        """Make the sidebar narrower where it has the keys, else the list."""
        self._widen(-_STEP)

    def widen(self) -> None:
        """Make the sidebar wider where it has the keys, else the list."""
        self._widen(_STEP)

    def _widen(self, step: int) -> None:
        if self._screen.app.size.width < MEDIUM or self._screen.has_class("-zoomed"):
            return
        now = self._widths
        if self._pane != OUTLET:
            self.want(list=now.list + step)
        elif now.sidebar:
            self.want(sidebar=now.sidebar + step)
        else:  # it stands beside the list alone
            self.want(list=now.list - step)

    def want(self, **columns: int) -> None:
        """Change what is wanted, to no more columns than there is room for now."""
        self._want(columns)
        given = self._widths
        self.want_freely(**{name: getattr(given, name) for name in columns})

    def want_freely(self, **columns: int) -> None:
        """Change what is wanted, whether there is room for it or not."""
        self._want(columns)
        self.fit()

    def _want(self, columns: Mapping[str, int]) -> None:
        window = max(self._screen.app.size.width, 1)
        self.wanted = replace(self.wanted, **{name: count / window for name, count in columns.items()})

    # Keys

    @property
    def is_sidebar_closed(self) -> bool:
        """Whether the sidebar is closed also where it has room beside the story."""
        return self._screen.has_class("-sidebar-shut")

    @property
    def is_in_story(self) -> bool:
        """Whether the story has the keys."""
        return self._pane == STORY

    @property
    def is_zoomed(self) -> bool:
        """Whether the story is shown alone."""
        return self._screen.has_class("-zoomed")

    def _close_sidebar(self, is_closed: bool) -> None:
        if is_closed != self.is_sidebar_closed:
            self._screen.set_class(is_closed, "-sidebar-shut")
            self.fit()

    def follow_focus(self) -> None:
        """Note which pane has the focus, however that came there."""
        focused = self._screen.focused
        if isinstance(focused, StoryList | FilterInput):
            self._note_pane(LIST)
        elif isinstance(focused, StoryScroll):
            self._note_pane(STORY)
        elif isinstance(focused, OutletSidebar):
            self._note_pane(OUTLET)

    def show(self, pane: int) -> None:
        """Show a pane and give it the keys."""
        self._on_leave()
        self._give_keys(pane, self._screen.query_one(_WIDGETS[pane]))

    def show_filter(self) -> None:
        """Show the list's pane and give the keys to its filter."""
        self._give_keys(LIST, self._screen.query_one(FilterInput))

    def _give_keys(self, pane: int, target: Widget) -> None:
        if pane != STORY:
            self._screen.remove_class("-zoomed")
        if pane == OUTLET:
            self._close_sidebar(False)
        self._note_pane(pane)
        if not target.focusable:  # it was hidden until now: only a shown widget can take the keys
            self._screen.app.stylesheet.update(self._screen)
        self._screen.set_focus(target)

    def step_back(self) -> bool:
        """Go one step back towards the whole list; return False where the keys are there already."""
        if self.is_zoomed:
            self._screen.remove_class("-zoomed")
            return True
        if self._pane == LIST:
            return False
        self.show(LIST)
        return True

    def show_list(self) -> None:
        """Go to the list."""
        self.show(LIST)

    def show_story(self) -> None:
        """Go to the story."""
        self.show(STORY)

    def toggle_outlet(self) -> None:
        """Go to the outlet, or open its pane; from there close it."""
        if self._pane == OUTLET:
            if self.is_wide:
                self._close_sidebar(True)
            self.show(self._before_outlet)
        else:
            self.show(OUTLET)

    def next(self) -> None:
        """Go to the next pane."""
        self._go(1)

    def previous(self) -> None:
        """Go to the pane before."""
        self._go(-1)

    def zoom_story(self) -> None:
        """Show the story alone, or all panes again."""
        self._screen.toggle_class("-zoomed")
        if self.is_zoomed:
            self.show(STORY)

    def _go(self, step: int) -> None:
        self._screen.remove_class("-zoomed")
        is_closed = self.is_wide and self.is_sidebar_closed
        panes = [pane for pane in _PANES if pane != OUTLET or not is_closed]
        self.show(panes[(panes.index(self._pane) + step) % len(panes)])

    def _note_pane(self, pane: int) -> None:
        if pane == OUTLET != self._pane:
            self._before_outlet = self._pane
        self._pane = pane
        for each in _PANES:
            self._screen.set_class(each == pane, f"-pane-{each}")

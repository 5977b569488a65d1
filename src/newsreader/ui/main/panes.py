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
from newsreader.ui.widgets.find_bar import FindInput
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.story_list import StoryList
from newsreader.ui.widgets.story_scroll import StoryScroll

LIST, STORY, OUTLET, RAIL = 1, 2, 3, 4
_PANES: Final = (LIST, STORY, OUTLET)
_WIDGETS: Final = {LIST: "StoryList", STORY: "StoryScroll", OUTLET: "OutletSidebar", RAIL: "#rail"}

BREAKPOINTS: Final = [(0, "-narrow"), (MEDIUM, "-medium"), (WIDE, "-wide")]
"""The least widths of the window, in columns, with the classes that the screen has from there on."""

RAIL_WIDTH: Final = 28
"""Columns of the rail where it stands beside other panes."""

_RAIL_FROM: Final = 160
"""Columns of the window from which the rail is there without being asked for."""

_LEAST_BESIDE_RAIL: Final = 40
"""Columns that other panes need beside the rail; where there are less it is shown alone."""

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
        self._before_rail = LIST
        self.wanted = PaneShares()
        """What the user wants of the window's width; 0 stands for what the program thinks best."""
        self.wants_rail: bool | None = None
        """Whether the user has opened or closed the rail; None leaves it to the width of the window."""

    def restore(
        self, wanted: PaneShares, *, is_sidebar_closed: bool, is_zoomed: bool, wants_rail: bool | None = None
    ) -> None:
        """Lay the panes out as they were."""
        self.wanted = wanted
        self.wants_rail = wants_rail
        # What is known of the layout before anything is styled need not be styled again.
        self._screen.add_class("-pane-1")
        self._screen.set_class(is_sidebar_closed, "-sidebar-shut")
        self._screen.set_class(is_zoomed, "-zoomed")
        self.follow_window()

    # Widths

    def follow_window(self) -> None:
        """Tell the style sheet how much room there is."""
        columns = self._columns
        self._screen.set_class(self.has_rail, "-rail")
        self._screen.set_class(self.has_rail and not self._is_rail_beside, "-rail-alone")
        name = next(name for least, name in reversed(BREAKPOINTS) if columns >= least)
        self._screen.update_classes({each: each == name for _, each in BREAKPOINTS}, animate=False)

    @property
    def has_rail(self) -> bool:
        """Whether the rail is open."""
        is_wide = self._screen.app.size.width >= _RAIL_FROM
        return is_wide if self.wants_rail is None else self.wants_rail

    @property
    def _is_rail_beside(self) -> bool:
        return self._screen.app.size.width >= RAIL_WIDTH + _LEAST_BESIDE_RAIL

    @property
    def _columns(self) -> int:
        """The columns of the window that the rail leaves to the other panes."""
        return self._screen.app.size.width - self.left_of_list

    @property
    def left_of_list(self) -> int:
        """The columns of the window that the rail takes."""
        return RAIL_WIDTH if self.has_rail and self._is_rail_beside else 0

    @property
    def is_wide(self) -> bool:
        """Whether all panes have room beside each other."""
        return self._columns >= WIDE

    @property
    def _widths(self) -> PaneWidths:
        """The widths that the panes have, where there is more than one at a time."""
        has_sidebar = self.is_wide and not self.is_sidebar_closed
        return pane_widths(self._columns, self._text_width, self.wanted, has_sidebar=has_sidebar)

    def fit(self) -> None:
        """Give every pane the width that it is to have in this window."""
        widths = self._widths if self._columns >= MEDIUM else None
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
        if self._columns < MEDIUM or self._screen.has_class("-zoomed"):
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
        window = max(self._columns, 1)
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
    def is_in_rail(self) -> bool:
        """Whether the rail has the keys."""
        return self._pane == RAIL

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
        elif isinstance(focused, StoryScroll | FindInput):
            self._note_pane(STORY)
        elif isinstance(focused, OutletSidebar):
            self._note_pane(OUTLET)
        elif focused is not None and focused.id == "rail":
            self._note_pane(RAIL)

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

    def open_rail(self) -> None:
        """Give the rail room; whoever fills it has to put it there."""
        self.wants_rail = True
        self._fit_rail()

    def show_rail(self) -> None:
        """Go to the rail, which is open."""
        self.show(RAIL)

    def close_rail(self) -> None:
        """Close the rail, and go back to the pane that had the keys before."""
        self.wants_rail = False
        self._fit_rail()
        self.show(self._before_rail)

    def _fit_rail(self) -> None:
        self.follow_window()
        self.fit()

    def leave_rail(self) -> None:
        """Go to the list; where the rail hides it, close the rail."""
        if self.has_rail and not self._is_rail_beside:
            self.wants_rail = False
            self._fit_rail()
        self.show(LIST)

    @property
    def current(self) -> int:
        """The pane that has the keys, or had them last."""
        return self._pane

    @property
    def can_step_back(self) -> bool:
        """Whether there is a step back towards the whole list."""
        return self.is_zoomed or self._pane != LIST

    @property
    def steps_back_first(self) -> bool:
        """Whether the key that leaves goes back to the list first: one pane is shown at a time, and it is another."""
        return self.can_step_back and (self.is_zoomed or self._screen.app.size.width < MEDIUM)

    def step_back(self) -> bool:
        """Go one step back towards the whole list; return False where the keys are there already."""
        if self.is_zoomed:
            self._screen.remove_class("-zoomed")
            return True
        if self._pane == LIST:
            return False
        if self._pane == RAIL:
            self.leave_rail()
        else:
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
        if self.has_rail and self._is_rail_beside:
            panes.insert(0, RAIL)
        self.show(panes[(panes.index(self._pane if self._pane in panes else LIST) + step) % len(panes)])

    def _note_pane(self, pane: int) -> None:
        if pane == OUTLET != self._pane:
            self._before_outlet = self._pane
        if pane == RAIL != self._pane:
            self._before_rail = self._pane
        self._pane = pane
        self._screen.set_class(pane == RAIL, f"-pane-{RAIL}")
        if pane != RAIL:  # beside it stays what was there
            for each in _PANES:
                self._screen.set_class(each == pane, f"-pane-{each}")

"""How wide the panes are: as the window and the user want it, at once and with every change of either."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from textual import on
from textual.containers import Vertical
from textual.screen import Screen

from newsreader.ui.main.pane_widths import MEDIUM, WIDE, PaneWidths, pane_widths
from newsreader.ui.main.panes import PaneActions
from newsreader.ui.widgets.outlet_sidebar import OutletSidebar
from newsreader.ui.widgets.pane_border import PaneBorder

_BREAKPOINTS: Final = [(0, "-narrow"), (MEDIUM, "-medium"), (WIDE, "-wide")]
_STEP: Final = 2
"""Columns by which a key makes a pane wider or narrower."""


class PaneSizeActions(PaneActions, Screen[None]):
    """Gives the panes their widths. What the user wants is kept as it is where the window has no room for it."""

    HORIZONTAL_BREAKPOINTS = _BREAKPOINTS

    _text_width: int
    wanted_widths = PaneWidths()
    """What the user wants; 0 is for what the program thinks best."""

    def on_resize(self) -> None:
        """Follow the window."""
        self.fit_panes()

    def on_screen_resume(self) -> None:
        """Follow the window, whatever became of it while something lay over the panes."""
        self.note_window()
        self.fit_panes()

    def note_window(self) -> None:
        """Tell the style sheet how wide the window is."""
        columns = self.app.size.width
        name = next(name for least, name in reversed(_BREAKPOINTS) if columns >= least)
        self.update_classes({each: each == name for _, each in _BREAKPOINTS}, animate=False)

    @property
    def is_wide(self) -> bool:
        """Whether all panes have room beside each other."""
        return self.app.size.width >= WIDE

    @property
    def _widths(self) -> PaneWidths:
        """The widths that the panes have, where there is more than one at a time."""
        has_sidebar = self.is_wide and not self.is_sidebar_shut
        return pane_widths(self.app.size.width, self._text_width, self.wanted_widths, has_sidebar=has_sidebar)

    def fit_panes(self) -> None:
        """Give every pane the width that it is to have in this window."""
        columns = self.app.size.width
        widths = self._widths if columns >= MEDIUM else None
        self.query_one("#list-pane", Vertical).styles.width = widths.list if widths else "1fr"
        self.query_one(OutletSidebar).styles.width = widths.sidebar if widths and widths.sidebar else "1fr"

    def want_widths(self, wanted: PaneWidths) -> None:
        """Have the panes as wide as that, as far as there is room."""
        self.wanted_widths = wanted
        self.fit_panes()

    def action_narrow_pane(self) -> None:
        """Make the sidebar narrower where it has the keys, else the list."""
        self._widen(-_STEP)

    def action_widen_pane(self) -> None:
        """Make the sidebar wider where it has the keys, else the list."""
        self._widen(_STEP)

    def _widen(self, step: int) -> None:
        if self.app.size.width < MEDIUM or self.has_class("-zoomed"):
            return
        now = self._widths
        if not self.is_outlet_pane:
            self._want(list=now.list + step)
        elif now.sidebar:
            self._want(sidebar=now.sidebar + step)
        else:  # it stands beside the list alone
            self._want(list=now.list - step)

    def _want(self, **wanted: int) -> None:
        """Change what is wanted, to no more than there is room for now."""
        self.wanted_widths = replace(self.wanted_widths, **wanted)
        given = self._widths
        self.want_widths(replace(self.wanted_widths, **{name: getattr(given, name) for name in wanted}))

    @on(PaneBorder.Dragged, "#list-border")
    def _list_border_dragged(self, event: PaneBorder.Dragged) -> None:
        self._want(list=max(event.column, 1))

    @on(PaneBorder.Dragged, "#outlet-border")
    def _outlet_border_dragged(self, event: PaneBorder.Dragged) -> None:
        self._want(sidebar=max(self.app.size.width - event.column - 1, 1))

    @on(PaneBorder.LetGo, "#list-border")
    def _list_border_let_go(self) -> None:
        self.want_widths(replace(self.wanted_widths, list=0))

    @on(PaneBorder.LetGo, "#outlet-border")
    def _outlet_border_let_go(self) -> None:
        self.want_widths(replace(self.wanted_widths, sidebar=0))

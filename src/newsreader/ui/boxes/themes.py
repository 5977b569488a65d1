"""The themes screen: the reader behind it has the theme at the cursor; Esc gives it back the one it had."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.content import Content
from textual.theme import Theme
from textual.timer import Timer

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.ui.boxes.narrowing import Found
from newsreader.ui.boxes.picker import PickerScreen
from newsreader.ui.widgets.choice_list import Choice, ChoiceList

_REST: Final = 0.06
"""Seconds nothing changes in the list before the theme at its cursor is shown: longer than between held keys."""
_USED: Final = Content.styled("✓ ", "bold $success")
_UNUSED: Final = Content("  ")


class ThemesScreen(PickerScreen[str]):
    """All `themes` by their names; leaves with the name of the one to use, `used` is the one in use."""

    PLACEHOLDER: ClassVar[str] = "a theme"
    PICKING: ClassVar[str] = "uses it"
    NO_HIT: ClassVar[str] = "No theme fits."

    def __init__(self, themes: Mapping[str, Theme], used: str, keymap: Keymap = DEFAULT_KEYMAP) -> None:
        self._themes = list(themes.values())
        self._used = used
        self._rest: Timer | None = None
        super().__init__("Themes", [theme.name for theme in self._themes], keymap)

    def on_mount(self) -> None:
        """Show the theme at the cursor wherever it goes."""
        self.watch(self.query_one(ChoiceList), "cursor", self._show_soon, init=False)

    def find(self, typed: str) -> Found:
        """The themes that fit; the cursor is on the one in use until something is typed."""
        found = super().find(typed)
        if typed.strip():
            return found
        names = [self._themes[number].name for number in found.numbers]
        return Found(found.numbers, names.index(self._used) if self._used in names else 0)

    def reload(self) -> None:
        """List the themes that fit, and show the one at the cursor."""
        super().reload()
        self._show_soon()

    def choice(self, number: int) -> Choice:
        """A theme, and whether it is dark or light."""
        theme = self._themes[number]
        return Choice(theme.name, "dark" if theme.dark else "light", _USED if theme.name == self._used else _UNUSED)

    def chosen(self, number: int) -> None:
        """Leave with the theme."""
        self._forget_timer()
        self.leave(self._themes[number].name)

    def close(self) -> None:
        """Leave with all colours as they were."""
        self._forget_timer()
        self._show(self._used)
        super().close()

    def _show_soon(self) -> None:
        self._forget_timer()
        self._rest = self.set_timer(_REST, self._show_current)

    def _show_current(self) -> None:
        """Show the theme at the cursor; where no theme fits, the one in use."""
        current = self.query_one(ChoiceList).current
        self._show(self._used if current is None else self._themes[current].name)

    def _show(self, name: str) -> None:
        if self.is_active and self.app.theme != name:
            self.app.theme = name

    def _forget_timer(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None

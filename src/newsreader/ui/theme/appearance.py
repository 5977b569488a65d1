"""How the program looks in the terminal at hand: its themes, colours and characters."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path
from typing import Final

from textual.app import App
from textual.theme import Theme

from newsreader.errors import Problem
from newsreader.text import clean_line
from newsreader.ui.terminal.line_filters import set_line_filters
from newsreader.ui.theme.builtin import OWN_THEMES, OWN_THEMES_OF_16, complete_variables

_OWN_NAMES: Final = frozenset(own.name for own in OWN_THEMES)
_FEW_COLORS: Final = ("standard", "windows")
"""The names Rich has for terminals of sixteen colours."""


class AppearanceApp(App[None]):
    """An app that looks as its user and terminal have it.

    `picked` is the name of the theme that the user picked in the reader, `theme` that of the config; the first that is
    there counts. `theme_folder` is where the user's own ones are; `ascii` says whether only 7-bit characters are
    written, None that the locale decides.
    """

    _is_dressed = False
    """Whether the theme is the user's, not the one with which Textual begins."""

    def __init__(self, picked: str, theme: str, theme_folder: Path | None, ascii: bool | None) -> None:
        super().__init__()
        self._given_colors: dict[str, frozenset[str]] = {}
        self.appearance_problems: list[Problem | str] = []
        """What is wrong with the looks that the user asked for."""
        for own in OWN_THEMES_OF_16 if self.console.color_system in _FEW_COLORS else OWN_THEMES:
            self.register_theme(own)
        if theme_folder is not None and theme_folder.exists():
            self._register_user_themes(theme_folder)
        self._is_dressed = True
        names = (picked, theme, OWN_THEMES[0].name)
        self._begin_with(next(name for name in names if name in self.available_themes))
        self.stylesheet.set_variables(self.get_css_variables())  # Textual does so only where the theme is another
        if theme not in self.available_themes:
            self.appearance_problems.append(self._no_such_theme(theme))
        set_line_filters(self, ascii)

    def _begin_with(self, name: str) -> None:
        """Set the first theme. A change of the theme would have the style sheet read twice before the first paint."""
        theme, first = self.available_themes[name], self.current_theme
        if (theme.dark, theme.ansi) == (first.dark, first.ansi):  # classes and colour filter are right as they are
            self.set_reactive(App.theme, name)
            self.add_class(f"-theme-{name}")
        else:
            self.theme = name

    def _register_user_themes(self, folder: Path) -> None:
        from newsreader.ui.theme.user import read_user_themes  # most users have none

        read = read_user_themes(folder, self.available_themes)
        self.appearance_problems += read.problems
        for each in read.themes:
            self.register_theme(each.theme)
            self._given_colors[each.theme.name] = each.given

    def _no_such_theme(self, name: str) -> str:
        near = get_close_matches(name, self.available_themes, n=1)
        fix = f'Did you mean "{near[0]}"?' if near else f'"{self.theme}" is used; “Theme” in the palette lists all.'
        return f'There is no theme "{clean_line(name, 40)}". {fix}'

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, with the program's own ones where the theme knows nothing of them."""
        known = super().get_css_variables()
        if not self._is_dressed:
            return known
        theme = self.current_theme
        if theme.name not in _OWN_NAMES:
            known = complete_variables(known, theme, self._given_colors.get(theme.name, frozenset()))
        if self.no_color:
            from newsreader.ui.terminal.no_color import GROUNDS

            known = {**known, **GROUNDS}
        self.theme_variables = known
        return known

    @property
    def themes(self) -> dict[str, Theme]:
        """All themes by name: the program's own, those of the user, then the others."""
        users = sorted(self._given_colors)
        first = dict.fromkeys((*(own.name for own in OWN_THEMES), *users))
        others = sorted(set(self.available_themes) - set(first))
        return {name: self.available_themes[name] for name in (*first, *others)}

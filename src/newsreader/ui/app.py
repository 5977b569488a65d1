"""The application: themes, palette, and the main screen on one reader."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.notifications import SeverityLevel
from textual.screen import Screen

from newsreader.commands import COMMANDS, Place
from newsreader.config import Config, LibraryChoice, LoadedConfig
from newsreader.errors import Problem
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.text import clean_line, clean_text
from newsreader.ui.screens.main import MainScreen
from newsreader.ui.themes import FALLBACK_VARIABLES, OWN_THEMES


class NewsreaderApp(App[None]):
    """The reader in the terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self, reader: Reader, config: Config, *, filter_text: str = "", config_problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__()
        self.reader = reader
        self._config = config
        self._filter_text = filter_text
        self._config_problems = tuple(config_problems)
        self._is_leaving = False
        for theme in OWN_THEMES:
            self.register_theme(theme)
        self.theme = config.theme if config.theme in self.available_themes else OWN_THEMES[0].name

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, with the program's own ones where the theme knows nothing of them."""
        known = super().get_css_variables()
        self.theme_variables = {**{name: known[like] for name, like in FALLBACK_VARIABLES.items()}, **known}
        return self.theme_variables

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice: cleaned, and never taken for markup."""
        super().notify(clean_text(message), title=clean_line(title), severity=severity, timeout=timeout, markup=False)

    def get_default_screen(self) -> Screen[None]:
        """The one screen below all others."""
        self._main = MainScreen(self.reader, self._config, filter_text=self._filter_text)
        return self._main

    def on_ready(self) -> None:
        """Have the memory looked after, which is left alone while the program starts; what was imported stays."""
        gc.freeze()
        gc.enable()

    def on_mount(self) -> None:
        """Leave in order when told to, and say what is wrong with the config, all in one notice."""
        if not self.is_headless:
            self._leave_on_signals()
        problems = [str(problem) for problem in self._config_problems]
        if self._config.theme not in self.available_themes:
            problems.append(f'There is no theme "{self._config.theme}".')
        problems += self._main.take_config_views(self._config.views)
        if problems:
            self.notify("\n".join(problems), title="Config", severity="warning", timeout=20, markup=False)

    def _leave_on_signals(self) -> None:
        """Give the terminal back before the program ends, also where somebody else ends it."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):  # Windows has no such handlers
                    leave = partial(self._leave, 128 + number)
                    asyncio.get_running_loop().add_signal_handler(number, leave)

    def _leave(self, code: int) -> None:
        """Leave once all marks are on the disk; who is told a second time does not wait for them."""
        leave = partial(self.exit, return_code=code)
        if self._is_leaving:
            leave()
        else:
            self._is_leaving = True
            self._main.after_marking(leave)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: the reader's own commands, then the theme."""
        if isinstance(screen, MainScreen):
            for command in COMMANDS:
                if command.in_palette and command.place is Place.READER:
                    yield SystemCommand(command.title, command.help, partial(screen.run_action, command.action))
            for view in screen.views:
                title = clean_line(f"View: {view.name}")
                yield SystemCommand(title, clean_line(view.filter) or "every story", partial(screen.show_view, view))
        yield SystemCommand("Theme", "Change the colours", self.action_change_theme)


def run_reader(choice: LibraryChoice, config: LoadedConfig, paths: Paths, filter_text: str) -> int:
    """Open the library in the terminal until the user leaves; returns the exit code."""
    reader = Reader(choice.root, paths, is_sample=choice.is_sample)
    try:
        app = NewsreaderApp(reader, config.config, filter_text=filter_text, config_problems=config.problems)
        app.run()
        return app.return_code or 0
    finally:
        reader.close()

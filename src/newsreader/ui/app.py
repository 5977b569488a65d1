"""The application: themes, palette, and the main screen on one reader."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterable
from contextlib import suppress
from difflib import get_close_matches
from functools import partial
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingsMap
from textual.command import Provider
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


def _reader_commands() -> type[Provider]:
    from newsreader.ui.palette import ReaderCommands  # not before the palette is opened

    return ReaderCommands


class NewsreaderApp(App[None]):
    """The reader in the terminal. All keys are those of its screens; Ctrl+c tells which of them leaves it."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_reader_commands}

    def __init__(
        self, reader: Reader, config: Config, *, filter_text: str = "", config_problems: Iterable[Problem] = ()
    ) -> None:
        super().__init__()
        self._bindings = BindingsMap([Binding("ctrl+c", "help_quit", show=False, system=True)])
        self.reader = reader
        self._config = config
        self._filter_text = filter_text
        self._config_problems = tuple(config_problems)
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

    def action_help_quit(self) -> None:
        """Say how to leave: Ctrl+c copies what is selected."""
        self.notify(f"{self._config.keys.shown('quit')} leaves the reader.", title="Still here", markup=False)

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
            near = get_close_matches(self._config.theme, self.available_themes, n=1)
            mend = f'Did you mean "{near[0]}"?' if near else "“Theme” in the palette lists them."
            problems.append(f'There is no theme "{self._config.theme}". {mend}')
        problems += self._main.take_config_views(self._config.views)
        if problems:
            self.notify("\n".join(problems), title="Config", severity="warning", timeout=20, markup=False)

    def _leave_on_signals(self) -> None:
        """Give the terminal back before the program ends, also where somebody else ends it."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                with suppress(NotImplementedError):  # Windows has no such handlers
                    leave = partial(self.exit, return_code=128 + number)
                    asyncio.get_running_loop().add_signal_handler(number, leave)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette: the reader's own commands, then the theme."""
        if isinstance(screen, MainScreen):
            for command in COMMANDS:
                if command.in_palette and command.place is Place.READER:
                    keys = self._config.keys.every(command.name)
                    help_text = f"{command.help} ({keys})" if keys else command.help
                    yield SystemCommand(command.title, help_text, partial(screen.run_action, command.action))
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

"""The application: themes, signals, and the main screen on one reader."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from rich.console import RenderableType
from textual import events
from textual.app import ScreenStackError
from textual.binding import Binding
from textual.driver import Driver
from textual.errors import NoWidget
from textual.filter import LineFilter
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import AwaitMount

from newsreader.config import Config, LibraryChoice, LoadedConfig
from newsreader.errors import Problem
from newsreader.keys.keymap import Keymap
from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.reader.muting import understood
from newsreader.session import SessionStore
from newsreader.text import clean_line, clean_text
from newsreader.ui.bindings import bind_alone
from newsreader.ui.garbage import IdleCollector
from newsreader.ui.keyed_app import KeyedApp
from newsreader.ui.last_words import keep_the_rest, save_session
from newsreader.ui.main.screen import MainScreen
from newsreader.ui.notices import Notices
from newsreader.ui.terminal.crashing import CRASHED, CrashingApp, Faults, suspend_job, tell, tell_crash
from newsreader.ui.terminal.cursor import FollowedApp
from newsreader.ui.terminal.graphemes import AgreedWidths
from newsreader.ui.terminal.leaving import ignore_signals, leave_on_signals
from newsreader.ui.terminal.let_go import let_go_of_strips
from newsreader.ui.terminal.threads import BoundedThreads, end_now
from newsreader.ui.theme.appearance import AppearanceApp

CLIPBOARD_LIMIT: Final = 64_000
"""Most bytes that are put on the clipboard."""
_LONGEST_TOLD: Final = 200
_UNTIL_CLOSED: Final = 7 * 24 * 3600.0
"""Seconds for which an error stays that nobody closes: longer than a reader is open."""
_BETWEEN_TRIES: Final = 0.01
"""Seconds until the end is tried again that has to wait for a box to open."""
_STUCK: Final = "The library's files did not answer, so newsreader has ended without waiting for them."


class NewsreaderApp(AppearanceApp, FollowedApp, CrashingApp, KeyedApp):
    """The reader in the terminal. All keys are those of its screens; Ctrl+c tells which of them leaves it."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = False

    def __init__(
        self,
        reader: Reader,
        config: Config,
        *,
        filter_text: str | None = None,
        config_problems: Iterable[Problem] = (),
        config_notes: Iterable[Problem] = (),
        theme_folder: Path | None = None,
        store: SessionStore | None = None,
        faults: Faults | None = None,
    ) -> None:
        let_go_of_strips()
        self._store = store or SessionStore()
        super().__init__(self._theme_of_last_session(config), config.theme, theme_folder, config.ascii)
        bind_alone(self, Binding("ctrl+c", "help_quit", show=False, system=True))
        self.faults = faults or self.faults
        self._code = 0
        show_box = partial(super().notify, severity="error", timeout=_UNTIL_CLOSED, markup=False)
        self._notices = Notices(self, lambda: self._main.board, lambda text, title: show_box(text, title=title))
        self.threads = BoundedThreads()
        self._garbage = IdleCollector(self)
        self.reader = reader
        self._config = config
        self._agreed_widths = AgreedWidths()
        self._filter_text = filter_text
        self._config_problems = tuple(config_problems)
        self._config_notes = tuple(config_notes)

    def get_driver_class(self) -> type[Driver]:
        """The driver of the terminal: on Linux and macOS one that outlives its terminal."""
        driver = super().get_driver_class()
        if driver.__name__ != "LinuxDriver":
            return driver
        from newsreader.ui.terminal.driver import TerminalDriver  # Windows has not what it needs

        return TerminalDriver

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What the lines go through on their way to the terminal."""
        return [self._agreed_widths, *super().get_line_filters()]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a notice: cleaned, and never taken for markup.

        It is a line until the next key. An error is what must be read, as something may be lost: it gets a box of its
        own until it is closed. Where the program is ending nobody would see it.
        """
        if self._is_ending:
            return
        if severity == "error":
            self._notices.show_error(message, title, f"{self._config.keys.shown('back')} closes this.")
        else:
            self._notices.show(message, title, is_warning=severity == "warning")

    def note_use(self) -> None:
        """Take the notice away: a key does something, and may cause another."""
        self._notices.take_away()

    def take_back(self, message: str, title: str) -> None:
        """Take a notice away that is over, if it is still the one that is shown."""
        self._notices.take_back(message, title)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy `text`, cleaned and not more than `CLIPBOARD_LIMIT` bytes of it, and tell what was copied."""
        encoded = clean_text(text).encode("utf-8", "replace")
        kept = encoded[:CLIPBOARD_LIMIT].decode("utf-8", "ignore")
        super().copy_to_clipboard(kept)
        title = "Copied" if len(encoded) <= CLIPBOARD_LIMIT else f"Copied, but only the first {len(kept):,} characters"
        self.notify(clean_line(kept, _LONGEST_TOLD), title=title, markup=False)

    @property
    def first_screen(self) -> MainScreen | None:
        """The screen below all others; None until there is one, as where a fault comes before."""
        return getattr(self, "_main", None)

    def get_default_screen(self) -> Screen[None]:
        """The one screen below all others."""
        self._main = MainScreen(self, self.reader, self._config, filter_text=self._filter_text, store=self._store)
        return self._main

    def action_help_quit(self) -> None:
        """Say how to leave to those who press Ctrl+C with nothing selected that it could copy."""
        how = f"{self._config.keys.shown('quit')} leaves the reader."
        self.notify(f"Ctrl+C copies text that the mouse has selected. {how}", title="Nothing is selected", markup=False)

    def on_ready(self) -> None:
        """Have the memory looked after, which is left alone while the program starts; what was imported stays."""
        self._garbage.begin()

    def on_load(self) -> None:
        """Leave in order when told to, from before the terminal is taken; and wait for no thread for ever."""
        asyncio.get_running_loop().set_default_executor(self.threads)
        if not self.is_headless:
            leave_on_signals(self.leave)

    def on_mount(self) -> None:
        """Say what is wrong with the config, or what is written in another way now, in one notice."""
        self.app_resume_signal.subscribe(self, lambda _: self.screen.refresh(layout=True))
        problems = [str(problem) for problem in (*self._config_problems, *self.appearance_problems)]
        problems += self._main.views.set_config_views(self._config.views)
        problems += map(str, understood(self._config.mute, self.reader.today())[1])
        told = problems or [str(note) for note in self._config_notes]
        if told:
            noun = "problems" if problems else "changes"
            more = f"{len(told)} {noun} (newsreader doctor tells all), the first: " if len(told) > 1 else ""
            self.notify(f"{more}{told[0]}", title="Config", severity="warning", markup=False)

    def _theme_of_last_session(self, config: Config) -> str:
        """The theme that was picked the last time, unless the config has got another since; "" where none was."""
        session = self._store.session
        return session.theme if session.config_theme == config.theme else ""

    def followed(self, command: str) -> None:
        """Take note that the user has used a command: a hint that teaches it need not be shown again."""
        self._main.session.followed(command)
        self._main.footer.follow()

    def action_failed(self, error: Exception) -> None:
        """Report the fault of an action; reading goes on without what it was to bring."""
        self._main.faults.report(error)

    async def pick_theme(self, keymap: Keymap) -> None:
        """Change the colours to a theme that the user picks, and take note of it."""
        from newsreader.ui.boxes.themes import ThemesScreen

        name = await self.ask(ThemesScreen(self.themes, self.theme, keymap))
        if name is not None:
            self.theme = name
            self._store.change(theme=name, config_theme=self._config.theme)

    async def on_event(self, event: events.Event) -> None:
        """Take no notice of a mouse that is on nothing, as after the window has become smaller.

        Otherwise a click there would take the keys from whatever has them, and a box could not be closed any more.
        """
        if isinstance(event, events.MouseEvent) and not event.is_forwarded and not self._is_on_anything(event):
            return
        if isinstance(event, events.InputEvent):
            self._garbage.note_input()
        if isinstance(event, events.MouseDown) and not event.is_forwarded:
            self.note_use()
        await super().on_event(event)

    def _is_on_anything(self, event: events.MouseEvent) -> bool:
        """Whether a mouse is over a widget, or was caught by one."""
        if self.mouse_captured is not None:
            return True
        try:
            widget, _ = self.screen.get_widget_at(event.x, event.y)
        except (ScreenStackError, NoWidget):
            return False
        return widget.parent is not None  # one that was removed is found at its place until the next layout

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the program, whoever wants it first; what is to be remembered is noted as long as it is there.

        A box that is just opening comes to be there before: from then on the framework would leave it empty.
        """
        if self._is_ending:
            return
        if not all(screen.is_mounted for screen in self.screen_stack):
            # Not as a message: one that posts itself again keeps the loop from what the box is waiting for.
            self.set_timer(_BETWEEN_TRIES, partial(self.exit, result, return_code, message))
            return
        self.is_leaving = self._is_ending = True
        self._main.session.end()
        super().exit(result, return_code, message)

    def push_screen(self, *arguments: Any, **named: Any) -> Any:
        """Show a screen, but none once the program ends: a late answer of a worker may ask for one.

        The framework would leave it empty.
        """
        if self._is_ending:
            return AwaitMount(self.screen, [])
        return super().push_screen(*arguments, **named)

    def leave(self, code: int = 0) -> None:
        """Leave once all marks and an open note are on the disk; who is told a second time does not wait for them.

        What was told first decides the exit code.
        """
        if self.is_leaving:
            self.exit(return_code=self._code)
        elif not self.screen_stack:
            self.call_later(self.leave, code)  # to end is told while the reader begins
        else:
            self.is_leaving = True
            self._code = code
            self.call_later(self._begin_to_leave, code)  # a signal comes without the context of the app

    def _begin_to_leave(self, code: int) -> None:
        self.keys.put(partial(self._main.way_out.leave, code))  # behind what was typed before, as into a note

    def action_suspend_process(self) -> None:
        """Give the terminal to the shell until that brings the reader back; only a terminal's own driver can."""
        suspend_job(self)


def run_reader(choice: LibraryChoice, config: LoadedConfig, paths: Paths, filter_text: str | None) -> int:
    """Open the library in the terminal until the user leaves; returns the exit code."""
    reader = Reader(choice.root, paths, is_sample=choice.is_sample, mute=config.config.mute)
    store = SessionStore(paths.session_file)
    faults = Faults()
    app: NewsreaderApp | None = None
    code = CRASHED
    try:
        with faults:
            app = NewsreaderApp(
                reader,
                config.config,
                filter_text=filter_text,
                config_problems=config.problems,
                config_notes=config.notes,
                theme_folder=paths.theme_folder,
                store=store,
                faults=faults,
            )
            app.run()
            code = app.return_code or 0
        return code
    finally:
        save_session(store)
        main = app.first_screen if app is not None else None
        last_words = keep_the_rest(main, app.threads, reader) if app is not None and main is not None else ""
        is_stuck = app is not None and app.threads.is_busy
        if not is_stuck:
            reader.close()
        if faults.all:
            tell_crash(faults.all, last_words)
        elif last_words:
            tell(last_words)
        ignore_signals()
        if is_stuck:
            tell(_STUCK)
            end_now(code)

"""Finding commands: the palette, which runs one by name, and the help, which shows the keys of all."""

from __future__ import annotations

import signal
from collections.abc import Callable

from textual.screen import Screen

from newsreader.keys.commands import COMMANDS, Command, KeyContext
from newsreader.keys.keymap import Keymap
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.views import Views


class CommandFinder:
    """Opens palette and help. `run` starts the command of a name."""

    def __init__(
        self, screen: Screen[None], asker: Asker, keymap: Keymap, views: Views, run: Callable[[str], None]
    ) -> None:
        self._screen = screen
        self._asker = asker
        self._keymap = keymap
        self._views = views
        self._run = run

    @property
    def _has_shell(self) -> bool:
        """Whether there may be a shell to go back to."""
        return hasattr(signal, "SIGTSTP") and not self._screen.app.is_web

    async def show_help(self) -> None:
        """Show all keys and the filter language."""
        from newsreader.ui.boxes.help import HelpScreen

        await self._asker.ask(HelpScreen(self._keymap, has_shell=self._has_shell))

    async def open_palette(self) -> None:
        """Run a command, or show a view, that is found by its name."""
        from newsreader.ui.boxes.palette import PaletteScreen

        everywhere = (each for each in COMMANDS if each.in_palette and each.place is KeyContext.READER)
        offered = [each for each in everywhere if self._has_shell or not each.needs_shell]
        offer = await self._asker.ask(
            PaletteScreen(offered, self._views.all, self._keymap, view_keys=self._views.keys_shown())
        )
        if isinstance(offer, Command):
            self._run(offer.name)
        elif offer is not None:
            await self._views.show(offer)

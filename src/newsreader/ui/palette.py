"""What the palette finds: commands with their keys, and views. Names of views come from outside: none is markup."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import SystemCommand
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from newsreader.ui.safe import line


class ReaderCommands(Provider):
    """Finds what the app offers by its title."""

    async def discover(self) -> Hits:
        """Everything, in the order of the titles."""
        for title, help_text, callback, _ in sorted(self._offered(), key=lambda command: command.title):
            yield DiscoveryHit(_drawn(line(title), help_text), callback, text=title)

    async def search(self, query: str) -> Hits:
        """What fits the letters that were typed, which are marked in its title."""
        matcher = self.matcher(query)
        for title, help_text, callback, _ in self._offered():
            score, places = matcher.fuzzy_search.match(query, title)
            if score > 0:
                marked = line(title)
                for place in places:
                    marked = marked.stylize(self.match_style or "underline", place, place + 1)
                yield Hit(score, _drawn(marked, help_text), callback, text=title)

    def _offered(self) -> Iterable[SystemCommand]:
        return self.app.get_system_commands(self.screen)


def _drawn(title: Content, help_text: str) -> Content:
    """The title, and below it what it does."""
    return Content.assemble(title, "\n", line(help_text, "$quiet"))

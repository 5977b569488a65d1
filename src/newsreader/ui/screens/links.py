"""Opening and copying links."""

from __future__ import annotations

import asyncio

from textual import work
from textual.screen import Screen

from newsreader.links import Link, LinkRefusedError, checked_link
from newsreader.store.records import StoredStory
from newsreader.text import clean_line
from newsreader.ui.opener import browser_command, open_link


class LinkActions(Screen[None]):
    """What can be done with the links of the story that is shown."""

    stored: StoredStory | None = None

    def load_story(self) -> None:
        """Show the story at the cursor, which may be some way behind."""
        raise NotImplementedError

    def action_open_original(self) -> None:
        """Open the original of the story."""
        self.load_story()
        original = self.stored.story.original if self.stored else None
        self._open(
            original.url if original else "",
            "This story has no link to its original. Its file can have one, under original: url:",
        )

    def action_open_website(self) -> None:
        """Open the website of the outlet."""
        self.load_story()
        outlet = self.stored.story.outlet if self.stored else None
        self._open(
            outlet.website if outlet else "",
            "The website of this outlet is not known. outlets.yaml can have it, under website:",
        )

    def action_copy_link(self) -> None:
        """Copy the link of the original, or of the outlet's website where there is none."""
        self.load_story()
        if self.stored is None:
            return
        story = self.stored.story
        url = (story.original.url if story.original else "") or (story.outlet.website if story.outlet else "")
        link = self._checked(url, "This story has no link to copy. Its file can have one, under original: url:")
        if link is not None:
            self.app.copy_to_clipboard(clean_line(link.url))
            self.notify(clean_line(link.url), title="Copied", markup=False)

    def _open(self, url: str, missing: str) -> None:
        link = self._checked(url, missing)
        if link is None:
            return
        command = browser_command()
        if command is None:
            self.app.copy_to_clipboard(clean_line(link.url))
            self.notify(
                clean_line(link.url), title="No browser to open here; the address is copied", timeout=15, markup=False
            )
            return
        self.notify(link.host, title="Opening", markup=False)
        self._start_browser(link, command)

    @work(group="links", exit_on_error=False)
    async def _start_browser(self, link: Link, command: list[str]) -> None:
        try:
            await asyncio.to_thread(open_link, link, command)
        except OSError as error:
            self.notify(
                f"{clean_line(str(error))}. The address is {clean_line(link.url)}",
                title="The browser could not be started",
                severity="error",
                markup=False,
            )

    def _checked(self, url: str, missing: str) -> Link | None:
        if not url:
            self.notify(missing, markup=False)
            return None
        try:
            return checked_link(url)
        except LinkRefusedError as error:
            self.notify(
                f"{error} Mend it in the library's files: {clean_line(url, 200)}",
                title="Not opened",
                severity="error",
                markup=False,
            )
            return None

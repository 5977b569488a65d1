"""Opening and copying links."""

from __future__ import annotations

import asyncio
from typing import Final

from textual import work
from textual.screen import Screen

from newsreader.keymap import Keymap
from newsreader.links import Link, LinkRefusedError, checked_link, leads_elsewhere
from newsreader.store.records import StoredStory
from newsreader.text import clean_line
from newsreader.ui.opener import browser_command, open_link
from newsreader.ui.story.page import LinkTarget
from newsreader.ui.story.text_links import story_links
from newsreader.ui.widgets.story_view import StoryView

_LONGEST_WORDS: Final = 80


class LinkActions(Screen[None]):
    """What can be done with the links of the story that is shown."""

    stored: StoredStory | None = None
    keymap: Keymap

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

    def action_show_links(self) -> None:
        """List all links of the story, to open or copy one of them."""
        from newsreader.ui.screens.link_list import LinksScreen

        self.load_story()
        if self.stored is None:
            return

        def chosen(target: LinkTarget | None) -> None:
            if target is not None:
                self.open_target(target)

        self.app.push_screen(
            LinksScreen(story_links(self.stored.story, self.query_one(StoryView).page.targets), self.keymap), chosen
        )

    def open_target(self, target: LinkTarget) -> None:
        """Open a link of the text; one whose words name another host only after the user said yes."""
        link = self._checked(target.url, "This link is empty.")
        if link is None:
            return
        if not leads_elsewhere(link, target.text):
            self._open(target.url, "")
            return
        from newsreader.ui.screens.confirm import ConfirmScreen

        def answered(is_yes: bool | None) -> None:
            if is_yes:
                self._open(target.url, "")

        words = clean_line(target.text, _LONGEST_WORDS)
        self.app.push_screen(
            ConfirmScreen(f"The link says “{words}” but leads to {link.host}. Open it?", "Open", self.keymap), answered
        )

    def _open(self, url: str, missing: str) -> None:
        link = self._checked(url, missing)
        if link is None:
            return
        if self.app.is_web:
            self.app.open_url(link.url)
            return
        command = browser_command()
        if command is None:
            self.notify("The address is copied instead.", title="No browser to open here", timeout=15, markup=False)
            self.app.copy_to_clipboard(clean_line(link.url))
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

"""Opening and copying links."""

from __future__ import annotations

import asyncio
from typing import Final

from textual import on, work
from textual.app import SuspendNotSupported
from textual.message import Message
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.links import Link, LinkRefusedError, checked_link, leads_elsewhere
from newsreader.records import StoredStory
from newsreader.text import clean_line
from newsreader.ui.story.page import LinkTarget
from newsreader.ui.story.text_links import story_links
from newsreader.ui.terminal.opener import Browser, BrowserRefusedError, find_browser, open_in_terminal, open_in_window
from newsreader.ui.widgets.story_view import StoryView

_LONGEST_WORDS: Final = 80


class LinkActions(Screen[None]):
    """What can be done with the links of the story that is shown."""

    stored: StoredStory | None = None
    keymap: Keymap

    class NotOpened(Message):
        """A browser ended without having opened an address."""

        def __init__(self, link: Link) -> None:
            super().__init__()
            self.link = link

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
        from newsreader.ui.boxes.links import LinksScreen

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
        from newsreader.ui.boxes.confirm import ConfirmScreen

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
        try:
            browser = find_browser()
        except BrowserRefusedError as error:
            self._copy_instead(link, str(error))
            return
        if browser is None:
            self._copy_instead(link, "No browser to open here")
            return
        self.notify(link.host, title="Opening", markup=False)
        if browser.is_in_terminal:
            self.call_after_refresh(self._lend_terminal, link, browser)
        else:
            self._start_browser(link, browser)

    @work(group="links", exit_on_error=False)
    async def _start_browser(self, link: Link, browser: Browser) -> None:
        def failed() -> None:
            self.post_message(self.NotOpened(link))

        try:
            await asyncio.to_thread(open_in_window, link, browser, failed)
        except OSError as error:
            self._copy_instead(link, _not_started(error))

    def _lend_terminal(self, link: Link, browser: Browser) -> None:
        """Let a browser have the terminal; nothing is read or drawn before it gives it back."""
        try:
            with self.app.suspend():
                is_well = open_in_terminal(link, browser)
        except SuspendNotSupported:
            self._copy_instead(link, "The terminal can't be lent to a browser")
        except OSError as error:
            self._copy_instead(link, _not_started(error))
        else:
            if not is_well:
                self.post_message(self.NotOpened(link))

    @on(NotOpened)
    def _not_opened(self, event: NotOpened) -> None:
        self._copy_instead(event.link, "The browser failed")

    def _copy_instead(self, link: Link, reason: str) -> None:
        self.notify("The address is copied instead.", title=reason, severity="warning", timeout=15, markup=False)
        self.app.copy_to_clipboard(clean_line(link.url))

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


def _not_started(error: OSError) -> str:
    return f"The browser could not be started ({clean_line(error.strerror or str(error))})"

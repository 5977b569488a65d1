"""Opening and copying links."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any, Final

from textual.app import App, SuspendNotSupported
from textual.screen import Screen

from newsreader.keys.keymap import Keymap
from newsreader.links import Link, LinkRefusedError, checked_link, leads_elsewhere
from newsreader.text import clean_line
from newsreader.ui.boxes.box import Asker
from newsreader.ui.main.background import run_in_background
from newsreader.ui.main.story import StoryPane
from newsreader.ui.story.page import LinkTarget
from newsreader.ui.story.text_links import story_links
from newsreader.ui.terminal.lending import lend_terminal
from newsreader.ui.terminal.opener import Browser, BrowserRefusedError, find_browser, open_in_terminal, open_in_window

_LONGEST_WORDS: Final = 80


class Links:
    """Does what can be done with the links of the story that is shown."""

    def __init__(self, screen: Screen[None], asker: Asker, keymap: Keymap, story: StoryPane) -> None:
        self._screen = screen
        self._asker = asker
        self._keymap = keymap
        self._story = story

    @property
    def _app(self) -> App[Any]:
        return self._screen.app

    def open_original(self) -> None:
        """Open the original of the story."""
        self._story.load()
        stored = self._story.stored
        original = stored.story.original if stored else None
        self._open(
            original.url if original else "",
            "This story has no link to its original. Its file can have one, under original: url:",
        )

    def open_website(self) -> None:
        """Open the website of the outlet."""
        self._story.load()
        stored = self._story.stored
        outlet = stored.story.outlet if stored else None
        self._open(
            outlet.website if outlet else "",
            "The website of this outlet is not known. outlets.yaml can have it, under website:",
        )

    def copy(self) -> None:
        """Copy the link of the original, or of the outlet's website where there is none."""
        self._story.load()
        if self._story.stored is None:
            return
        story = self._story.stored.story
        url = (story.original.url if story.original else "") or (story.outlet.website if story.outlet else "")
        link = self._checked(url, "This story has no link to copy. Its file can have one, under original: url:")
        if link is not None:
            self._app.copy_to_clipboard(clean_line(link.url))

    async def show(self) -> None:
        """List all links of the story, to open or copy one of them."""
        from newsreader.ui.boxes.links import LinksScreen

        self._story.load()
        if self._story.stored is None:
            return
        links = story_links(self._story.stored.story, self._story.view.page.targets)
        target = await self._asker.ask(LinksScreen(links, self._keymap))
        if target is not None:
            await self.open_target(target)

    async def open_target(self, target: LinkTarget) -> None:
        """Open a link of the text; one whose words name another host only after a yes."""
        link = self._checked(target.url, "This link is empty.")
        if link is None:
            return
        if leads_elsewhere(link, target.text):
            from newsreader.ui.boxes.confirm import ConfirmScreen

            words = clean_line(target.text, _LONGEST_WORDS)
            question = f"The link says “{words}” but leads to {link.host}. Open it?"
            if not await self._asker.ask(ConfirmScreen(question, "Open", self._keymap)):
                return
        self._open(target.url, "")

    def _open(self, url: str, missing: str) -> None:
        link = self._checked(url, missing)
        if link is None:
            return
        if self._app.is_web:
            self._app.open_url(link.url)
            return
        try:
            browser = find_browser()
        except BrowserRefusedError as error:
            self._copy_instead(link, str(error))
            return
        if browser is None:
            self._copy_instead(link, "No browser to open here")
            return
        self._notify(link.host, title="Opening")
        if browser.is_in_terminal:
            self._screen.call_after_refresh(self._lend_terminal, link, browser)
        else:
            run_in_background(self._screen, partial(self._start_browser, link, browser), "links")

    async def _start_browser(self, link: Link, browser: Browser) -> None:
        def failed() -> None:  # called in a thread, long after the browser has started
            self._screen.call_later(self._copy_instead, link, "The browser failed")

        try:
            await asyncio.to_thread(open_in_window, link, browser, failed)
        except OSError as error:
            self._copy_instead(link, _not_started(error))

    def _lend_terminal(self, link: Link, browser: Browser) -> None:
        """Let a browser have the terminal; nothing is read or drawn before it gives it back."""
        try:
            code = lend_terminal(self._app, partial(open_in_terminal, link, browser))
        except SuspendNotSupported:
            self._copy_instead(link, "The terminal can't be lent to a browser")
        except OSError as error:
            self._copy_instead(link, _not_started(error))
        else:
            if code:
                self._copy_instead(link, "The browser failed")

    def _copy_instead(self, link: Link, reason: str) -> None:
        url = clean_line(link.url)
        self._app.copy_to_clipboard(url)
        self._notify(f"The address is copied instead: {url}", title=reason, severity="warning")

    def _checked(self, url: str, missing: str) -> Link | None:
        if not url:
            self._notify(missing)
            return None
        try:
            return checked_link(url)
        except LinkRefusedError as error:
            self._notify(
                f"{error} Fix it in the library's files: {clean_line(url, 200)}", title="Not opened", severity="warning"
            )
            return None

    def _notify(self, message: str, **options: Any) -> None:
        self._screen.notify(message, markup=False, **options)


def _not_started(error: OSError) -> str:
    return f"The browser could not be started ({clean_line(error.strerror or str(error))})"

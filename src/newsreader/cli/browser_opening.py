"""Opening the address of the server in the user's browser, out of sight of the other users of the machine."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from newsreader.cli.output import say
from newsreader.paths import make_private_folder

_PAGE: Final = """\
<!DOCTYPE html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>newsreader</title>
<p><a href="{url}">The reader</a></p>
"""


class BrowserOpening:
    """Opens an address by a page that only the user can read: all users see with which words programs are started."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._page: Path | None = None

    def open(self, url: str) -> None:
        """Open `url` in a graphical browser, if there is one; where it fails the user is told to open it."""
        from newsreader.links import Link
        from newsreader.ui.terminal.opener import BrowserRefusedError, find_browser, open_in_window

        try:
            browser = find_browser()
            if browser is None or browser.is_in_terminal:
                return
            make_private_folder(self._folder)
            descriptor, name = tempfile.mkstemp(suffix=".html", prefix="serve-", dir=self._folder)
            self._page = Path(name)
            with os.fdopen(descriptor, "w", encoding="utf-8") as page:
                page.write(_PAGE.format(url=quote(url, safe=":/?=[]%")))
            open_in_window(Link(self._page.as_uri(), ""), browser, _say_failed)
        except (BrowserRefusedError, OSError):
            _say_failed()

    def forget(self) -> None:
        """Remove the page."""
        if self._page is not None:
            with suppress(OSError):
                self._page.unlink()


def _say_failed() -> None:
    say("The browser could not be started. Open the address in it yourself.")

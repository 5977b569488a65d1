"""Serving the reader to browsers."""

from __future__ import annotations

import os
import sys
import tempfile
from argparse import Namespace
from contextlib import suppress
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from newsreader.cli.output import say
from newsreader.cli.queries import understood
from newsreader.config import choose_library, load_config
from newsreader.errors import UsageError
from newsreader.paths import make_private_folder, user_paths
from newsreader.query import parse_query

REQUIREMENT: Final = "textual-serve>=1.1,<2"
"""What has to be installed for it, as pip takes it."""


def serve(arguments: Namespace) -> int:
    """Serve the reader until the user ends it.

    Raises UsageError where it can't be: not installed, a bad library, filter or address, a port in use.
    """
    filter_text = arguments.filter or ""
    understood(filter_text, lambda text: parse_query(text, date.today(), is_finished=True))
    public_url = _checked_url(arguments.public_url or "")
    paths = user_paths()
    config = load_config(paths.config_file).config
    choose_library(arguments.library, os.environ, config, paths)
    if find_spec("textual_serve") is None:
        raise UsageError(
            "The reader in a browser needs one more package. Install it with:\n"
            f'  {_python()} -m pip install "{REQUIREMENT}"'
        )
    from newsreader.web.doors import is_loopback
    from newsreader.web.enter_key import can_wait_for_enter
    from newsreader.web.server import ReaderServer
    from newsreader.web.visitors import TOKEN

    host, port = arguments.host.strip(), arguments.port
    if not host:
        raise UsageError("--host is empty. Name the address to serve at, as 127.0.0.1, or leave it out.")
    if not is_loopback(host):
        say(f"Others can reach {host}. What they see and type passes the network as it is, unless a proxy encrypts it.")
    address = public_url or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    server = ReaderServer(
        _command(arguments.library, filter_text, rescans=arguments.rescan),
        host=host,
        port=port,
        public_url=public_url,
        sessions=arguments.sessions or config.serve_sessions,
    )
    another = " Enter gives the address for another one." if can_wait_for_enter() else ""
    opens = not arguments.no_browser and sys.stderr.isatty()
    opening = BrowserOpening(paths.cache)

    def announce(token: str) -> None:
        nonlocal opens
        url = f"{address}/?{TOKEN}={token}"
        say(f"The reader is at {url} for one browser, until you press Ctrl+C here.{another}")
        if opens:
            opens = False
            opening.open(url)

    try:
        server.run(announce)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "that is no name of a host"
        raise UsageError(
            f"The reader can't be served at {host}, port {port}: {reason}. "
            "Choose another port with --port, or another address with --host."
        ) from error
    finally:
        opening.forget()
    return 0


def _command(library: str | None, filter_text: str, *, rescans: bool) -> list[str]:
    """Return the command that starts this very program as a reader; nothing of the folder it starts in is imported."""
    words = [sys.executable, "-P", "-m", "newsreader"]
    if library is not None:
        words.append(f"--library={library}")
    if rescans:
        words.append("--rescan")
    return [*words, f"--filter={filter_text}"] if filter_text else words


def _checked_url(text: str) -> str:
    """Return a public address without a slash at its end, "" for none."""
    try:
        parts = urlsplit(text)
        is_good = parts.scheme in ("http", "https") and bool(parts.hostname) and not (parts.query or parts.fragment)
        is_good = is_good and parts.port != 0  # which raises ValueError where it is no number
    except ValueError:
        is_good = False
    if text and not is_good:
        raise UsageError(f'"{text}" is not an address to be served at. Give one such as https://news.example.org')
    return text.rstrip("/")


def _python() -> str:
    return f'"{sys.executable}"' if " " in sys.executable else sys.executable


_PAGE: Final = """\
<!DOCTYPE html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={url}">
<title>newsreader</title>
<p><a href="{url}">The reader</a></p>
"""


class BrowserOpening:
    """Open an address by a page that only the user can read: all users see with which words programs are started."""

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

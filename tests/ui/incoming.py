"""A desk of somebody whose library takes news from a server on this machine."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING

from tests.news.server import FeedServer, Request, answer, fetch_config

from newsreader.paths import Paths, user_paths

if TYPE_CHECKING:
    from tests.ui.conftest import Desk


def let_fetch(desk: Desk, server: FeedServer, more: str = "") -> None:
    """Put the desk's library under the user's own paths, and let the server be reached."""
    desk.paths = user_paths()
    write_config(desk.paths, server, more)


def write_config(paths: Paths, server: FeedServer, more: str = "") -> None:
    """Write a config with which the server may be asked at once."""
    paths.config.mkdir(parents=True, exist_ok=True)
    paths.config_file.write_text(fetch_config(server.host, more), encoding="utf-8")


def subscribe_to(desk: Desk, *urls: str, is_trusted: bool = True) -> None:
    """Write the list of feeds, which are fetched without a question unless it is not trusted."""
    text = "".join(f"- url: {url}\n  name: feed-{number}\n" for number, url in enumerate(urls, 1))
    desk.library.write("feeds.yaml", text)
    if is_trusted:
        run_command(desk, "fetch", "--yes", "--", "feed-1")


def run_command(desk: Desk, *words: str) -> int:
    """Run the program for the desk's library; returns its exit code."""
    command = [sys.executable, "-m", "newsreader", "--library", str(desk.library.root), *words]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False).returncode


class Held:
    """An answer of the server that begins when the test says so."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._let_go = Event()
        self.asked = Event()
        self.dropped = Event()

    def __call__(self, _request: Request) -> AsyncIterator[bytes]:
        return self._parts()

    async def _parts(self) -> AsyncIterator[bytes]:
        self.asked.set()
        await asyncio.to_thread(self._let_go.wait, 60)
        yield answer(self._body)

    def let_go(self) -> None:
        """Let it begin."""
        self._let_go.set()


@contextmanager
def held(server: FeedServer, path: str, body: bytes) -> Iterator[Held]:
    """Hold the answer of a path back until the test lets it go, at the latest at the end of the block."""
    each = Held(body)
    server.routes[path] = each
    try:
        yield each
    finally:
        each.let_go()

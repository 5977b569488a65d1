"""A fetch that ends at any moment leaves whole files, and the next one completes them."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from tests.news.conftest import Reader
from tests.news.kills import end
from tests.news.server import FeedServer, Request
from tests.news.texts import item, rss


def test_a_fetch_that_is_killed_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    ended, faults = end(tmp_path, times=6, seed=7)
    assert faults == []
    assert ended > 0


def test_a_fetch_that_is_interrupted_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    _, faults = end(tmp_path, times=6, seed=8, number=signal.SIGINT)
    assert faults == []


async def _never(_: Request) -> AsyncIterator[bytes]:
    await asyncio.Event().wait()
    yield b""


def test_an_interrupted_fetch_ends_at_once_with_what_came_whole(reader: Reader, server: FeedServer) -> None:
    server.routes["/never"] = _never
    reader.feeds(server.serve("/a", rss(item(1))), server.base + "/never")
    words = [sys.executable, "-m", "newsreader", "fetch", "--all", "--yes"]
    with subprocess.Popen(words, env=reader.home, stderr=subprocess.PIPE, text=True) as process:
        while not (server.asked("/never") and reader.stories()) and process.poll() is None:
            pass
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "Interrupted. 1 new story came whole." in told
    assert reader.run("check").stdout == ""
    server.serve("/never", rss(item(2)))
    reader.fetch()
    assert len(reader.stories()) == 2

"""Fetching on a real terminal: the counting line, questions, Ctrl+C, and two at once."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from tests.news.conftest import Reader
from tests.news.server import FeedServer, Request, answer
from tests.news.texts import item, rss
from tests.ui.terminal import Terminal

FETCH = (sys.executable, "-m", "newsreader", "fetch", "--all")
COUNTING = re.compile(r"\d+/\d+ feeds")


@contextmanager
def terminal(reader: Reader, *words: str, columns: int = 80) -> Iterator[Terminal]:
    """A fetch in a terminal, until the block ends."""
    made = Terminal([*FETCH, *words], reader.home, columns, 24)
    try:
        yield made
    finally:
        made.close()


class Held:
    """An answer that comes only when it is let go."""

    def __init__(self, server: FeedServer, path: str, body: bytes) -> None:
        self.url = server.base + path
        self.is_asked = threading.Event()
        self._is_free = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._body = body
        server.routes[path] = self._answer

    def let_go(self) -> None:
        if self._loop is None:  # nobody has asked yet
            self._is_free.set()
        else:
            self._loop.call_soon_threadsafe(self._is_free.set)

    async def _answer(self, _: Request) -> AsyncIterator[bytes]:
        self._loop = asyncio.get_running_loop()
        self.is_asked.set()
        await self._is_free.wait()
        yield answer(self._body)


@pytest.mark.parametrize("columns", [120, 80, 40, 24])
def test_a_line_counts_and_makes_way_for_the_result(reader: Reader, server: FeedServer, columns: int) -> None:
    held = Held(server, "/held", rss(item(3)))
    reader.feeds(server.serve("/a", rss(item(1), item(2))), held.url, server.base + "/missing")
    with terminal(reader, "--yes", columns=columns) as shown:
        shown.wait_for(lambda text: "1/3 feeds  2 new" in text, "the first feed is counted")
        if columns > 40:
            assert re.search(r"^1/3 feeds  2 new  0 failed  \d+ s *$", shown.text, re.MULTILINE)
        assert len(COUNTING.findall(shown.text)) == 1
        held.let_go()
        assert shown.wait_for_end() == 1
        text = "".join(shown.text.split())  # lines are broken where the terminal ends
    assert not re.search(r"\d/\d", text)
    assert re.search(r"3feeds:3newstories,1failed,in\d+s\.", text)
    assert "feed-2:Thereisnothingatitsaddress(404)." in text


def test_no_line_counts_where_there_is_no_terminal(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    assert "\r" not in reader.fetch().stderr


@pytest.mark.parametrize(("typed", "code", "count"), [("y\r", 0, 1), ("n\r", 1, 0), ("\r", 1, 0), ("\x04", 1, 0)])
def test_a_list_of_feeds_that_is_new_asks_on_the_terminal(
    reader: Reader, server: FeedServer, typed: str, code: int, count: int
) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    with terminal(reader) as shown:
        text = shown.wait_for(lambda text: "Fetch from there? [y/N]" in text, "it is asked")
        assert server.host in text.replace("\n", "")
        assert server.log == []
        shown.press(typed)
        assert shown.wait_for_end() == code
        assert ("Nothing was fetched." in shown.text) is (code == 1)
    assert len(reader.stories()) == count


def test_ctrl_c_at_the_question_is_no_fault(reader: Reader, server: FeedServer) -> None:
    reader.feeds(server.serve("/a", rss(item(1))))
    with terminal(reader) as shown:
        shown.wait_for(lambda text: "Fetch from there? [y/N]" in text, "it is asked")
        shown.press("\x03")
        assert shown.wait_for_end() == 130
        assert "Traceback" not in shown.text
    assert server.log == []


@pytest.mark.parametrize("keys", ["\x03", "\x03\x03"])
def test_ctrl_c_ends_with_what_came_whole_and_the_next_fetch_goes_on(
    reader: Reader, server: FeedServer, keys: str
) -> None:
    held = Held(server, "/held", rss(item(2)))
    reader.feeds(server.serve("/a", rss(item(1))), held.url)
    with terminal(reader, "--yes") as shown:
        shown.wait_for(lambda text: "1/2 feeds  1 new" in text, "the first feed is counted")
        shown.wait_until(held.is_asked.is_set, "the second feed is asked")
        shown.press(keys)
        assert shown.wait_for_end() == 130
        assert "Interrupted. 1 new story came whole. The next fetch goes on." in shown.text
        assert "Traceback" not in shown.text
        assert not COUNTING.search(shown.text)
    assert len(reader.stories()) == 1
    assert not [path for path in reader.library.rglob(".*") if path.is_file()]
    assert reader.run("check").stdout == ""
    held.let_go()
    reader.run("fetch")
    assert len(reader.stories()) == 2


def test_while_one_fetch_runs_another_says_who_and_ends_with_three(reader: Reader, server: FeedServer) -> None:
    held = Held(server, "/held", rss(item(1)))
    reader.feeds(held.url)
    with terminal(reader, "--yes") as first:
        first.wait_until(held.is_asked.is_set, "the feed is asked")
        second = reader.run("fetch", "--all", code=3)
        assert f"Another fetch of this library runs: process {first.pid}, since " in second.stderr
        assert len(server.log) == 1
        assert "feed-0" in reader.run("feeds").stdout
        held.let_go()
        assert first.wait_for_end() == 0
    reader.fetch()
    assert len(reader.stories()) == 1


def test_an_outlet_is_known_before_its_first_story_is_there(reader: Reader, server: FeedServer) -> None:
    held = Held(server, "/held", rss(item(3)))
    reader.feeds(server.serve("/a", rss(item(1), item(2))), held.url)
    with terminal(reader, "--yes") as shown:
        shown.wait_for(lambda text: "1/2 feeds  2 new" in text, "the stories of the first feed are there")
        assert "not in the registry" not in reader.run("check").stdout
        held.let_go()
        assert shown.wait_for_end() == 0

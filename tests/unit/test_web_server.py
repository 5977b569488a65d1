"""The server of the reader: who is let in, what a page can say, and that nothing holds up its end."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError, web
from hypothesis import given
from hypothesis import strategies as st
from tests.web.nonsense import NONSENSE

from newsreader.web.pace import Pace
from newsreader.web.page_messages import MOST_COLUMNS, MOST_LINES, Focused, Pinged, Resized, Typed, understood
from newsreader.web.server import ReaderServer, cleaned_output
from newsreader.web.visitors import Visitors

ECHO = """
import os, sys
out = sys.stdout.buffer
def say(data):
    out.write(b"D" + len(data).to_bytes(4, "big") + data); out.flush()
out.write(b"__GANGLION__\\n")
say(f"size {os.environ['COLUMNS']}x{os.environ['ROWS']}".encode())
while head := sys.stdin.buffer.read(5):
    data = sys.stdin.buffer.read(int.from_bytes(head[1:], "big"))
    if b"quit" in data:
        break
    say(head[:1] + data)
"""
"""A reader that says its size and then repeats its input."""

FLOOD = """
import sys
out = sys.stdout.buffer
out.write(b"__GANGLION__\\n")
while True:
    out.write(b"D" + (1 << 20).to_bytes(4, "big") + bytes(1 << 20))
"""
"""A reader that draws without end and takes in nothing."""


class Listening:
    """A server at a free port."""

    def __init__(self, server: ReaderServer, address: str, stop: Callable[[], Awaitable[None]]) -> None:
        self.server = server
        self.address = address
        self.stop = stop

    @asynccontextmanager
    async def browser(self) -> AsyncIterator[ClientSession]:
        """A browser that has been let in."""
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            async with browser.get(f"{self.address}/?token={self.server.visitors.new_token()}") as page:
                assert page.status == 200
            yield browser


DEADLINE = 60.0
"""Seconds after which a test gives up waiting."""


@asynccontextmanager
async def listening(words: list[str], public_url: str = "", sessions: int = 20) -> AsyncIterator[Listening]:
    server = ReaderServer(words, host="127.0.0.1", port=0, public_url=public_url, sessions=sessions)
    runner = web.AppRunner(await server._make_app(), shutdown_timeout=1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        async with asyncio.timeout(DEADLINE):
            yield Listening(server, f"http://127.0.0.1:{runner.addresses[0][1]}", runner.cleanup)
    finally:
        await runner.cleanup()


async def test_the_page_names_its_own_server_and_forbids_every_other() -> None:
    async with listening([]) as served, served.browser() as browser, browser.get(served.address) as page:
        address = served.address
        text = await page.text()
        assert page.status == 200
        assert set(re.findall(r"(?:https?|wss?)://[\w.:-]+", text)) == {address, address.replace("http", "ws")}
        policy = page.headers["Content-Security-Policy"]
        assert set(re.findall(r"(?:https?|wss?)://[\w.:-]+", policy)) == {address, address.replace("http", "ws")}
        assert "default-src 'none'" in policy
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        for name in re.findall(rf'"{address}(/[^"]+)"', text):
            async with browser.get(address + name) as part:
                assert (name, part.status) == (name, 200)


async def test_behind_a_proxy_the_page_names_the_public_address_and_the_cookie_needs_https() -> None:
    async with listening([], "https://news.example.org/reader") as served, ClientSession() as browser:
        token = served.server.visitors.new_token()
        async with browser.get(f"{served.address}/?token={token}") as page:
            text = await page.text()
            assert 'data-session-websocket-url="wss://news.example.org/reader/ws"' in text
            assert "https://news.example.org/reader/static/js/textual.js" in text
            assert served.address not in text
            assert page.cookies["newsreader-0"]["secure"]


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Host": "evil.example:80"}])
async def test_a_name_that_was_pointed_here_gets_nothing(headers: dict[str, str]) -> None:
    async with (
        listening([]) as served,
        served.browser() as browser,
        browser.get(served.address, headers=headers) as page,
    ):
        assert page.status == 403
        assert "--public-url" in await page.text()


@pytest.mark.parametrize(
    "path", ["/", "/?token=", "/?token=x", "/static/js/textual.js", "/static/", "/page/page.js", "/no", "/ws"]
)
async def test_without_the_cookie_there_is_only_a_page_that_says_what_to_do(path: str) -> None:
    async with listening([]) as served, ClientSession() as browser:
        served.server.visitors.new_token()
        headers = {"Origin": served.address, "Cookie": "newsreader-0=x; other=y"}
        async with browser.get(served.address + path, headers=headers) as page:
            assert page.status == 403
            assert "press Enter in that terminal" in await page.text()
            assert not page.cookies


async def test_a_token_lets_in_one_browser_once() -> None:
    async with listening([]) as served, ClientSession() as other:
        token = served.server.visitors.new_token()
        address = f"{served.address}/?token={token}&fontsize=20"
        async with other.head(address) as page:
            assert page.status == 403, "a mere look at the address uses up nothing"
        async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
            async with browser.get(address) as page:
                assert page.status == 200
                cookie = page.cookies["newsreader-0"]
                assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
                assert token not in await page.text()
            for again in (served.address, address):
                async with browser.get(again) as page:
                    assert page.status == 200
        async with other.get(address) as page:
            assert page.status == 403


def test_a_new_token_takes_the_place_of_one_that_was_not_used() -> None:
    visitors = Visitors()
    assert visitors.exchange("") == ""
    old, new = visitors.new_token(), visitors.new_token()
    assert visitors.exchange(old) == ""
    secret = visitors.exchange(new)
    assert visitors.knows(secret)
    assert visitors.exchange(new) == ""
    other = visitors.exchange(visitors.new_token())
    assert visitors.knows(other)
    assert visitors.knows(secret)
    assert len({old, new, secret, other}) == 4


@given(st.text())
def test_nothing_that_is_guessed_lets_anybody_in(guess: str) -> None:
    visitors = Visitors()
    visitors.new_token()
    assert visitors.exchange(guess) == ""
    assert not visitors.knows(guess)


@pytest.mark.parametrize(
    "path", ["/static", "/static/", "/static/js", "/page/", "/static/../server.py", "/static/js/no.js"]
)
async def test_folders_are_not_listed(path: str) -> None:
    async with listening([]) as served, served.browser() as browser, browser.get(served.address + path) as page:
        assert page.status == 404
        assert "textual.js" not in await page.text()


@pytest.mark.parametrize("origin", [None, "https://evil.example", "null"])
async def test_no_reader_is_started_for_a_page_of_somebody_else(tmp_path: Path, origin: str | None) -> None:
    started = tmp_path / "started"
    words = [sys.executable, "-c", "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()", str(started)]
    async with listening(words) as served, served.browser() as browser:
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.ws_connect(f"{served.address}/ws", origin=origin)
        async with ClientSession() as stranger:
            with pytest.raises(WSServerHandshakeError, match="403"):
                await stranger.ws_connect(f"{served.address}/ws", origin=served.address)
        assert not started.exists()
        async with browser.ws_connect(f"{served.address}/ws", origin=served.address) as socket:
            await socket.receive()
    assert started.exists(), "the page of the server has one started"


async def test_there_are_no_more_readers_than_sessions() -> None:
    async with listening([sys.executable, "-c", ECHO], sessions=2) as served, served.browser() as browser:
        url = f"{served.address}/ws"
        async with (
            browser.ws_connect(url, origin=served.address) as first,
            browser.ws_connect(url, origin=served.address) as second,
        ):
            assert [(await one.receive()).data for one in (first, second)] == [b"size 80x24"] * 2
            with pytest.raises(WSServerHandshakeError, match="503"):
                await browser.ws_connect(url, origin=served.address)
            async with browser.get(served.address) as page:
                assert page.status == 503
                assert "All 2 readers are in use." in await page.text()
                assert "serve_sessions" in await page.text()
                assert page.headers["Refresh"] == "5"
        while served.server._tabs:
            await asyncio.sleep(0)
        async with browser.get(served.address) as page:
            assert page.status == 200


@pytest.mark.parametrize(
    ("query", "size"),
    [("?width=132&height=50", "132x50"), ("?width=99999999&height=99999999", "80x24"), ("?width=-1&height=24", "80x24"),
     ("?width=a&height=", "80x24"), ("?width=" + "9" * 5000 + "&height=24", "80x24")],
    ids=["good", "vast", "negative", "no number", "long"],
)  # fmt: skip
async def test_what_is_no_message_of_a_page_means_nothing(query: str, size: str) -> None:
    async with (
        listening([sys.executable, "-c", ECHO]) as served,
        served.browser() as browser,
        browser.ws_connect(f"{served.address}/ws{query}", origin=served.address) as socket,
    ):
        assert (await socket.receive()).data == f"size {size}".encode()
        for message in NONSENSE:
            await socket.send_str(message)
        await socket.send_bytes(b"\xff\x00")
        await socket.send_bytes(b'["stdin", "no"]')
        await socket.send_json(["stdin", "yes é"])
        assert (await socket.receive()).data == "Dyes é".encode()
        await socket.send_json(["resize", {"width": 100, "height": 30}])
        told = (await socket.receive()).data
        assert json.loads(told[1:]) == {"type": "resize", "width": 100, "height": 30}
        await socket.send_json(["ping", "1"])
        assert json.loads((await socket.receive()).data) == ["pong", "1"]


async def test_a_message_beyond_all_bounds_ends_its_own_reader_alone() -> None:
    async with listening([sys.executable, "-c", ECHO]) as served, served.browser() as browser:
        url = f"{served.address}/ws"
        async with (
            browser.ws_connect(url, origin=served.address) as other,
            browser.ws_connect(url, origin=served.address) as socket,
        ):
            await other.receive()
            await socket.receive()
            with suppress(ConnectionError):  # it may be cut off while it is still sent
                await socket.send_str("x" * (5 << 20))
            while not socket.closed:
                await socket.receive()
            await other.send_json(["stdin", "here"])
            assert (await other.receive()).data == b"Dhere"


@given(
    st.recursive(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(),
            st.sampled_from(["stdin", "resize", "ping", "focus"]),
        ),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["width", "height", "x"]), inner)
        ),
        max_leaves=8,
    )
)
def test_every_message_is_understood_within_bounds_or_not_at_all(said: object) -> None:
    match understood(json.dumps(said)):
        case None:
            pass
        case Typed(data):
            assert said == ["stdin", data.decode()]
        case Resized(width, height):
            assert 1 <= width <= MOST_COLUMNS
            assert 1 <= height <= MOST_LINES
            assert said == ["resize", {"width": width, "height": height}] or "x" in str(said)
        case Pinged(words):
            assert said == ["ping", words]
        case Focused(has_focus):
            assert said == ["focus" if has_focus else "blur"]


@given(st.text())
def test_every_text_may_come_as_a_message(text: str) -> None:
    understood(text)


async def test_a_page_that_talks_too_fast_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def note(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    pace = Pace(10)
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: 100.0)
    for _ in range(25):
        await pace.keep()
    assert waited == [1.0, 1.0]


@pytest.mark.parametrize(
    "program",
    [FLOOD, "while True: pass", "import time\nwhile True: time.sleep(60)"],
    ids=["draws", "is busy", "sleeps"],
)
async def test_neither_a_stuck_reader_nor_a_page_that_takes_nothing_holds_up_the_end(
    monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr("newsreader.web.reader_process._PATIENCE", 0.1)
    monkeypatch.setattr("newsreader.web.server._FAREWELL", 0.1)
    async with listening([sys.executable, "-c", program]) as served, served.browser() as browser:
        socket = await browser.ws_connect(f"{served.address}/ws", origin=served.address, max_msg_size=0)
        while not served.server._readers or (reader := next(iter(served.server._readers)))._process is None:
            await asyncio.sleep(0)
        process = reader._process
        assert process is not None
        await asyncio.wait_for(served.stop(), 30)
        assert process.returncode not in (None, 0)
        assert not served.server._readers
        await socket.close()


async def test_what_a_reader_complains_of_is_said_cleaned(capsys: pytest.CaptureFixture[str]) -> None:
    words = [sys.executable, "-c", "import sys; sys.stderr.write('no \\x1b]52;c;aGk=\\x07 good\\n')"]
    with cleaned_output():
        async with (
            listening(words) as served,
            served.browser() as browser,
            browser.ws_connect(f"{served.address}/ws", origin=served.address) as socket,
        ):
            await socket.receive()
    said = capsys.readouterr()
    assert said.out == ""
    assert re.search(r"no\s+good", said.err)
    assert "\x1b" not in said.err

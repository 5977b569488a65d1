"""The reader in a browser: served by the program, used in a real browser, seen on the terminal of its page."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import psutil
import pytest
from tests.web.browser import Browser, browser
from tests.web.nonsense import NONSENSE

from newsreader.text import clean_title

Run = Callable[..., subprocess.CompletedProcess[str]]
STORIES = """\
- {id: ferry, title: The ferry sails again, summary: It left the quay., original: "https://harbour.example/ferry"}
- {id: snow, title: Much snow on the hill, summary: It fell all night.}
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two stories in a folder whose name a shell would take apart."""
    folder = tmp_path / "two 'stories'; exit & $(exit)"
    folder.mkdir()
    (folder / "stories.yaml").write_text(STORIES, encoding="utf-8")
    return folder


class Served:
    """A running server; `address` lets in one browser, `url` is for those that were let in."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.url = f"http://127.0.0.1:{port}/"
        assert process.stderr is not None
        found = re.search(rf"{re.escape(self.url)}\?token=[\w-]{{20,}}", process.stderr.readline())
        assert found
        self.address = found[0]

    def readers(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def listens_on(self) -> set[str]:
        found = psutil.Process(self.process.pid).net_connections(kind="inet")
        return {one.laddr.ip for one in found if one.status == psutil.CONN_LISTEN}


@contextmanager
def served(home: dict[str, str], library: Path, *words: str) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "newsreader", "--library", str(library), "serve", f"--port={port}", *words]
    process = subprocess.Popen(command, env=home, stderr=subprocess.PIPE, text=True)
    try:
        yield Served(process, port)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Browser]:
    with browser(tmp_path / "profile") as window:
        yield window


def shows(window: Browser, text: str) -> None:
    window.wait_for(lambda: text in window.text, f"the screen shows {text!r}")


def test_the_reader_is_used_in_a_browser_which_asks_nobody_else(
    home: dict[str, str], library: Path, window: Browser, run: Run
) -> None:
    with served(home, library) as reader:
        assert reader.listens_on() == {"127.0.0.1"}
        window.open(reader.address)
        shows(window, "The ferry sails again")
        shows(window, "Much snow on the hill")

        window.press("/snow")
        shows(window, "1 of 2")
        assert "The ferry" not in window.text

        window.press("\ue007b")  # Enter: to the list
        shows(window, "1 bookmarked")
        assert run(home, "--library", library, "bookmark", "list", "--format", "ids").stdout == "snow\n"

        addresses = [urlsplit(url) for url in window.addresses() if not url.startswith(("chrome:", "data:"))]
        assert {"/", "/static/js/textual.js", "/page/page.js", "/ws"} <= {url.path for url in addresses}
        assert {url.hostname for url in addresses} == {"127.0.0.1"}
        assert [entry["message"] for entry in window.log("browser") if entry["level"] == "SEVERE"] == []
        assert window.screenshot().startswith(b"\x89PNG")


def test_the_tab_has_the_title_of_the_story_at_the_cursor(home: dict[str, str], library: Path, window: Browser) -> None:
    hostile = "<b>&amp; \u202e\x1b]2;x\x07</title>" + "x" * 400
    story = {"title": hostile, "summary": "s", "published": "1999-01-01"}
    (library / "z.yaml").write_text(json.dumps([story]), encoding="utf-8")

    def is_title(title: str) -> None:
        window.wait_for(lambda: window.run("return document.title") == title, f"the title of the tab is {title!r}")

    with served(home, library, "--filter=sort:title") as reader:
        window.open(reader.address)
        shows(window, "3 of 3")
        is_title(clean_title(hostile))
        window.press("j")
        is_title("Much snow on the hill")
        window.press("j")
        is_title("The ferry sails again")
        stories = (library / "stories.yaml").read_text(encoding="utf-8").replace("sails again", "sails on")
        (library / "stories.yaml").write_text(stories, encoding="utf-8")
        is_title("The ferry sails on")
        assert [entry["message"] for entry in window.log("browser") if entry["level"] == "SEVERE"] == []


def test_the_tab_has_a_title_where_there_is_no_story(home: dict[str, str], tmp_path: Path, window: Browser) -> None:
    (tmp_path / "empty").mkdir()
    with served(home, tmp_path / "empty") as reader:
        window.open(reader.address)
        shows(window, "0 of 0")
        assert window.run("return document.title") == "newsreader"


def test_an_original_opens_in_a_tab_of_its_own(home: dict[str, str], library: Path, window: Browser) -> None:
    with served(home, library, "--filter=ferry") as reader:
        window.open(reader.address)
        shows(window, "1 of 2")
        window.press("o")
        window.wait_for(lambda: len(window.tabs()) == 2, "a tab is opened")
        window.ask("window", handle=window.tabs()[1])
        window.wait_for(lambda: window.address == "https://harbour.example/ferry", "the original is asked for")
        assert window.run("return window.opener") is None


def test_each_tab_has_a_reader_and_all_share_the_marks(home: dict[str, str], library: Path, window: Browser) -> None:
    with served(home, library) as reader:
        window.open(reader.address)
        shows(window, "2 of 2")
        window.press("b")
        shows(window, "1 bookmarked")
        window.open_in_new_tab(reader.url)
        shows(window, "1 bookmarked")
        assert len(reader.readers()) == 2
        window.close_tab()
        window.wait_for(lambda: len(reader.readers()) == 1, "the reader of the closed tab has ended")


@pytest.mark.parametrize("end", ["the page", "the tab", "the server", "the machine"])
def test_a_note_that_is_open_outlives_the_end_of(
    home: dict[str, str], library: Path, window: Browser, run: Run, end: str
) -> None:
    with served(home, library) as reader:
        window.open_in_new_tab(reader.address)
        shows(window, "The ferry sails again")
        window.press("e")
        shows(window, "Note")
        window.press("half a thou")
        shows(window, "half a thou")
        children = reader.readers()
        if end == "the page":
            window.open("about:blank")
        elif end == "the tab":
            window.close_tab()
        elif end == "the server":
            reader.process.kill()
        else:
            for child in children:
                child.terminate()
        assert psutil.wait_procs(children, timeout=60)[1] == []
    assert len(run(home, "--library", library, "list", "note:thou", "--format", "ids").stdout.split()) == 1


def test_an_interrupt_ends_the_server_and_every_reader(home: dict[str, str], library: Path, window: Browser) -> None:
    with served(home, library) as reader:
        window.open(reader.address)
        shows(window, "The ferry sails again")
        children = reader.readers()
        assert children
        reader.process.send_signal(signal.SIGINT)
        _, said = reader.process.communicate(timeout=60)
        assert (reader.process.returncode, said) == (0, "")
        assert psutil.wait_procs(children, timeout=60)[1] == []


def test_a_reader_does_not_outlive_a_server_that_was_killed(
    home: dict[str, str], library: Path, window: Browser
) -> None:
    with served(home, library) as reader:
        window.open(reader.address)
        shows(window, "The ferry sails again")
        children = reader.readers()
        reader.process.kill()
        assert psutil.wait_procs(children, timeout=60)[1] == []


def test_the_address_lets_in_one_browser_whose_reloads_and_tabs_go_on_working(
    home: dict[str, str], library: Path, window: Browser, tmp_path: Path
) -> None:
    with served(home, library) as reader, browser(tmp_path / "other profile") as other:
        window.open(reader.address)
        shows(window, "2 of 2")
        assert window.address == reader.url, "the token is not left in the address"
        window.ask("refresh")
        shows(window, "2 of 2")
        window.open_in_new_tab(reader.url)
        shows(window, "2 of 2")
        window.open(reader.address)
        shows(window, "2 of 2")
        for address in (reader.address, reader.url):
            other.open(address)
            page = other.run("return document.body.innerText")
            assert "This browser has not been let in." in page
            assert "press Enter in that terminal for a new address" in page
        assert other.run("return document.cookie") == ""
        assert window.run("return document.cookie") == "", "no script can read the cookie"


def test_one_tab_too_many_is_reported_and_gets_the_place_of_one_that_is_closed(
    home: dict[str, str], library: Path, window: Browser
) -> None:
    with served(home, library, "--sessions=2") as reader:
        window.open(reader.address)
        shows(window, "2 of 2")
        window.open_in_new_tab(reader.url)
        shows(window, "2 of 2")
        window.open_in_new_tab(reader.url)
        assert "All 2 readers are in use." in window.run("return document.body.innerText")
        assert len(reader.readers()) == 2
        _, second, third = window.tabs()
        window.ask("window", handle=second)
        window.close_tab()
        window.ask("window", handle=third)
        shows(window, "2 of 2")


_BREAK_IN: Final = """
const done = arguments[arguments.length - 1], socket = new WebSocket(arguments[0]);
socket.binaryType = "arraybuffer";
socket.onopen = () => {
  for (const message of arguments[1]) socket.send(message);
  socket.send(new Uint8Array([255, 0, 254]));
  for (let number = 0; number < 200; number++) socket.send(JSON.stringify(["resize", {width: 1000, height: 500}]));
  socket.send(JSON.stringify(["ping", "there?"]));
};
socket.onmessage = (event) => { if (event.data === '["pong", "there?"]') done(true); };
socket.onclose = () => done(false);
"""

_UNTIL_BOOKMARKED: Final = """
const done = arguments[arguments.length - 1], socket = new WebSocket(arguments[0]);
let drawn = "", typed = false;
socket.binaryType = "arraybuffer";
socket.onmessage = (event) => {
  drawn += new TextDecoder().decode(event.data);
  if (!typed && drawn.includes("2 of 2")) { typed = true; for (const keys of arguments[1]) socket.send(keys); }
  if (drawn.includes("1 bookmarked")) done(true);
};
socket.onclose = () => done(false);
"""


def test_a_page_that_says_nonsense_does_no_harm_and_does_not_hold_up_the_end(
    home: dict[str, str], library: Path, window: Browser
) -> None:
    with served(home, library) as reader:
        window.open(reader.address)
        shows(window, "2 of 2")
        answered = window.ask(
            "execute/async", script=_BREAK_IN, args=[reader.url.replace("http", "ws") + "ws", NONSENSE]
        )
        assert answered is True
        window.press("b")
        shows(window, "1 bookmarked")
        children = reader.readers()
        reader.process.send_signal(signal.SIGINT)
        _, said = reader.process.communicate(timeout=60)
        assert (reader.process.returncode, said) == (0, "")
        assert psutil.wait_procs(children, timeout=60)[1] == []


def test_a_size_that_is_typed_is_no_size(home: dict[str, str], library: Path, window: Browser) -> None:
    with served(home, library) as reader:
        window.open(reader.address)
        shows(window, "2 of 2")
        address = reader.url.replace("http", "ws") + "ws?width=80&height=24"
        typed = ['["stdin", "\\u001b[48;9999999;9999999;1;1t"]', '["stdin", "b"]']
        assert window.ask("execute/async", script=_UNTIL_BOOKMARKED, args=[address, typed]) is True

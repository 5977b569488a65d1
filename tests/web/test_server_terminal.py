"""The server in its terminal: the addresses that it gives, and the browser that it opens."""

from __future__ import annotations

import os
import re
import socket
import sys
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import ProxyHandler, build_opener

import pytest
from tests.ui.terminal import Terminal, reader

from newsreader.web import enter_key


def addresses(terminal: Terminal) -> list[str]:
    """The addresses that were printed."""
    return list(dict.fromkeys(re.findall(r"http://[\d.:]+/\?token=[\w-]{32}", terminal.text.replace("\n", ""))))


def status(address: str) -> int:
    """What the server answers to a browser that is not known."""
    try:
        with build_opener(ProxyHandler({})).open(address, timeout=30) as answer:
            return int(answer.status)
    except HTTPError as error:
        return error.code


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_enter_gives_another_address_in_the_place_of_one_that_was_not_used(tmp_path: Path) -> None:
    with reader(tmp_path, "serve", f"--port={free_port()}") as terminal:
        terminal.wait_for(lambda _: len(addresses(terminal)) == 1, "an address is printed")
        assert "Enter gives the address for another one" in terminal.text.replace("\n", "")
        terminal.press("\r")
        terminal.wait_for(lambda _: len(addresses(terminal)) == 2, "another one is printed")
        old, new = addresses(terminal)
        assert status(old) == 403
        assert status(new) == 200
        assert status(new) == 403
        terminal.press("\r")
        terminal.wait_for(lambda _: len(addresses(terminal)) == 3, "a third one is printed")
        assert status(addresses(terminal)[2]) == 200
        terminal.press("\x03")
        assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("words", [[], ["--no-browser"]], ids=["opened", "not opened"])
def test_the_browser_gets_the_address_by_a_page_that_nobody_else_can_read(tmp_path: Path, words: list[str]) -> None:
    noted, programs = tmp_path / "noted", tmp_path / "bin"
    programs.mkdir()
    (programs / "xdg-open").write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{noted}.part' && mv '{noted}.part' '{noted}'\n"
    )
    (programs / "xdg-open").chmod(0o755)
    surroundings = {"DISPLAY": ":7", "PATH": f"{programs}:{os.environ['PATH']}"}
    port = free_port()
    with reader(tmp_path, "serve", f"--port={port}", *words, environment=surroundings) as terminal:
        terminal.wait_for(lambda _: len(addresses(terminal)) == 1, "an address is printed")
        (address,) = addresses(terminal)
        if words:
            assert status(address) == 200, "nothing but this has used it"
            assert not noted.exists()
            return
        end = time.monotonic() + 60
        while not noted.exists():
            assert time.monotonic() < end, "the browser is started"
        (opened,) = noted.read_text().splitlines()
        assert "token" not in opened, "all users see the words of a program"
        page = Path(unquote(urlsplit(opened).path))
        assert page.stat().st_mode & 0o777 == 0o600
        assert page.parent.stat().st_mode & 0o777 == 0o700
        assert address in page.read_text()
        terminal.press("\x03")
        assert terminal.wait_for_end() == 0
        assert not page.exists()


def test_without_a_terminal_no_key_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert not enter_key.can_wait_for_enter()
    with enter_key.on_enter_key(lambda: None) as watch:
        watch()

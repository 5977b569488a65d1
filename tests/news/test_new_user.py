"""A new user with nothing but the README: subscribes, fetches, reads the first new story, filters, bookmarks."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from tests.news.server import FeedServer
from tests.news.texts import item, rss
from tests.ui.terminal import Terminal

README: Final = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
FIRST_SCREEN: Final = README.partition("\n## ")[0]
PROMPT: Final = "ready> "
LEAVES_SCREEN: Final = b"\x1b[?1049l"
TITLES: Final = ("The lighthouse is lit again", "The harbour opens berth 7", "A ferry goes at night")


def commands() -> list[str]:
    """The commands of the README's first screen, without what is said of them."""
    (block,) = re.findall(r"```sh\n(.*?)```", FIRST_SCREEN, re.DOTALL)
    return [line.partition("#")[0].strip() for line in block.splitlines()]


def keys() -> tuple[str, str, str]:
    """The keys of the README's first screen that filter, bookmark and quit."""
    found = re.search(r"(\S) filters, (\S) bookmarks, (\S) quits", FIRST_SCREEN)
    assert found is not None
    return found[1], found[2], found[3]


def environment(folder: Path) -> dict[str, str]:
    """A user whose home is empty, with `newsreader` on the path as an activated environment has it."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "newsreader"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newsreader "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    home = folder / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "PS1": PROMPT,
    }


def allow(surroundings: dict[str, str], server: FeedServer) -> None:
    """Have the user's config allow the server of the test.

    A feed on this very machine is a private address, which a user with feeds of the web never needs.
    """
    done = subprocess.run(
        ["newsreader", "paths"], env=surroundings, capture_output=True, encoding="utf-8", check=True, timeout=60
    )
    found = re.search(r"^config +(.+)$", done.stdout, re.MULTILINE)
    assert found is not None
    Path(found[1]).parent.mkdir(parents=True)
    Path(found[1]).write_text(f'[fetch.hosts."127.0.0.1:{server.port}"]\nprivate = true\n', encoding="utf-8")


def serve_three(server: FeedServer) -> list[str]:
    """Serve three feeds, one of them named by a page; returns the addresses that a user would give."""
    days = ("Wed, 04 Mar 2026 09:00:00 GMT", "Tue, 03 Mar 2026 09:00:00 GMT", "Mon, 02 Mar 2026 09:00:00 GMT")
    urls = []
    for number, (title, day) in enumerate(zip(TITLES, days, strict=True)):
        stories = (
            item(2 * number, title=title, date=day),
            item(2 * number + 1, title=f"An older note {number}", date="Sun, 01 Feb 2026 09:00:00 GMT"),
        )
        urls.append(
            server.serve(
                f"/{number}.xml", rss(*stories, title=f"Paper {number}", link=f"https://paper{number}.example/")
            )
        )
    page = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/2.xml"></head></html>'
    return [*urls[:2], server.serve("/news", page.encode(), Content_Type="text/html")]


def do(shell: Terminal, command: str, shown: str) -> str:
    """Type a command and wait for the prompt after what it shows."""
    shell.press(f"{command}\r")
    shell.wait_for(lambda text: shown in text.replace("\n", " "), f"{command} says “{shown}”")
    return shell.wait_for(lambda text: text.rstrip().endswith(PROMPT.strip()), f"{command} has ended")


@pytest.mark.parametrize(("columns", "lines"), [(120, 36), (80, 24)])
def test_a_new_user_gets_news_and_reads_them_with_the_readme_alone(
    tmp_path: Path, server: FeedServer, columns: int, lines: int
) -> None:
    subscribe, fetch, read = commands()
    to_filter, to_bookmark, to_quit = keys()
    surroundings = environment(tmp_path)
    allow(surroundings, server)
    shell = Terminal(["/bin/sh"], surroundings, columns, lines)
    try:
        shell.wait_for(lambda text: PROMPT.strip() in text, "the shell is ready")
        for number, url in enumerate(serve_three(server)):
            do(shell, re.sub(r"https://\S+", url, subscribe), f"Subscribed to Paper {number}")
        do(shell, fetch, "3 feeds: 6 new stories")
        shell.press(f"{read}\r")
        text = shell.wait_for(lambda text: "6 of 6" in text, "the stories are listed")
        assert text.index(TITLES[0]) < text.index(TITLES[1])
        shell.press("\r")
        shell.wait_for(lambda text: "Berth 0 took its first boat" in text, "the newest story is read")
        shell.press("\x1b")
        shell.press(to_filter)
        shell.press("ferry")
        text = shell.wait_for(lambda text: "1 of 6" in text, "one story matches")
        assert TITLES[2] in text
        shell.press("\r")
        shell.press(to_bookmark)
        shell.wait_for(lambda text: "1 bookmarked" in text, "the bookmark is shown")
        shell.press(to_quit)
        shell.wait_until(lambda: PROMPT.encode() in shell.written.partition(LEAVES_SCREEN)[2], "the reader has ended")
        shell.screen.reset()  # the emulator has no second screen, to which a terminal goes back
        text = do(shell, "newsreader list is:bookmarked", TITLES[2])
        assert TITLES[0] not in text.rpartition("is:bookmarked")[2]
    finally:
        shell.close()
    assert not [request for request in server.log if "authorization" in request.headers]

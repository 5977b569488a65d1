"""The command `open`, with a stand-in for the desktop's opener."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
Home = dict[str, str]

FERRY: Final = "https://harbour.example/ferry"
WEBSITE: Final = "https://post.example"
STORIES: Final = f"""\
- id: ferry
  title: The ferry sails
  summary: It left.
  original: {FERRY}
  outlet: {{name: Harbour Post, website: "{WEBSITE}"}}
- {{id: bare, title: A bare one, summary: s}}
"""


class Desktop:
    """A user with one graphical browser, which notes the addresses it gets and ends with a `code`."""

    def __init__(self, home: Home, folder: Path, code: int = 0) -> None:
        self._noted = folder / "opened"
        programs = folder / "bin"
        programs.mkdir()
        for name in ("xdg-open", "open", "w3m"):
            script = programs / name
            script.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$#\" \"$@\" >> '{self._noted}'\nexit {code}\n")
            script.chmod(0o755)
        library = folder / "library"
        library.mkdir()
        (library / "stories.yaml").write_text(STORIES, encoding="utf-8")
        self.library = library
        self.home = home | {
            "NEWSREADER_LIBRARY": str(library),
            "PATH": f"{programs}{os.pathsep}{home['PATH']}",
            "DISPLAY": ":7",
        }

    def opened(self) -> list[str]:
        return self._noted.read_text(encoding="utf-8").split() if self._noted.exists() else []


@pytest.fixture
def desktop(home: Home, tmp_path: Path) -> Desktop:
    return Desktop(home, tmp_path)


def test_the_original_opens_in_the_browser(desktop: Desktop, run: Run) -> None:
    done = run(desktop.home, "open", "fer")
    assert (done.stdout, done.stderr) == ("", "Opening harbour.example\n")
    assert desktop.opened() == ["1", FERRY]


def test_the_website_of_the_outlet_opens(desktop: Desktop, run: Run) -> None:
    assert run(desktop.home, "open", "ferry", "--website").stderr == "Opening post.example\n"
    assert desktop.opened() == ["1", WEBSITE]


@pytest.mark.parametrize("surroundings", [{"SSH_CONNECTION": "1.2.3.4 5 6.7.8.9 22"}, {"DISPLAY": "", "PATH": "/none"}])
def test_where_no_browser_is_the_address_is_written(desktop: Desktop, run: Run, surroundings: Home) -> None:
    done = run(desktop.home | surroundings, "open", "ferry", code=1)
    assert (done.stdout, done.stderr) == (f"{FERRY}\n", "There is no browser to open here. This is the address:\n")
    assert desktop.opened() == []


def test_a_browser_that_is_no_plain_name_is_not_started(desktop: Desktop, run: Run) -> None:
    done = run(desktop.home | {"BROWSER": "sh -c 'touch x'"}, "open", "ferry", code=1)
    assert "is not the plain name of one program" in done.stderr
    assert done.stdout == f"{FERRY}\n"
    assert desktop.opened() == []


def test_a_browser_that_fails_is_said(home: Home, tmp_path: Path, run: Run) -> None:
    desktop = Desktop(home, tmp_path, code=3)
    done = run(desktop.home, "open", "ferry", code=1)
    assert "The browser failed. This is the address:" in done.stderr
    assert done.stdout == f"{FERRY}\n"


def test_a_browser_that_goes_on_running_is_not_waited_for(desktop: Desktop, tmp_path: Path, run: Run) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    browser = tmp_path / "bin" / "firefox"
    browser.write_text(f"#!/bin/sh\nread line < '{pipe}'\nexit 3\n", encoding="utf-8")
    browser.chmod(0o755)
    assert run(desktop.home | {"BROWSER": "firefox"}, "open", "ferry").stderr == "Opening harbour.example\n"
    with pipe.open("w") as end:  # opens only as the browser still waits
        end.write("end\n")


def test_a_browser_that_draws_in_the_terminal_needs_one(desktop: Desktop, run: Run) -> None:
    done = run(desktop.home | {"DISPLAY": ""}, "open", "ferry", code=1)
    assert "needs a terminal" in done.stderr
    assert done.stdout == f"{FERRY}\n"
    assert desktop.opened() == []


def test_a_browser_that_draws_in_the_terminal_gets_it(desktop: Desktop) -> None:
    mine, theirs = pty.openpty()
    command = [sys.executable, "-m", "newsreader", "open", "ferry"]
    done = subprocess.run(
        command, env=desktop.home | {"DISPLAY": ""}, stdin=theirs, stdout=theirs, stderr=theirs, check=False, timeout=60
    )
    os.close(mine)
    os.close(theirs)
    assert done.returncode == 0
    assert desktop.opened() == ["1", FERRY]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ssh://evil.example",
        "--remote-debugging-port=9222",
        "https://good.example:443@evil.example/",
        "https://x.example/" + "x" * 3000,
    ],
)
@pytest.mark.parametrize("website", [False, True])
def test_what_is_no_web_address_is_not_opened(desktop: Desktop, call: Run, url: str, website: bool) -> None:
    field = "outlet: {name: X, website: " if website else "original: {url: "
    story = f'id: evil\ntitle: T\nsummary: s\n{field}"{url}"}}\n'
    (desktop.library / "evil.yaml").write_text(story, encoding="utf-8")
    done = call(desktop.home, "open", "evil", *(["--website"] if website else []), code=1)
    assert done.stdout == ""
    assert done.stderr
    assert desktop.opened() == []


@pytest.mark.parametrize(
    ("words", "said"), [((), "no link to its original"), (("--website",), "website of this outlet")]
)
def test_a_missing_address_is_said(desktop: Desktop, call: Run, words: tuple[str, ...], said: str) -> None:
    assert said in call(desktop.home, "open", "bare", *words, code=1).stderr


def test_a_story_that_is_not_there_is_said(desktop: Desktop, call: Run) -> None:
    assert "No story has an id" in call(desktop.home, "open", "nope", code=1).stderr


def test_opening_brings_no_framework(desktop: Desktop) -> None:
    script = (
        "import sys\n"
        "sys.argv = ['newsreader', 'open', 'ferry']\n"
        "from newsreader.__main__ import main\n"
        "code = main()\n"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))\n"
        "sys.exit(code)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], env=desktop.home, capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"textual", "asyncio", "webbrowser", "http"}

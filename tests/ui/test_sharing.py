"""Giving a story to a command, and to the clipboard as a citation."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.ui.terminal import Terminal, reader

from newsreader.config import Config
from newsreader.config.reading import load_config

if TYPE_CHECKING:
    from tests.ui.conftest import Desk

MARKDOWN = """\
# Five \\*stars\\*

**Harbour Post** · Left (Them, 2024-01-02)

Text of the story.

- One point

[Original article](<https://harbour.example/a>)

*A media bias rating stands with its source and its date. It rates online news content and says nothing of accuracy.*
"""
STORY = """\
title: Five *stars*
summary: Text of the story.
key_points: [One point]
outlet: {name: Harbour Post, bias: {rating: left, source: Them, as_of: 2024-01-02}}
original: {url: "https://harbour.example/a", kind: article}
"""


def command(home: Path, code: str) -> list[str]:
    """A command that keeps what it is given in a file, and then runs `code`; with words that a shell would change."""
    script = home / "command.py"
    script.write_text(
        "import os, signal, sys\n"
        f"open({str(home / 'given')!r}, 'w').write(sys.stdin.read() + repr(sys.argv[1:]))\n{code}\n"
    )
    return [sys.executable, str(script), "$HOME", "a b", ";"]


def start(home: Path, words: list[str]) -> str:
    """A library of one story, and a config with the command."""
    config = home / ".config" / "newsreader"
    config.mkdir(parents=True)
    (config / "config.toml").write_text(f"pipe = {words!r}\n")
    news = home / "news"
    news.mkdir()
    (news / "a.yaml").write_text(STORY)
    return str(news)


def go_on(terminal: Terminal) -> None:
    """The reader is there again, takes keys, and leaves the terminal as it was."""
    terminal.wait_until(lambda: terminal.is_raw, "the reader has the terminal")
    terminal.press("b")
    terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys again")
    terminal.press_until(["\x1b", "q"], lambda _: terminal.has_ended(), "the reader is left")
    assert terminal.wait_for_end() == 0
    assert terminal.settings_now == terminal.settings


def is_listed(text: str) -> bool:
    return "1 of 1" in text


def test_a_command_without_output_is_given_the_story_and_the_reader_comes_back(tmp_path: Path) -> None:
    news = start(tmp_path, command(tmp_path, "sys.exit(0)"))
    with reader(tmp_path, "--library", news) as terminal:
        terminal.wait_for(is_listed, "the story is listed")
        terminal.press("|")
        terminal.wait_until((tmp_path / "given").exists, "the command has run")
        terminal.wait_for(is_listed, "the reader is drawn again")
        go_on(terminal)
    assert (tmp_path / "given").read_text() == MARKDOWN + "['$HOME', 'a b', ';']"


def test_what_a_command_writes_stays_until_enter(tmp_path: Path) -> None:
    news = start(tmp_path, command(tmp_path, "print('A PAGE', os.isatty(1), os.get_terminal_size().columns)"))
    with reader(tmp_path, "--library", news) as terminal:
        terminal.wait_for(is_listed, "the story is listed")
        terminal.press("|")
        terminal.wait_for(lambda text: "A PAGE True 120" in text and "Enter goes back" in text, "it can be read")
        terminal.press("\r")
        terminal.wait_for(lambda text: is_listed(text) and "A PAGE" not in text, "the reader is drawn again")
        go_on(terminal)


PAGER = """
import termios, tty
keys = open("/dev/tty", "rb", buffering=0)
before = termios.tcgetattr(keys)
tty.setraw(keys)
sys.stdout.write("\\x1b[?1049hPAGER"); sys.stdout.flush()
while keys.read(1) != b"q":
    pass
sys.stdout.write("\\x1b[?1049l"); sys.stdout.flush()
termios.tcsetattr(keys, termios.TCSANOW, before)
"""


def test_a_pager_has_the_terminal_and_its_keys(tmp_path: Path) -> None:
    news = start(tmp_path, command(tmp_path, PAGER))
    with reader(tmp_path, "--library", news) as terminal:
        terminal.wait_for(is_listed, "the story is listed")
        terminal.press("|")
        terminal.wait_for(lambda text: "PAGER" in text, "the pager is drawn")
        terminal.press("jjq")
        terminal.wait_for(lambda text: is_listed(text) and "PAGER" not in text, "the reader is drawn again")
        go_on(terminal)


@pytest.mark.parametrize(
    ("code", "words"),
    [("sys.exit(4)", "ended with exit status 4"), ("os.kill(os.getpid(), signal.SIGKILL)", "was ended by SIGKILL")],
)
def test_a_command_that_fails_is_told(tmp_path: Path, code: str, words: str) -> None:
    news = start(tmp_path, command(tmp_path, code))
    with reader(tmp_path, "--library", news) as terminal:
        terminal.wait_for(is_listed, "the story is listed")
        terminal.press("|")
        terminal.wait_for(lambda text: words in text and "filter: words" in text, "it is told")
        go_on(terminal)


def test_a_command_that_reads_nothing_is_no_trouble(tmp_path: Path) -> None:
    news = start(tmp_path, ["true"])
    with reader(tmp_path, "--library", news) as terminal:
        terminal.wait_for(is_listed, "the story is listed")
        terminal.press("|")
        go_on(terminal)


async def test_without_a_command_or_in_a_browser_it_is_said_what_to_do(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with full_desk.open() as ui:
        await ui.press("vertical_line")
        assert 'pipe = ["glow", "-"]' in ui.notices()[-1]
    async with full_desk.open(config=Config(read_after=0, pipe=("no-such-program",))) as ui:
        await ui.press("vertical_line")
        assert "no-such-program is not installed" in ui.notices()[-1]
        monkeypatch.setattr(type(ui.app), "is_web", True)
        await ui.press("vertical_line")
        assert "newsreader show ID" in ui.notices()[-1]


@pytest.mark.parametrize("value", ['"glow -"', "[1]", '["", "x"]', '[" "]', "{}", '["a\\u0000"]'])
def test_a_command_has_to_be_a_list_of_words(tmp_path: Path, value: str) -> None:
    (tmp_path / "config.toml").write_text(f"pipe = {value}\n")
    loaded = load_config(tmp_path / "config.toml")
    assert loaded.config.pipe == ()
    assert "has to be a list of a program and its arguments" in loaded.problems[0].message


async def test_a_citation_is_copied(full_desk: Desk) -> None:
    async with full_desk.open() as ui:
        await ui.press("Y")
        assert ui.app.clipboard == (
            "“Storm reaches the coast.” Harbour Post, 2024-06-20. https://harbour.example/storm"
        )

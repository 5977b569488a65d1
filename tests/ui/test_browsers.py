"""Browsers in a real terminal: one that draws in it has it alone, and gives it back."""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from tests.ui.terminal import Terminal, reader

STAND_IN = f"""#!{sys.executable}
import json, os, sys, termios
facts = {{
    "arguments": sys.argv[1:],
    "terminals": [os.isatty(number) for number in range(3)],
    "leads_session": os.getsid(0) == os.getpid(),
    "same_session": os.getsid(0) == os.getsid(os.getppid()),
    "is_echoing": os.isatty(0) and bool(termios.tcgetattr(0)[3] & termios.ECHO),
    "library_told": "NEWSREADER_LIBRARY" in os.environ,
}}
def tell():
    with open(FACTS + ".part", "w") as file:
        json.dump(facts, file)
    os.rename(FACTS + ".part", FACTS)
"""
IN_TERMINAL = """
try:
    print("\\x1b[2J\\x1b[HA PAGE", flush=True)
    facts["typed"] = sys.stdin.readline()
except KeyboardInterrupt:
    facts["typed"] = "interrupted"
tell()
"""


def stand_in(home: Path, name: str, code: str) -> Path:
    """Put a browser on the PATH that writes what it is given into the file returned."""
    facts = home / "facts.json"
    script = home / "bin" / name
    script.parent.mkdir(exist_ok=True)
    script.write_text(STAND_IN.replace("FACTS", repr(str(facts))) + code, encoding="utf-8")
    script.chmod(0o755)
    return facts


def path_of(home: Path) -> dict[str, str]:
    return {"PATH": str(home / "bin")}


def library(home: Path) -> str:
    folder = home / "news"
    folder.mkdir()
    (folder / "a.yaml").write_text("title: One\nsummary: Text.\noriginal: https://harbour.example/one\n")
    return str(folder)


def listed(text: str) -> bool:
    return "One" in text and "no outlet" in text


@pytest.mark.parametrize("named", [{}, {"BROWSER": "w3m", "DISPLAY": ":7"}], ids=["found", "named"])
def test_a_browser_in_the_terminal_has_it_alone_and_gives_it_back(tmp_path: Path, named: dict[str, str]) -> None:
    facts = stand_in(tmp_path, "w3m", IN_TERMINAL)
    with reader(tmp_path, "--library", library(tmp_path), environment=path_of(tmp_path) | named) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(lambda text: "A PAGE" in text, "the browser has drawn its page")
        terminal.press("jjq\r")
        terminal.wait_for(lambda text: "• One" in text and "A PAGE" not in text, "the reader is drawn again")
        told = json.loads(facts.read_text())
        assert told["arguments"] == ["https://harbour.example/one"]
        assert told["terminals"] == [True, True, True]
        assert told["same_session"]
        assert told["is_echoing"]
        assert told["typed"] == "jjq\n"
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys again")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.settings_now == terminal.settings


def test_a_browser_that_leaves_the_terminal_raw_does_not_leave_it_so(tmp_path: Path) -> None:
    stand_in(tmp_path, "w3m", "import tty; tty.setraw(0); print('A PAGE', flush=True); sys.stdin.read(1); tell()")
    with reader(tmp_path, "--library", library(tmp_path), environment=path_of(tmp_path)) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(lambda text: "A PAGE" in text, "the browser has the terminal")
        terminal.press("x")
        terminal.wait_for(lambda text: "• One" in text and "A PAGE" not in text, "the reader is drawn again")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
        assert terminal.settings_now == terminal.settings


def test_an_interrupt_of_the_browser_is_not_one_of_the_reader(tmp_path: Path) -> None:
    facts = stand_in(tmp_path, "lynx", IN_TERMINAL)
    with reader(tmp_path, "--library", library(tmp_path), environment=path_of(tmp_path)) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(lambda text: "A PAGE" in text, "the browser has drawn its page")
        terminal.press("\x03")
        terminal.wait_for(lambda text: "• One" in text and "A PAGE" not in text, "the reader is drawn again")
        assert json.loads(facts.read_text())["typed"] == "interrupted"
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys again")


def test_a_browser_in_the_terminal_that_fails_is_reported(tmp_path: Path) -> None:
    stand_in(tmp_path, "w3m", "sys.exit(1)")
    with reader(tmp_path, "--library", library(tmp_path), environment=path_of(tmp_path)) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(lambda text: "The browser failed" in text and "copied instead" in text, "the failure is told")
        assert copied(terminal)


def test_a_graphical_browser_has_no_part_of_the_terminal(tmp_path: Path) -> None:
    facts = stand_in(tmp_path, "xdg-open", "tell()")
    with reader(
        tmp_path, "--library", library(tmp_path), environment=path_of(tmp_path) | {"DISPLAY": ":7"}
    ) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(lambda text: "harbour.example" in text and facts.exists(), "the browser was started")
        told = json.loads(facts.read_text())
        assert told["arguments"] == ["https://harbour.example/one"]
        assert told["terminals"] == [False, False, False]
        assert told["leads_session"]
        assert b"A PAGE" not in terminal.written


@pytest.mark.parametrize("surroundings", [{}, {"SSH_TTY": "/dev/pts/1", "DISPLAY": ":7"}], ids=["none", "SSH"])
def test_where_no_browser_is_the_address_is_shown_and_copied(tmp_path: Path, surroundings: dict[str, str]) -> None:
    folder = library(tmp_path)
    if surroundings:
        stand_in(tmp_path, "xdg-open", "tell()")
        stand_in(tmp_path, "w3m", "tell()")
    with reader(tmp_path, "--library", folder, environment=path_of(tmp_path) | surroundings) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(
            lambda text: "copied instead" in text and "https://harbour.example/one" in text, "it is shown"
        )
        assert copied(terminal)
    assert not (tmp_path / "facts.json").exists()


def copied(terminal: Terminal) -> bool:
    """Whether the address went to the terminal's clipboard."""
    return b"\x1b]52;c;" + b64encode(b"https://harbour.example/one") in terminal.written


def test_a_browser_in_the_terminal_that_can_t_be_started_leaves_the_reader_working(tmp_path: Path) -> None:
    stand_in(tmp_path, "w3m", IN_TERMINAL)
    (tmp_path / "bin" / "w3m").write_text("#!/nowhere/at/all\n")
    with reader(tmp_path, "--library", library(tmp_path), environment=path_of(tmp_path)) as terminal:
        terminal.wait_for(listed, "the story is listed")
        terminal.press("o")
        terminal.wait_for(lambda text: "could not be started" in text and listed(text), "it is told")
        assert terminal.is_raw
        terminal.press("b")
        terminal.wait_for(lambda text: "1 bookmarked" in text, "the reader takes keys")

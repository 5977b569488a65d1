"""A hostile library gone through in tmux, which has a clipboard and titles to lose. Run by `.ci/run`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import psutil
import pytest
from tests.columns import INDIC, columns_of
from tests.ui.stream import strange_parts
from tests.ui.test_hostile_terminal import STORIES, dump, go_through, shows, write_hostile

DEADLINE: Final = 60.0
NAMES: Final = "set-option -g set-clipboard on ; set-option -g allow-rename on ; set-option -g automatic-rename off"


class Tmux:
    """The reader in a window of a tmux server of its own; what it has written is in the file `written`."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "socket"
        self.written = folder / "written"

    def start(self, home: dict[str, str], library: Path, columns: int, lines: int) -> None:
        """Have the reader opened, with what it writes kept from its first byte on."""
        program = [sys.executable, "-m", "newsreader", "--library", str(library)]
        self.run(program, home, columns, lines)

    def run(self, program: Sequence[str], home: dict[str, str], columns: int, lines: int) -> None:
        """Have a program run, with what it writes kept from its first byte on."""
        environment = [f"{name}={value}" for name, value in home.items()]
        self.do("-f", "/dev/null", "new-session", "-d", "-n", "mine", "-x", str(columns), "-y", str(lines), "cat")
        self.do(*NAMES.split())
        self.do("select-pane", "-T", "my title")
        self.do("set-option", "-g", "remain-on-exit", "on")
        self.do("pipe-pane", "-o", f"exec cat > '{self.written}'")
        self.do("respawn-pane", "-k", "env", "-i", *environment, *program)

    def do(self, *words: str) -> str:
        """What a command of tmux prints."""
        command = ["tmux", "-S", str(self._socket), *words]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True, timeout=DEADLINE).stdout

    def press(self, keys: str) -> None:
        """Type keys."""
        if keys:
            self.do("send-keys", "-H", *(f"{byte:02x}" for byte in keys.encode()))

    def wait_for(self, condition: Callable[[str], bool], what: str) -> str:
        """The text of the screen as soon as `condition` holds for it."""
        end = time.monotonic() + DEADLINE
        while not condition(text := self.do("capture-pane", "-p")):
            assert time.monotonic() < end, f"{what}, but the screen is:\n{text}"
        return text

    def names(self) -> tuple[str, str]:
        """The title of the pane and the name of the window."""
        title, name = self.do("display-message", "-p", "#{pane_title}\n#{window_name}").splitlines()
        return title, name


@contextmanager
def tmux(folder: Path) -> Iterator[Tmux]:
    server = Tmux(folder)
    try:
        yield server
    finally:
        server.do("kill-server")


@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
def test_clipboard_and_titles_stay_the_users(tmp_path: Path, home: dict[str, str], size: tuple[int, int]) -> None:
    write_hostile(tmp_path / "news")
    with tmux(tmp_path) as window:
        window.start({**home, "PATH": os.environ["PATH"], "TERM": "tmux-256color"}, tmp_path / "news", *size)
        window.wait_for(shows(f"{STORIES} of {STORIES}"), "the stories are listed")
        window.wait_for(shows("Marked"), "the Markdown story is there too")
        go_through(window)
        assert window.do("list-buffers") == ""
        assert window.names() == ("my title", "mine")
        assert strange_parts(window.written.read_bytes().rpartition(b"\x1b")[0]) == []
        window.press("y")
        window.wait_for(lambda _: bool(window.do("list-buffers")), "what the user copies does get there")
        assert window.do("show-buffer").startswith("https://evil.example/")
        assert window.names() == ("my title", "mine")


@pytest.mark.parametrize("columns", [100, 80, 40])
def test_no_word_is_lost_and_borders_are_straight_where_vowels_stand_beside_the_letters(
    tmp_path: Path, home: dict[str, str], columns: int
) -> None:
    stories = [
        {"title": sentence, "outlet": {"name": sentence}, "summary": f"{name}: {sentence} {sentence}."}
        for name, sentence in INDIC.items()
    ]
    (tmp_path / "news").mkdir()
    dump(tmp_path / "news" / "stories.yaml", stories)
    with tmux(tmp_path) as window:
        environment = {**home, "PATH": os.environ["PATH"], "TERM": "tmux-256color", "LANG": "C.UTF-8"}
        window.start(environment, tmp_path / "news", columns, 60)
        window.wait_for(shows(f"{len(stories)} of {len(stories)}"), "the stories are listed")
        for name, sentence in reversed(INDIC.items()):
            window.press("\r" if columns < 80 else "")
            text = window.wait_for(shows(f"{name}: "), "the story is shown")
            window.wait_for(partial(_shows_all, sentence), "all words are on the screen")
            borders = {columns_of(line[: line.index("│")]) for line in text.splitlines()[:40] if "│" in line}
            assert len(borders) == (0 if columns < 80 else 1), text
            if columns < 80:
                window.press("\x1b")
                window.wait_for(partial(_lacks, f"{name}: "), "the list is back")
            window.press("j")


def _lacks(words: str, text: str) -> bool:
    return words not in text


def _shows_all(sentence: str, text: str) -> bool:
    """Whether each word of the summary, which says the sentence twice, stands on the screen."""
    shown = Counter(" ".join(line.rpartition("│")[2] for line in text.splitlines()).replace(".", " ").split())
    words = Counter(sentence.replace(".", " ").split())
    return all(shown[word] >= 2 * count for word, count in words.items())


@pytest.mark.parametrize("keys", ["", "?"], ids=["the list", "a box"])
def test_a_reader_that_was_suspended_by_its_shell_draws_all_of_itself_again(
    tmp_path: Path, home: dict[str, str], keys: str
) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.yaml").write_text("title: The ferry sails\nsummary: It left.\n", encoding="utf-8")
    with tmux(tmp_path) as window:
        environment = {**home, "PATH": os.environ["PATH"], "TERM": "tmux-256color", "PS1": "ready> "}
        window.run(["bash", "--norc"], environment, 100, 24)
        window.wait_for(shows("ready>"), "the shell is there")
        window.press(f"{sys.executable} -m newsreader --library {tmp_path / 'news'}\r")
        window.wait_for(shows("1 of 1"), "the story is listed")
        window.press(keys)
        whole = ("─ Help ─", "Esc") if keys else ("It left.", "1 of 1", "Quit")
        window.wait_for(lambda text: all(part in text for part in whole), "the reader is drawn")
        (reader,) = psutil.Process(int(window.do("display-message", "-p", "#{pane_pid}"))).children()
        reader.send_signal(signal.SIGTSTP)
        window.wait_for(shows("Stopped"), "the shell has the terminal")
        window.press("fg\r")
        window.wait_for(lambda text: all(part in text for part in whole), "all of the reader is drawn again")

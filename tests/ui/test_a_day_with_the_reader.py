"""A day with the reader, in a real pseudo-terminal of each size: what somebody does who lives in it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.ui.terminal import Terminal, reader

from newsreader.paths import sample_library

SIZES = [(200, 60), (120, 36), (80, 24), (40, 12)]


class Day:
    """Presses keys, and waits each time for what they bring."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def press(self, keys: str, *texts: str, without: str = "") -> None:
        """Press keys, and wait until all `texts` are on the screen, and `without` is not."""
        self._terminal.press(keys)
        self.sees(*texts, without=without, keys=keys)

    def is_back_with(self, outcome: Callable[[], bool], what: str) -> None:
        """Wait until another program has done something, and the reader has the terminal back."""
        self._terminal.wait_until(lambda: outcome() and self._terminal.is_raw, what)

    def sees(self, *texts: str, without: str = "", keys: str = "") -> None:
        """Wait for texts that are on the screen, and for one that is not."""
        self._terminal.wait_for(
            lambda screen: all(text in screen for text in texts) and not (without and without in screen),
            f"after {keys!r}: {texts} without {without!r}",
        )


@pytest.mark.parametrize(("columns", "lines"), SIZES)
def test_every_key_of_the_day_does_its_work(tmp_path: Path, columns: int, lines: int) -> None:
    library = tmp_path / "news"
    shutil.copytree(sample_library(), library)
    (library / "wrong.yaml").write_text("summary: [\n", encoding="utf-8")
    noted, piped = tmp_path / "edited", tmp_path / "piped"
    noted.touch()
    config = tmp_path / ".config" / "newsreader"
    config.mkdir(parents=True)
    copy = f"import sys; open({str(piped)!r}, 'w').write(sys.stdin.read())"
    (config / "config.toml").write_text(
        f"pipe = {[sys.executable, '-c', copy]!r}\nmute = ['outlet:nature']\n", encoding="utf-8"
    )
    editor = tmp_path / "editor"
    editor.write_text(f"#!{sys.executable}\nimport sys\nopen({str(noted)!r}, 'a').write(sys.argv[-1] + '\\n')\n")
    editor.chmod(0o755)
    keys = {"EDITOR": str(editor)}
    is_alone = columns < 80
    with reader(tmp_path, "--library", str(library), columns=columns, lines=lines, environment=keys) as terminal:
        day = Day(terminal)
        day.sees("52 of 52")
        # Rows, filter, marks and undo
        day.press("=", "· May 2025")
        day.press("=", without="· May 2025")
        day.press("/bia", "/ bia", "52 of 52")
        day.press("\x1b", "filter: words", "52 of 52")
        day.press("b", "★")
        day.press("u", "Undone: bookmark", without="★")
        day.press("x", "51 of 51")
        day.press("u", "Undone: hidden")
        day.press("j", "52 of 52")
        day.press("/zzzz", "/ zzzz", " 0 of 52")
        if not is_alone:
            day.sees("min\u00a0·")  # the story stays where a filter finds nothing
        day.press("\x1b", "filter: words", "52 of 52")
        day.press("/is:muted\r", "/ is:muted", " 2 of 52")
        day.press("\x1b", "52 of 52")
        # Rail, views, help, boxes
        day.press("L", "Views", "▸ All")
        day.press("j\r", "/ is:unread")
        day.press("0", "/ bias:lean-right,right")
        day.press("4", "filter: words")
        day.press("V", "Name this view")
        day.press("Mine\r", "A key for Mine")
        day.press("\r", without="╭─")
        day.press("?", "First of all")
        day.press("\x1b", without="First of all")
        day.press("v", "Views", "is:unread")
        day.press("\x1b", without="is:unread")
        day.press(":", "╭─ Commands")
        day.press("\x1b", without="╭─ Commands")
        day.press("l", "╭─ Links")
        day.press("\x1b", without="╭─ Links")
        day.press("T", "Themes")
        day.press("\x1b", "52 of 52", without="Themes")
        # The outlets and their ratings
        day.press("O", "╭─ Outlets")
        day.press("\x12", "╭─ Rate")
        day.press("\x1b", "╭─ Outlets", without="╭─ Rate")
        day.press("\x1b", "52 of 52", without="╭─ Outlets")
        # Problems, the editor, the pipe and the citation
        day.press("!", "wrong.yaml")
        day.press("\r", "wrong.yaml")
        day.is_back_with(lambda: "wrong.yaml" in noted.read_text(encoding="utf-8"), "the editor had the file")
        day.press("\x1b", "52 of 52", without="wrong.yaml")
        day.press("E")
        day.is_back_with(lambda: noted.read_text(encoding="utf-8").count("\n") == 2, "the editor had the story")
        day.press("|")
        day.is_back_with(lambda: piped.is_file() and "# " in piped.read_text(encoding="utf-8"), "it was piped")
        day.press("Y", "opied")
        # In the story
        day.press("/venezuela\r", "/ venezuela", " 1 of 52")
        day.press("\r", "AI title")
        day.press("\x06", "find in the story")
        day.press("qqq", "not found")
        day.press("\x1b", without="not found")
        if is_alone:
            day.press("q", "/ venezuela", without="AI title")
        else:
            day.press("1", "/ venezuela")
        day.press("\x11")
        assert terminal.wait_for_end() == 0

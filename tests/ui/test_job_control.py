"""The reader as a job of a shell: suspended by its key, brought back, left in the background, ended there."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.ui.terminal import Terminal, reader
from tests.ui.test_life_and_death import assert_given_back, listed

from newsreader.config import Config
from newsreader.keys.commands import BY_NAME
from newsreader.keys.keymap import DEFAULT_KEYMAP, remapped
from newsreader.ui.boxes.palette import PaletteScreen
from newsreader.ui.help_text import help_sections

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.conftest import Desk

SHELL: Final = """
import os, signal, sys, termios
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
signal.signal(signal.SIGTSTP, signal.SIG_IGN)
own = termios.tcgetattr(0)
job = os.fork()
if job == 0:
    os.setpgid(0, 0)
    os.tcsetpgrp(0, os.getpid())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)
    signal.signal(signal.SIGTSTP, signal.SIG_DFL)
    from newsreader.__main__ import main
    sys.exit(main())
def wait():
    _, status = os.waitpid(job, os.WUNTRACED)
    os.tcsetpgrp(0, os.getpgrp())
    termios.tcsetattr(0, termios.TCSANOW, own)
    if os.WIFSTOPPED(status):
        print("job is stopped,", os.WSTOPSIG(status), flush=True)
        return
    print("job has ended,", os.waitstatus_to_exitcode(status), flush=True)
    sys.exit()
wait()
for line in sys.stdin:
    if line == "fg\\n":
        os.tcsetpgrp(0, job)
    if line == "kill\\n":
        os.killpg(job, signal.SIGTERM)
    os.killpg(job, signal.SIGCONT)
    wait()
"""
"""As much of a shell as there is to job control: fg, bg and kill."""
SHELL_PROGRAM: Final = (sys.executable, "-c", SHELL)
CTRL_Z: Final = "\x1a"


def stops(terminal: Terminal, times: int) -> bool:
    return len(re.findall(rb"job is stopped", terminal.written)) == times


def wait_for_stop(terminal: Terminal, times: int = 1) -> None:
    terminal.wait_for(lambda _: stops(terminal, times), "the shell has the terminal")
    assert_given_back(terminal)
    terminal.screen.reset()


@pytest.mark.parametrize("opening", ["", "j", "\r", "/", "/coast", "t", "?", ":", "T", "v", "!", "A"])
def test_the_key_gives_the_terminal_to_the_shell_and_fg_brings_the_reader_back(tmp_path: Path, opening: str) -> None:
    with reader(tmp_path, program=SHELL_PROGRAM) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press(opening)
        terminal.press_until([CTRL_Z], lambda _: stops(terminal, 1), "the reader is suspended")
        wait_for_stop(terminal)
        terminal.press("fg\r")
        terminal.wait_for(lambda text: " of 54" in text, "the reader is drawn again")
        assert terminal.is_raw
        in_turn = ("\x1b", "\x1b", "\x1b", "b")
        terminal.press_until(in_turn, lambda text: "1 bookmarked" in text, "the reader takes keys again")
        terminal.press_until(["\x1b", "q"], lambda _: b"job has ended, 0" in terminal.written, "the reader is left")
        assert_given_back(terminal)


def test_the_key_takes_back_what_was_typed_where_a_note_is_written(tmp_path: Path) -> None:
    with reader(tmp_path, program=SHELL_PROGRAM) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.begin_note("half a thought")
        terminal.press_until([CTRL_Z], lambda text: "half a thought" not in text, "it is taken back")
        assert stops(terminal, 0)


def test_a_reader_that_is_continued_in_the_background_waits_for_the_terminal(tmp_path: Path) -> None:
    with reader(tmp_path, program=SHELL_PROGRAM) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press(CTRL_Z)
        wait_for_stop(terminal)
        seen = len(terminal.written)
        terminal.press("bg\r")
        wait_for_stop(terminal, 2)
        assert b"\x1b[?1049h" not in terminal.written[seen:]
        terminal.press("fg\r")
        terminal.wait_for(listed, "the reader is drawn again")
        terminal.press("q")
        terminal.wait_for(lambda _: b"job has ended, 0" in terminal.written, "the reader is left")
        assert_given_back(terminal)


def test_a_suspended_reader_can_be_ended_by_the_shell(tmp_path: Path) -> None:
    with reader(tmp_path, program=SHELL_PROGRAM) as terminal:
        terminal.wait_for(listed, "the stories are listed")
        terminal.press(CTRL_Z)
        wait_for_stop(terminal)
        terminal.press("kill\r")
        terminal.wait_for(lambda _: b"job has ended, 143" in terminal.written, "the reader has ended")
        assert_given_back(terminal)


async def test_the_command_is_offered_only_where_there_may_be_a_shell(
    full_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for has_shell in (True, False):
        async with full_desk.open() as ui:
            if not has_shell:
                monkeypatch.setattr(type(ui.app), "is_web", True)
            await ui.press("colon")
            box: Any = ui.app.screen
            assert isinstance(box, PaletteScreen)
            assert (BY_NAME["suspend"] in box._offers) == has_shell
            await ui.press("escape", "question_mark", *"suspend")
            assert ("Go back to the shell" in ui.screen_text()) == has_shell
    titles = [row.title for section in help_sections(DEFAULT_KEYMAP, has_shell=False) for row in section.rows]
    assert "Suspend" not in titles
    assert "Undo" in titles


async def test_a_letter_that_suspends_is_still_a_letter_where_text_is_typed(full_desk: Desk) -> None:
    async with full_desk.open(config=Config(read_after=0, keys=remapped({"suspend": ("x", "f4")})[0])) as ui:
        called: list[str] = []
        ui.app.action_suspend_process = lambda: called.append("")  # type: ignore[method-assign]
        await ui.press("t")
        await ui.press(*"xyz")
        assert called == []
        await ui.press("f4")
        assert called == [""]
        await ui.press("escape", "slash", *"xyz", "f4", "escape", "escape", "x")
        assert len(called) == 3

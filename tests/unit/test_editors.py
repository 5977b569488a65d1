"""The user's editor: which it is, and the words that open a file at a line in it."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.editors import EDITORS, NoEditorError, edit_command, known_editor
from newsreader.foreground import ending_of

FILE = "/news/a b.yaml"
AT_LINE_SEVEN = {
    "vi": ("+7", FILE),
    "vim": ("+7", FILE),
    "vim.tiny": ("+7", FILE),
    "nvim": ("+7", FILE),
    "nano": ("+7", FILE),
    "emacs": ("+7", FILE),
    "emacs-nox": ("+7", FILE),
    "emacsclient": ("+7", FILE),
    "kak": ("+7", FILE),
    "micro": ("+7", FILE),
    "mcedit": ("+7", FILE),
    "hx": (f"{FILE}:7",),
    "helix": (f"{FILE}:7",),
    "gvim": ("-f", "+7", FILE),
    "gedit": ("--wait", "+7", FILE),
    "kate": ("--block", "--line", "7", FILE),
    "kwrite": ("--line", "7", FILE),
    "subl": ("--wait", f"{FILE}:7"),
    "zed": ("--wait", f"{FILE}:7"),
    "code": ("--wait", "--goto", f"{FILE}:7"),
    "codium": ("--wait", "--goto", f"{FILE}:7"),
    "mate": ("--wait", "--line", "7", FILE),
    "pycharm": ("--wait", "--line", "7", FILE),
    "unheard-of": (FILE,),
}


def installed(folder: Path, name: str) -> Path:
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


@pytest.mark.parametrize("name", AT_LINE_SEVEN)
def test_each_editor_is_told_the_line_in_its_own_way(tmp_path: Path, name: str) -> None:
    program = installed(tmp_path, name)
    command = edit_command(FILE, 7, {"EDITOR": name, "PATH": str(tmp_path)})
    assert command.words == (str(program), *AT_LINE_SEVEN[name])


@pytest.mark.parametrize("name", AT_LINE_SEVEN)
def test_without_a_line_the_file_stands_alone(tmp_path: Path, name: str) -> None:
    installed(tmp_path, name)
    command = edit_command(FILE, 0, {"EDITOR": name, "PATH": str(tmp_path)})
    assert command.words[-1] == FILE
    assert "7" not in "".join(command.words[1:-1])


def test_no_name_stands_for_two_editors() -> None:
    names = [name for editor in EDITORS for name in editor.names]
    assert len(names) == len(set(names))
    assert all(editor.place and any("{file}" in word for word in editor.place) for editor in EDITORS)


def test_editor_goes_before_visual_and_an_empty_one_counts_as_none(tmp_path: Path) -> None:
    for name in ("nano", "vim"):
        installed(tmp_path, name)
    path = {"PATH": str(tmp_path)}
    assert edit_command(FILE, 1, {"EDITOR": "nano", "VISUAL": "vim", **path}).name == "nano"
    assert edit_command(FILE, 1, {"EDITOR": "  ", "VISUAL": "vim", **path}).name == "vim"
    with pytest.raises(NoEditorError, match="export EDITOR="):
        edit_command(FILE, 1, path)


def test_options_of_the_editor_are_kept_and_one_that_waits_is_not_doubled(tmp_path: Path) -> None:
    program = str(installed(tmp_path, "code"))
    for wait in ("--wait", "-w"):
        words = edit_command(FILE, 7, {"EDITOR": f"code {wait} --new-window", "PATH": str(tmp_path)}).words
        assert words == (program, wait, "--new-window", "--goto", f"{FILE}:7")
    words = edit_command(FILE, 7, {"EDITOR": f"'{program}' \"a b\"", "PATH": ""}).words
    assert words == (program, "a b", "--wait", "--goto", f"{FILE}:7")


def test_a_link_to_an_editor_is_that_editor(tmp_path: Path) -> None:
    installed(tmp_path, "vim.basic")
    (tmp_path / "editor").symlink_to("vim.basic")
    assert edit_command(FILE, 7, {"EDITOR": "editor", "PATH": str(tmp_path)}).words[1:] == ("+7", FILE)


@pytest.mark.parametrize("value", ["nano 'half", '"', "''", "not-there", "/not/there --wait"])
def test_what_names_no_program_is_refused_with_a_sentence(tmp_path: Path, value: str) -> None:
    with pytest.raises(NoEditorError, match=r"EDITOR.*\."):
        edit_command(FILE, 1, {"EDITOR": value, "PATH": str(tmp_path)})


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1), st.integers(0, 10**6))
def test_a_file_is_one_word_and_never_an_option_whatever_its_name(name: str, line: int) -> None:
    for program in ("cat", "sh"):
        words = edit_command(name, line, {"EDITOR": program, "PATH": os.environ["PATH"]}).words
        assert words[1:] == (os.path.abspath(name),)
        assert words[1][0] not in "-+"


def test_an_unknown_name_is_no_known_editor() -> None:
    assert known_editor("/usr/bin/vim") is known_editor("vim.nox")
    assert known_editor("code-insiders") is known_editor("code")
    assert known_editor("codex") is None


def test_how_a_program_ended_is_told_by_its_status_or_the_name_of_the_signal() -> None:
    assert ending_of(3) == "ended with exit status 3"
    assert ending_of(-signal.SIGKILL) == "was ended by SIGKILL"
    assert ending_of(-250) == "was ended by signal 250"

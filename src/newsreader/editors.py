"""The user's editor: which it is, and how it is told the line at which to open a file.

No shell is asked. What the environment holds is split into words, and file and line are words of their own.
"""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.text import clean_line

VARIABLES: Final = ("EDITOR", "VISUAL")
"""What may name the editor; the first that names one counts."""


class NoEditorError(NewsreaderError):
    """Signal that no editor is named, or none that there is; the text says what to do."""


class Editor(Struct, frozen=True):
    """How some editors are told a line.

    `names` are those of the programs. `place` are the words that stand for a file and its line. Each of the words
    `waits` tells an editor with a window to wait until the file is closed; the first is the one to add.
    """

    names: tuple[str, ...]
    place: tuple[str, ...]
    waits: tuple[str, ...] = ()


_PLUS: Final = ("+{line}", "{file}")
_COLON: Final = ("{file}:{line}",)
_OPTION: Final = ("--line", "{line}", "{file}")

EDITORS: Final = (
    Editor(("vi", "vim", "nvim", "view", "ex", "nvi"), _PLUS),
    Editor(("nano", "pico"), _PLUS),
    Editor(("emacs", "emacsclient", "mg"), _PLUS),
    Editor(("kak", "micro", "mcedit", "joe", "jmacs", "jstar", "jpico", "ne"), _PLUS),
    Editor(("hx", "helix"), _COLON),
    Editor(("gvim", "mvim"), _PLUS, ("-f", "--nofork")),
    Editor(("gedit",), _PLUS, ("--wait", "-w")),
    Editor(("kate",), _OPTION, ("--block", "-b")),
    Editor(("kwrite",), _OPTION),
    Editor(("subl", "sublime_text"), _COLON, ("--wait", "-w")),
    Editor(("zed", "zeditor"), _COLON, ("--wait", "-w")),
    Editor(
        ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"),
        ("--goto", "{file}:{line}"),
        ("--wait", "-w"),
    ),
    Editor(("mate",), _OPTION, ("--wait", "-w")),
    Editor(("idea", "pycharm", "webstorm", "goland", "clion"), _OPTION, ("--wait",)),
)
"""The editors whose way of naming a line is known. Any other one is given the file alone."""

_BY_NAME: Final = {name: editor for editor in EDITORS for name in editor.names}


class EditCommand(Struct, frozen=True):
    """The words that open a file in the user's editor, its name as it is shown, and whether it has a window."""

    words: tuple[str, ...]
    name: str
    has_window: bool = False


def edit_command(path: str, line: int = 0, environment: Mapping[str, str] = os.environ) -> EditCommand:
    """Return what opens the file at `path` in the user's editor, at `line` (from 1; 0 for none).

    Raises NoEditorError where no editor is set, or where it is not installed.
    """
    variable = next((name for name in VARIABLES if environment.get(name, "").strip()), None)
    if variable is None:
        raise NoEditorError(
            "No editor is set. Set EDITOR in the environment to the one you use, such as: export EDITOR=nano"
        )
    program, *options = _words(variable, environment[variable])
    found = shutil.which(program, path=environment.get("PATH"))
    if found is None:
        raise NoEditorError(f"The editor “{clean_line(program)}”, which {variable} names, is not installed.")
    editor = known_editor(program) or known_editor(os.path.realpath(found))
    words = (found, *options, *_place(editor, options, os.path.abspath(path), line))
    return EditCommand(words, clean_line(Path(program).name), editor is not None and bool(editor.waits))


def _words(variable: str, value: str) -> list[str]:
    try:
        words = shlex.split(value)
    except ValueError as error:
        raise NoEditorError(f"{variable} in the environment can't be understood: {error}.") from error
    if not words or not words[0]:
        raise NoEditorError(f"{variable} in the environment names no program.")
    return words


def known_editor(program: str) -> Editor | None:
    """Return what is known of the editor with this name or path, which may have an ending such as that of vim.tiny."""
    name = Path(program).name
    if name.startswith("emacs-"):  # as Debian calls those that were built differently
        name = "emacs"
    return _BY_NAME.get(name) or _BY_NAME.get(name.partition(".")[0])


def _place(editor: Editor | None, options: list[str], path: str, line: int) -> list[str]:
    """Return the words for a file and its line; the path is absolute, so that none is taken for an option."""
    if editor is None:
        return [path]
    waits = [] if not editor.waits or set(editor.waits) & set(options) else [editor.waits[0]]
    place = [word.format(file=path, line=line) for word in editor.place] if line > 0 else [path]
    return [*waits, *place]

"""Every setting: a field of `Config` with its default, and a line in `READERS` that says how its value is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from newsreader.config.fetch import FetchSettings
from newsreader.config.summarize import SummarizeSettings
from newsreader.config.values import switch
from newsreader.errors import UsageError
from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.paths import Paths, sample_library
from newsreader.views import View

READ_WHEN: Final = ("opened", "shown", "end")
"""What makes a story count as read: going into it, being on the screen, or its end."""

ORDERS: Final = ("newest", "oldest", "outlet", "bias", "title", "relevance", "unread", "event")
"""The orders that a list can be kept in, as the reader goes through them."""


class MuteRule(Struct, frozen=True):
    """A filter whose stories are left out of lists, and where it stands in the config file."""

    text: str
    path: str = ""
    line: int = 1


class Config(Struct, frozen=True):
    """All settings.

    `library` is the folder of the library that opens when no other is named, `theme` the name of a colour theme.
    `text_width` is the width of a story's text in columns. `title_lines` is the number of lines that a title in the
    list may have; None: two where the window has room for them, else one. `hints` says whether the status line shows
    what else can be done. `sort` is the order in which the list begins, "" for that of the last time. `read_when` says
    when a story counts as read. With "opened" it does when Enter opens it, when its end is reached, or when it has had
    the keys for `read_after` seconds. With "shown" these seconds begin when it comes on the screen, with "end" at its
    end.
    With 0 seconds none counts as read by itself. `views` are the user's views, in the order of the file;
    whether their filters can be understood is not known here. `ascii` says whether only 7-bit characters are shown;
    None: where the locale knows no others. `serve_sessions` is how many tabs of browsers are served at the same time.
    `pipe` is the command that is given a story as Markdown, one word each; () for none.
    `mute` are the filters whose stories are left out of lists; whether they can be understood is not known here, too.
    `keys` are the keys of all commands, those that the user wants among them. `fetch` says how feeds are fetched.
    `summarize` says which model writes summaries.
    """

    library: str = ""
    theme: str = "newsreader-dark"
    text_width: int = 72
    read_after: float = 5.0
    read_when: str = "opened"
    views: tuple[View, ...] = ()
    ascii: bool | None = None
    title_lines: int | None = None
    hints: bool = True
    sort: str = ""
    serve_sessions: int = 20
    pipe: tuple[str, ...] = ()
    mute: tuple[MuteRule, ...] = ()
    keys: Keymap = DEFAULT_KEYMAP
    fetch: FetchSettings = FetchSettings()
    summarize: SummarizeSettings = SummarizeSettings()


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("has to be text in quotes")
    return value


def _width(value: object) -> int:
    if type(value) is not int or not 30 <= value <= 200:
        raise ValueError("has to be a whole number from 30 to 200")
    return value


def _lines(value: object) -> int:
    if type(value) is not int or value not in (1, 2):
        raise ValueError("has to be 1 or 2")
    return value


def _sessions(value: object) -> int:
    if type(value) is not int or not 1 <= value <= 1000:
        raise ValueError("has to be a whole number from 1 to 1000")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise ValueError("has to be a number of seconds from 0 to 3600")
    return float(value)


def _one_of(words: Collection[str], value: object) -> str:
    text = _text(value)
    if text not in words:
        raise ValueError("has to be " + " or ".join(f'"{word}"' for word in words))
    return text


def _order(value: object) -> str:
    return "" if value == "" else _one_of(ORDERS, value)


def _command(value: object) -> tuple[str, ...]:
    words = [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
    if words != value or any("\0" in word for word in words) or (words and not words[0].strip()):
        raise ValueError('has to be a list of a program and its arguments, such as ["glow", "-"]')
    return tuple(words)


READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "library": _text,
    "theme": _text,
    "text_width": _width,
    "title_lines": _lines,
    "hints": switch,
    "sort": _order,
    "read_after": _seconds,
    "read_when": partial(_one_of, READ_WHEN),
    "ascii": switch,
    "serve_sessions": _sessions,
    "pipe": _command,
}
"""How the value of each setting is read; a ValueError says what it has to be. Tables have readers of their own."""

WORDS: Final[Mapping[str, Collection[str]]] = {"read_when": READ_WHEN, "sort": ORDERS}
"""The values of the settings that know only some."""


class LibraryChoice(Struct, frozen=True):
    """The folder of the library to open; `is_sample` when it is the one that comes with the program."""

    root: Path
    is_sample: bool


def choose_library(named: str | None, environment: Mapping[str, str], config: Config, paths: Paths) -> LibraryChoice:
    """Return the library to open.

    It is the one `named` on the command line, else in the environment, else in the config. Without a name it is the
    user's default one, else the sample.

    Raises UsageError when one that was named is not a folder.
    """
    sources = (
        (named, "--library"),
        (environment.get("NEWSREADER_LIBRARY"), "NEWSREADER_LIBRARY"),
        (config.library, f"the config {paths.config_file}"),
    )
    for folder, source in sources:
        if folder:
            root = Path(os.path.expanduser(folder))
            if not os.path.isdir(root):  # false as well where the path is too long to be looked at
                raise UsageError(
                    f"There is no library at {root} (named by {source}). "
                    f"Name another folder, or make a library there with: newsreader init {root}"
                )
            return LibraryChoice(root, False)
    if os.path.isdir(paths.default_library):
        return LibraryChoice(paths.default_library, False)
    return LibraryChoice(sample_library(), True)

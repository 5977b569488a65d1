"""The user's settings: what can be set, to what, and what is said when it can't be read.

Every setting is one field of `Config` with its default; the file is TOML.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from newsreader.errors import Problem, Severity, UsageError
from newsreader.paths import Paths, sample_library
from newsreader.text import clean_line
from newsreader.views import View

READ_WHEN: Final = ("shown", "end")
"""What makes a story count as read: some seconds on the screen, or its end on the screen."""
MOST_VIEWS: Final = 100
VIEW_NAME_LIMIT: Final = 40
"""Most characters of a view's name."""
_A_VIEW: Final = 'Left = "bias:left"'


@dataclass(frozen=True, slots=True)
class Config:
    """All settings.

    `library` is the folder of the library that opens when no other is named, `theme` the name of a
    colour theme, `text_width` the measure of a story's text in columns, `title_lines` how many lines a title in the
    list may have, `hints` whether the status line tells what else can be done, `read_after` the seconds
    after which a story on the screen counts as read (0: never by itself). `read_when` is "shown",
    or "end" for stories that count as read when their end has been on the screen. `views` are the
    user's views, in the order of the file; whether their filters can be understood is not known here.
    `ascii` says whether only 7-bit characters are shown; None: where the locale knows no others.
    """

    library: str = ""
    theme: str = "newsreader-dark"
    text_width: int = 72
    read_after: float = 1.5
    read_when: str = "shown"
    views: tuple[View, ...] = ()
    ascii: bool | None = None
    title_lines: int = 1
    hints: bool = True


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """Settings with what was wrong in their file; a bad value leaves its default in place."""

    config: Config
    problems: tuple[Problem, ...]


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


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")
    return value


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise ValueError("has to be a number of seconds from 0 to 3600")
    return float(value)


def _moment(value: object) -> str:
    text = _text(value)
    if text not in READ_WHEN:
        raise ValueError("has to be " + " or ".join(f'"{moment}"' for moment in READ_WHEN))
    return text


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("has to be true or false")
    return value


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "library": _text,
    "theme": _text,
    "text_width": _width,
    "title_lines": _lines,
    "hints": _switch,
    "read_after": _seconds,
    "read_when": _moment,
    "ascii": _yes_or_no,
}
_WORDS: Final[Mapping[str, Collection[str]]] = {"read_when": READ_WHEN}
"""The values of the settings that know only some."""


def load_config(path: Path) -> LoadedConfig:
    """The settings in the file at `path`; no file means all defaults."""
    try:
        text = path.read_bytes().decode("utf-8")
        import tomllib  # most users have no config file

        data = tomllib.loads(text)
    except FileNotFoundError:
        return LoadedConfig(Config(), ())
    except OSError as error:
        return _unreadable(path, 0, 0, f"The config file can't be read: {error.strerror}.")
    except UnicodeDecodeError:
        return _unreadable(path, 1, 1, "The config file is not UTF-8 text.")
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        return _unreadable(path, line, column, f"The config file is not TOML: {re.sub(r' [(]at .*', '', str(error))}.")
    return _read_settings(path, text, data)


def require_config(path: Path) -> Config:
    """The settings in the file at `path`; raises UsageError with every problem if there is any."""
    loaded = load_config(path)
    if loaded.problems:
        raise UsageError("\n".join(map(str, loaded.problems)))
    return loaded.config


def _unreadable(path: Path, line: int, column: int, message: str) -> LoadedConfig:
    return LoadedConfig(Config(), (Problem(str(path), line, column, message, "Mend it, or move the file away."),))


def _read_settings(path: Path, text: str, data: Mapping[str, object]) -> LoadedConfig:
    reading = _Reading(str(path), text)
    for name, value in data.items():
        if name == "views":
            reading.read_views(value)
        else:
            reading.read(name, value)
    return LoadedConfig(reading.config, tuple(reading.problems))


class _Reading:
    """Reads settings, one after the other; what is wrong with one costs no other."""

    def __init__(self, path: str, text: str) -> None:
        self._path = path
        self._text = text
        self.config = Config()
        self.problems: list[Problem] = []

    def read(self, name: str, value: object) -> None:
        """Take over a setting of one value."""
        line = _line_of(name, self._text)
        if name not in _READERS:
            names = [field.name for field in fields(Config)]
            near = get_close_matches(name, names, n=1)
            mend = f'Did you mean "{near[0]}"?' if near else f"The settings are {', '.join(names)}."
            self._report(line, f'There is no setting "{name}".', mend)
            return
        try:
            self.config = replace(self.config, **{name: _READERS[name](value)})
        except ValueError as error:
            near = get_close_matches(str(value), _WORDS.get(name, ()), n=1)
            hint = f'Did you mean "{near[0]}"? ' if near else ""
            default = getattr(self.config, name)
            used = "Nothing is set." if default is None else f"The default, {default!r}, is used."
            self._report(line, f'"{name}" {error}.', hint + used)

    def read_views(self, table: object) -> None:
        """Take over the views that are as they should be."""
        line = _line_of("views", self._text)
        if not isinstance(table, dict):
            self._report(line, '"views" has to be a table of names and filters.', f"Write [views], then {_A_VIEW}")
            return
        views: dict[str, View] = {}
        for key, filter_text in table.items():
            name = clean_line(key)
            fault = _fault_of_view(name, filter_text, views)
            if fault is None:
                views[name] = View(name, clean_line(filter_text))
            else:
                self._report(_line_of_view(key, self._text, line), *fault)
            if len(views) == MOST_VIEWS < len(table):
                self._report(line, f"There are more than {MOST_VIEWS} views.", f"The first {MOST_VIEWS} are used.")
                break
        self.config = replace(self.config, views=tuple(views.values()))

    def _report(self, line: int, message: str, mend: str) -> None:
        self.problems.append(Problem(self._path, line, 1, message, mend, Severity.WARNING))


def _fault_of_view(name: str, filter_text: object, others: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a view, and how to mend it; None if nothing is."""
    if not name:
        return "A view has no name.", f"Give it one: {_A_VIEW}"
    if len(name) > VIEW_NAME_LIMIT:
        return f'The view "{name[:VIEW_NAME_LIMIT]}…" has more than {VIEW_NAME_LIMIT} letters.', "Shorten its name."
    if name in others:
        return f'There are two views "{name}".', "The first is used: rename the other."
    if not isinstance(filter_text, str):
        return f'The filter of the view "{name}" has to be text in quotes.', f"Write it as in {_A_VIEW}"
    return None


def _line_of(name: str, text: str) -> int:
    """The line of a setting: a key before all tables, else a table."""
    key = re.compile(rf"^[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    table = re.compile(rf"^[ \t]*\[+[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    first_table = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    found = key.search(text, 0, first_table.start() if first_table else len(text)) or table.search(text)
    return _line_at(found, text) if found else 1


def _line_of_view(key: str, text: str, line_of_views: int) -> int:
    """The line of a view, else, where its name is written in another way, that of all views."""
    start = len("\n".join(text.split("\n")[: line_of_views - 1]))
    before, after = r"^[ \t]*(?:views[ \t]*\.[ \t]*)?[\"']?", r"[\"']?[ \t]*[=.]"
    found = re.compile(before + re.escape(key) + after, re.MULTILINE).search(text, start)
    return _line_at(found, text) if found else line_of_views


def _line_at(found: re.Match[str], text: str) -> int:
    return text.count("\n", 0, found.start()) + 1


@dataclass(frozen=True, slots=True)
class LibraryChoice:
    """The folder of the library to open; `is_sample` when it is the one that comes with the program."""

    root: Path
    is_sample: bool


def choose_library(named: str | None, environment: Mapping[str, str], config: Config, paths: Paths) -> LibraryChoice:
    """The library to open: the one `named` on the command line, else in the environment, else in the config,
    else the user's default one, else the sample.

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
            if not root.is_dir():
                raise UsageError(
                    f"There is no library at {root} (named by {source}). "
                    f"Name another folder, or make a library there with: newsreader init {root}"
                )
            return LibraryChoice(root, False)
    if paths.default_library.is_dir():
        return LibraryChoice(paths.default_library, False)
    return LibraryChoice(sample_library(), True)

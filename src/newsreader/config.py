"""The user's settings: what can be set, to what, and what is said when it can't be read.

Every setting is one field of `Config` with its default; the file is TOML.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from newsreader.errors import Problem, Severity, UsageError
from newsreader.paths import Paths, sample_library


@dataclass(frozen=True, slots=True)
class Config:
    """All settings.

    `library` is the folder of the library that opens when no other is named, `theme` the name of a
    colour theme, `text_width` the measure of a story's text in columns, `read_after` the seconds
    after which a story on the screen counts as read (0: never by itself).
    """

    library: str = ""
    theme: str = "newsreader-dark"
    text_width: int = 72
    read_after: float = 1.5


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


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 3600:
        raise ValueError("has to be a number of seconds from 0 to 3600")
    return float(value)


_READERS: Final[Mapping[str, Callable[[object], Any]]] = {
    "library": _text,
    "theme": _text,
    "text_width": _width,
    "read_after": _seconds,
}


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
    config = Config()
    problems: list[Problem] = []
    names = [field.name for field in fields(Config)]
    for name, value in data.items():
        line = _line_of(name, text)
        if name not in _READERS:
            near = get_close_matches(name, names, n=1)
            mend = f'Did you mean "{near[0]}"?' if near else f"The settings are {', '.join(names)}."
            problems.append(Problem(str(path), line, 1, f'There is no setting "{name}".', mend, Severity.WARNING))
            continue
        try:
            config = replace(config, **{name: _READERS[name](value)})
        except ValueError as error:
            mend = f"The default, {getattr(config, name)!r}, is used."
            problems.append(Problem(str(path), line, 1, f'"{name}" {error}.', mend, Severity.WARNING))
    return LoadedConfig(config, tuple(problems))


def _line_of(name: str, text: str) -> int:
    found = re.search(rf"^[ \t]*\[?[ \t]*\"?{re.escape(name)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


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

"""Reading the config file: what is wrong with one setting costs no other, and leaves its default in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import fields, replace

from newsreader.config.fetch import read_fetch
from newsreader.config.key_settings import read_keys
from newsreader.config.reports import Reports, line_of
from newsreader.config.settings import READERS, WORDS, Config, MuteRule
from newsreader.config.summarize import read_summarize
from newsreader.config.view_settings import read_views, with_free_keys
from newsreader.errors import Problem, UsageError
from newsreader.regular_file import NotTextError, read_text_file
from newsreader.text import clean_line

MOST_RULES: Final = 100
_SOME_RULES: Final = 'mute = ["topic:sport", "outlet:example -is:bookmarked"]'


def read_mute(value: object, reports: Reports) -> tuple[MuteRule, ...]:
    """Return the mute rules that are text, each with its line."""
    if not isinstance(value, list) or not all(isinstance(rule, str) for rule in value):
        reports.of_setting("mute", '"mute" has to be a list of filters in quotes.', f"Write {_SOME_RULES}")
        return ()
    if len(value) > MOST_RULES:
        message = f"There are more than {MOST_RULES} mute rules."
        reports.of_setting("mute", message, f"The first {MOST_RULES} are used. One rule may name several: topic:a,b")
    start = line_of("mute", reports.text)
    return tuple(
        MuteRule(clean_line(rule), reports.path, _line_from(start, rule, reports.text)) for rule in value[:MOST_RULES]
    )


def _line_from(start: int, rule: str, text: str) -> int:
    """Return the first line from `start` on that has a rule, else `start`: it may be written with escapes."""
    lines = text.split("\n")[start - 1 :]
    return next((number for number, line in enumerate(lines, start) if rule in line), start)


_MOST_BYTES: Final = 1024 * 1024

_TABLES: Final[Mapping[str, Callable[[object, Reports], Any]]] = {
    "views": read_views,
    "keys": read_keys,
    "mute": read_mute,
    "fetch": read_fetch,
    "summarize": read_summarize,
}


class LoadedConfig(Struct, frozen=True):
    """Settings with what was wrong in their file; a bad value leaves its default in place.

    `notes` say what works, but is written in another way now.
    """

    config: Config
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()


def load_config(path: Path) -> LoadedConfig:
    """Return the settings in the file at `path`; no file means all defaults."""
    try:
        text = read_text_file(path, _MOST_BYTES)
        import tomllib  # most users have no config file

        data = tomllib.loads(text)
    except FileNotFoundError:
        return LoadedConfig(Config(), ())
    except OSError as error:
        return _unreadable(path, 0, 0, f"The config file can't be read: {error.strerror}.")
    except NotTextError as error:
        return _unreadable(path, 1, 1, f"The config file {error}.", "Save it as UTF-8, or move the file away.")
    except (ValueError, RecursionError) as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        return _unreadable(path, line, column, f"The config file is not TOML: {re.sub(r' [(]at .*', '', str(error))}.")
    return _read_settings(Reports(str(path), text), data)


def require_config(path: Path) -> Config:
    """Return the settings in the file at `path`; raises UsageError with every problem if there is any."""
    loaded = load_config(path)
    if loaded.problems:
        raise UsageError("\n".join(map(str, loaded.problems)))
    return loaded.config


def _unreadable(
    path: Path, line: int, column: int, message: str, fix: str = "Fix it, or move the file away."
) -> LoadedConfig:
    return LoadedConfig(Config(), (Problem(str(path), line, column, message, fix),))


def _read_settings(reports: Reports, data: Mapping[str, object]) -> LoadedConfig:
    config = Config()
    for name, value in data.items():
        if name in _TABLES:
            config = replace(config, **{name: _TABLES[name](value, reports)})
        elif name in READERS:
            config = _with_setting(config, name, value, reports)
        else:
            names = [field.name for field in fields(Config)]
            near = get_close_matches(name, names, n=1)
            fix = f'Did you mean "{near[0]}"?' if near else f"The settings are {', '.join(names)}."
            reports.of_setting(name, f'There is no setting "{name}".', fix)
    config = with_free_keys(config, reports)
    return LoadedConfig(config, tuple(reports.problems), tuple(reports.notes))


def _with_setting(config: Config, name: str, value: object, reports: Reports) -> Config:
    try:
        return replace(config, **{name: READERS[name](value)})
    except ValueError as error:
        near = get_close_matches(str(value), WORDS.get(name, ()), n=1)
        hint = f'Did you mean "{near[0]}"? ' if near else ""
        default = getattr(config, name)
        used = "Nothing is set." if default is None else f"The default, {default!r}, is used."
        reports.of_setting(name, f'"{name}" {error}.', hint + used)
        return config

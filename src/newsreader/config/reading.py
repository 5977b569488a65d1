"""Reading the config file: what is wrong with one setting costs no other, and leaves its default in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import fields, replace

from newsreader.config.fetch import FetchSettings, HostSettings, read_host, read_number, read_size
from newsreader.config.settings import READERS, WORDS, Config, MuteRule
from newsreader.errors import Problem, Severity, UsageError
from newsreader.keys.commands import BY_NAME, FORMER_NAMES, Command
from newsreader.keys.keymap import Clash, Keymap, remapped
from newsreader.keys.names import KeyNameError, character_of, key_name, parse_key
from newsreader.regular_file import NotTextError, read_text_file
from newsreader.text import clean_line
from newsreader.views import View

_SOME_KEYS: Final = 'bookmark = ["b", "F2"]'


def read_keys(table: object, reports: Reports) -> Keymap:
    """Return the keys of all commands, with those of the table that can be had."""
    wanted: dict[str, tuple[str, ...]] = {}
    if isinstance(table, dict):
        for written, value in table.items():
            name = _current_name(written, table, reports)
            if name in BY_NAME:
                keys = _read_command(BY_NAME[name], value, reports)
                wanted |= {} if keys is None else {name: keys}
            else:
                reports.in_table("keys", name, f'There is no command "{clean_line(name)}".', _near_command(name))
    else:
        reports.of_setting("keys", '"keys" has to be a table of commands and keys.', f"Write [keys], then {_SOME_KEYS}")
    _leave_with_one_command(wanted, reports)
    keymap, clashes = remapped(wanted)
    for clash in clashes:
        reports.in_table("keys", clash.name, *_told(clash))
    return keymap


def _current_name(name: str, table: Collection[str], reports: Reports) -> str:
    """Return what a command is called now; a note says so where the config has a former name of it."""
    current = FORMER_NAMES.get(name, name)
    if current == name or current in table:
        return name
    reports.note_in_table("keys", name, f'The command "{name}" is called "{current}" now.', "Both names work.")
    return current


def _leave_with_one_command(wanted: dict[str, tuple[str, ...]], reports: Reports) -> None:
    """Have no other key leave the reader than those of "quit", in a config from before there was "back-or-quit"."""
    if "quit" in wanted and "back-or-quit" not in wanted:
        wanted["back-or-quit"] = ()
        message = 'Only the keys of "quit" leave the reader: q is the key of "back-or-quit", which is not set here.'
        reports.note_in_table("keys", "quit", message, 'Write back-or-quit = "q", or back-or-quit = [] for none.')


def _near_command(name: str) -> str:
    near = get_close_matches(name.lower().replace("_", "-"), BY_NAME, n=1)
    return f'Did you mean "{near[0]}"?' if near else "All names: newsreader keys"


def _read_command(command: Command, value: object, reports: Reports) -> tuple[str, ...] | None:
    """Return the keys that are wanted for a command; None where it keeps its own."""
    name = command.name
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        reports.in_table(
            "keys", name, f'The keys of "{name}" have to be text in quotes, or a list of it.', f"Write {_SOME_KEYS}"
        )
        return None
    if not texts and command.needs_key:
        reports.in_table("keys", name, f'"{name}" needs a key: nothing else does what it does.', "Name one.")
        return None
    keys: list[str] = []
    for text in texts:
        try:
            keys.append(_usable(text, command))
        except KeyNameError as error:
            reports.in_table("keys", name, f'"{name}": {error}', error.fix)
    return tuple(keys) if keys or not texts else None


def _usable(text: str, command: Command) -> str:
    key = parse_key(clean_line(text))
    if command.place.takes_text and character_of(key):
        raise KeyNameError(
            f'"{key_name(key)}" would be typed as text here.', 'Take a key with Ctrl, or one like "F5" or "PgDn".'
        )
    return key


def _told(clash: Clash) -> tuple[str, str]:
    key = key_name(clash.key)
    if clash.is_last:
        return (
            f'"{clash.name}" can\'t have {key}: it is the only key of "{clash.owner}", which needs one.',
            f'Name another key, or one for "{clash.owner}" too.',
        )
    return (
        f'"{clash.name}" can\'t have {key}, which "{clash.owner}" has.',
        f"The first counts: take {key} off one of them.",
    )


MOST_VIEWS: Final = 100
VIEW_NAME_LIMIT: Final = 40
"""Most characters of a view's name."""
_A_VIEW: Final = 'Left = "bias:left"'
_A_VIEW_WITH_KEY: Final = 'Sea = { filter = "coast", key = "F6" }'


def read_views(table: object, reports: Reports) -> tuple[View, ...]:
    """Return the views of the table that are as they should be."""
    if not isinstance(table, dict):
        reports.of_setting("views", '"views" has to be a table of names and filters.', f"Write [views], then {_A_VIEW}")
        return ()
    views: dict[str, View] = {}
    for written, value in table.items():
        name = clean_line(written)
        filter_text = value.get("filter") if isinstance(value, dict) else value
        fault = _fault_of_view(name, filter_text, views)
        if isinstance(filter_text, str) and fault is None:
            key = _read_key_of_view(written, value, reports) if isinstance(value, dict) else ""
            views[name] = View(name, clean_line(filter_text), key=key)
        elif fault is not None:
            reports.in_table("views", written, *fault)
        if len(views) == MOST_VIEWS < len(table):
            reports.of_setting("views", f"There are more than {MOST_VIEWS} views.", f"The first {MOST_VIEWS} are used.")
            break
    return tuple(views.values())


def _read_key_of_view(name: str, table: Mapping[str, object], reports: Reports) -> str:
    """Return the key that the config gives a view, "" where it gives none that there is."""
    for other in table.keys() - {"filter", "key"}:
        reports.in_table("views", name, f'A view has no "{clean_line(other)}".', f"Write it as in {_A_VIEW_WITH_KEY}")
    text = table.get("key", "")
    if not isinstance(text, str):
        reports.in_table("views", name, "The key of a view has to be text in quotes.", f"As in {_A_VIEW_WITH_KEY}")
        return ""
    try:
        return parse_key(clean_line(text)) if text else ""
    except KeyNameError as error:
        reports.in_table("views", name, f'The view "{clean_line(name)}": {error}', error.fix)
        return ""


def _with_free_keys(config: Config, reports: Reports) -> Config:
    """Take the keys off the views that a command has, or a view before."""
    views: list[View] = []
    for view in config.views:
        command = config.keys.owner(view.key) if view.key else None
        other = next((each for each in views if view.key and each.key == view.key), None)
        if command is not None or other is not None:
            owner = f'the command "{command.name}"' if command else f'the view "{other.name if other else ""}"'
            message = f'The view "{view.name}" can\'t have {key_name(view.key)}, which is the key of {owner}.'
            reports.in_table("views", view.name, message, "Name a key that nothing has, such as F6.")
            view = replace(view, key="")
        views.append(view)
    return replace(config, views=tuple(views))


def _fault_of_view(name: str, filter_text: object, others: Collection[str]) -> tuple[str, str] | None:
    """Return what is wrong with a view, and how to fix it; None if nothing is."""
    if not name:
        return "A view has no name.", f"Give it one: {_A_VIEW}"
    if len(name) > VIEW_NAME_LIMIT:
        return f'The view "{name[:VIEW_NAME_LIMIT]}…" has more than {VIEW_NAME_LIMIT} letters.', "Shorten its name."
    if name in others:
        return f'There are two views "{name}".', "The first is used: rename the other."
    if not isinstance(filter_text, str):
        return f'The filter of the view "{name}" has to be text in quotes.', f"Write it as in {_A_VIEW}"
    return None


_SOME_FETCHING: Final = "workers = 16"


def read_fetch(table: object, reports: Reports) -> FetchSettings:
    """Return the settings of fetching; what is wrong with one leaves its default."""
    settings = FetchSettings()
    if not isinstance(table, dict):
        fix = f"Write [fetch], then {_SOME_FETCHING}"
        reports.of_setting("fetch", '"fetch" has to be a table of settings.', fix)
        return settings
    for name, value in table.items():
        try:
            settings = _with_fetch_setting(settings, name, value, reports)
        except ValueError as error:
            reports.in_table("fetch", name, f'"{clean_line(name)}" {error}.', "Its default is used.")
    return settings


def _with_fetch_setting(settings: FetchSettings, name: str, value: object, reports: Reports) -> FetchSettings:
    match name:
        case "workers":
            return replace(settings, workers=int(read_number(value, 1, 64)))
        case "host_pause":
            return replace(settings, host_pause=read_number(value, 0, 3600))
        case "timeout":
            return replace(settings, timeout=read_number(value, 1, 600))
        case "max_size":
            return replace(settings, max_size=read_size(value))
        case "hosts":
            return replace(settings, hosts=_read_hosts(value, reports))
    raise ValueError("is no setting of it: there are workers, host_pause, timeout, max_size and hosts")


def _read_hosts(table: object, reports: Reports) -> dict[str, HostSettings]:
    if not isinstance(table, dict):
        raise ValueError('has to be tables by host, such as [fetch.hosts."127.0.0.1:8650"]')
    hosts: dict[str, HostSettings] = {}
    for name, value in table.items():
        try:
            hosts[name.lower()] = read_host(name, value)
        except ValueError as error:
            fix = 'Write [fetch.hosts."127.0.0.1:8650"], then private = true'
            reports.of_setting("fetch", f'The host "{clean_line(name)}" {error}.', fix)
    return hosts


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


class Reports(Struct, frozen=True):
    """The problems of one file; each is told with the line at which the setting stands in its `text`.

    `notes` say what works, but is written in another way now.
    """

    path: str
    text: str
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def of_setting(self, name: str, message: str, fix: str) -> None:
        """Add what is wrong with a setting, or with a whole table."""
        self.problems.append(self._at(line_of(name, self.text), message, fix))

    def in_table(self, table: str, key: str, message: str, fix: str) -> None:
        """Add what is wrong with one key of a table."""
        self.problems.append(self._at(line_in_table(key, self.text, table), message, fix))

    def note_in_table(self, table: str, key: str, message: str, fix: str) -> None:
        """Add that one key of a table works, but has another meaning or name now."""
        self.notes.append(self._at(line_in_table(key, self.text, table), message, fix))

    def _at(self, line: int, message: str, fix: str) -> Problem:
        return Problem(self.path, line, 1, message, fix, Severity.WARNING)


def line_of(name: str, text: str) -> int:
    """Return the line of a setting: a key before all tables, else a table."""
    key = re.compile(rf"^[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    table = re.compile(rf"^[ \t]*\[+[ \t]*\"?{re.escape(name)}\b", re.MULTILINE)
    first_table = re.search(r"^[ \t]*\[", text, re.MULTILINE)
    found = key.search(text, 0, first_table.start() if first_table else len(text)) or table.search(text)
    return _line_at(found, text) if found else 1


def line_in_table(key: str, text: str, table: str) -> int:
    """Return the line of a key of a table, else, where its name is written in another way, that of the table."""
    line_of_table = line_of(table, text)
    start = len("\n".join(text.split("\n")[: line_of_table - 1]))
    before, after = rf"^[ \t]*(?:{re.escape(table)}[ \t]*\.[ \t]*)?[\"']?", r"[\"']?[ \t]*[=.]"
    found = re.compile(before + re.escape(key) + after, re.MULTILINE).search(text, start)
    return _line_at(found, text) if found else line_of_table


def _line_at(found: re.Match[str], text: str) -> int:
    return text.count("\n", 0, found.start()) + 1


_MOST_BYTES: Final = 1024 * 1024

_TABLES: Final[Mapping[str, Callable[[object, Reports], Any]]] = {
    "views": read_views,
    "keys": read_keys,
    "mute": read_mute,
    "fetch": read_fetch,
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
    config = _with_free_keys(config, reports)
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

"""What `newsreader doctor` finds of what is around the user's data: the programs, the terminal, settings and layout."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from msgspec import Struct

from newsreader import __version__
from newsreader.cli.output import plural
from newsreader.cli.queries import require_filters
from newsreader.config import load_config
from newsreader.errors import UsageError
from newsreader.paths import Paths
from newsreader.session import read_session
from newsreader.text import clean_line

MOST_NAMED: Final = 3
"""How many names a line gives of many."""


class Level(StrEnum):
    """Say how bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Repair(StrEnum):
    """Name what `--fix` can do."""

    INDEX = "index"
    RIGHTS = "rights"
    STATE = "state"


class Finding(Struct, frozen=True):
    """One line: what was looked at, how it is, and what to do about it; `fix` is what would fix it."""

    level: Level
    name: str
    message: str
    fix: str = ""
    repair: Repair | None = None


_NARROWEST: Final = 40
_LOWEST: Final = 10


def environment_findings(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give the programs and the terminal."""
    yield from _versions()
    yield from _terminal(environment)
    yield from _proxies()


def settings(paths: Paths, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give the config, the model that writes summaries, the session, and the user's own themes."""
    yield from _config(paths.config_file)
    yield from _model(paths.config_file, environment)
    yield from _session(paths.session_file)
    yield from _themes(paths.theme_folder)


def _versions() -> Iterator[Finding]:
    from newsreader.formats import has_fast_parser

    yield Finding(Level.OK, "program", f"newsreader {__version__}, Python {platform.python_version()}")
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
        except sqlite3.OperationalError:
            yield Finding(
                Level.PROBLEM, "sqlite", f"SQLite {sqlite3.sqlite_version} has no FTS5, which the index needs.",
                "Use a Python whose SQLite was built with FTS5, as those of python.org are.",
            )  # fmt: skip
        else:
            yield Finding(Level.OK, "sqlite", f"SQLite {sqlite3.sqlite_version} with FTS5")
    try:
        yield Finding(Level.OK, "textual", f"Textual {version('textual')}")
    except PackageNotFoundError:
        yield Finding(Level.PROBLEM, "textual", "Textual is not installed.", "Install newsreader again.")
    if has_fast_parser():
        yield Finding(Level.OK, "yaml", "PyYAML with libyaml")
    else:
        fix = "Install a PyYAML that was built with libyaml; until then large libraries take long to read."
        yield Finding(Level.WARNING, "yaml", "PyYAML has no libyaml: reading takes some ten times as long.", fix)


def _terminal(environment: Mapping[str, str]) -> Iterator[Finding]:
    encoding = sys.stdout.encoding or "unknown"
    if encoding.replace("-", "").replace("_", "").casefold() != "utf8":
        fix = "Set a UTF-8 locale, such as LANG=C.UTF-8."
        yield Finding(Level.WARNING, "encoding", f"Text goes out as {encoding}: much can't be shown.", fix)
    else:
        yield Finding(Level.OK, "encoding", "UTF-8")
    if not sys.stdout.isatty():
        yield Finding(Level.OK, "terminal", "The output is not a terminal: nothing can be said of one.")
        return
    term, size = environment.get("TERM", ""), shutil.get_terminal_size()
    if term in ("", "dumb"):
        fix = "Set TERM to what the terminal is, such as xterm-256color."
        yield Finding(Level.WARNING, "terminal", f'TERM is "{term}": the reader can\'t draw.', fix)
    else:
        colours = "no colours, as NO_COLOR is set" if environment.get("NO_COLOR") else _colours(term, environment)
        yield Finding(Level.OK, "terminal", f"{term}, {size.columns} × {size.lines}, {colours}")
    if size.columns < _NARROWEST or size.lines < _LOWEST:
        message = f"The window has {size.columns} columns and {size.lines} lines."
        yield Finding(Level.WARNING, "window", message, f"Make it at least {_NARROWEST} × {_LOWEST}.")


def _proxies() -> Iterator[Finding]:
    from newsreader.news.proxies import Proxies

    shown = Proxies.of_environment().shown()
    if shown:
        message = f"{', '.join(shown)}: it looks up the hosts of feeds and pages, so the proxy checks what they lead to"
        yield Finding(Level.OK, "proxy", message)


def _colours(term: str, environment: Mapping[str, str]) -> str:
    if environment.get("COLORTERM") in ("truecolor", "24bit"):
        return "16 million colours"
    return "256 colours" if "256" in term else "16 colours"


def _config(path: Path) -> Iterator[Finding]:
    loaded = load_config(path)
    problems = loaded.problems
    if not path.exists():
        yield Finding(Level.OK, "config", f"none at {path}, and none is needed")
    elif not problems:
        yield Finding(Level.OK, "config", str(path))
    for problem in problems:
        place = f"{problem.path}:{problem.line}:{problem.column}"
        yield Finding(Level.PROBLEM, "config", f"{place}: {problem.message}", problem.fix)
    for note in loaded.notes:
        yield Finding(Level.WARNING, "config", f"{note.path}:{note.line}: {note.message}", note.fix)
    try:
        require_filters(loaded.config)
    except UsageError as error:
        yield Finding(Level.PROBLEM, "config", str(error), f"Fix it under [views] in {path}.")


def _model(path: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give the model that the config names, without asking it, and whether its key is there."""
    named = load_config(path).config.summarize
    if not named.endpoint:
        return
    where = "on this machine" if named.is_local else "to which summarize sends text"
    name = clean_line(named.model) or "no model is named"
    yield Finding(Level.OK, "model", f"{name} at {clean_line(named.host)}, {where}")
    if named.key_env and not environment.get(named.key_env):
        message = f"The variable {named.key_env} with the model's key is not set."
        yield Finding(Level.WARNING, "model", message, f"Set {named.key_env}.")
    if not named.key_file:
        return
    try:
        mode = os.stat(os.path.expanduser(named.key_file)).st_mode
    except (OSError, ValueError):
        yield Finding(Level.WARNING, "model", "The file with the model's key is not there.", "See key_file.")
    else:
        if os.name == "posix" and mode & 0o077:
            fix = "Take the rights of others from it: chmod 600"
            yield Finding(Level.WARNING, "model", "Others may read the file with the model's key.", fix)


def _session(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding(Level.OK, "session", f"none yet at {path}")
        return
    try:
        read_session(path)
    except (OSError, ValueError) as error:
        reason = (isinstance(error, OSError) and error.strerror) or error
        fix = "Nothing is lost but the layout; it is written again when the reader is left."
        yield Finding(Level.WARNING, "session", f"{path} can't be read: {reason}.", fix)
    else:
        yield Finding(Level.OK, "session", str(path))


def _themes(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        yield Finding(Level.OK, "themes", f"none of your own in {folder}")
        return
    closed: list[str] = []
    try:
        files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
        closed = [file.name for file in files if not (file.is_file() and os.access(file, os.R_OK))]
    except OSError as error:
        fix = "Give yourself the right to read it."
        yield Finding(Level.WARNING, "themes", f"{folder} can't be listed: {error.strerror or error}.", fix)
        return
    if closed:
        yield Finding(Level.WARNING, "themes", f"{', '.join(closed[:MOST_NAMED])} can't be read.", "Move it away.")
        return
    from newsreader.ui.theme.user import theme_problems

    problems = theme_problems(folder)
    for problem in problems:
        place = f"{problem.path}:{problem.line}:{problem.column}"
        yield Finding(Level.WARNING, "themes", f"{place}: {problem.message}", problem.fix)
    if not problems:
        yield Finding(Level.OK, "themes", f"{plural(len(files), 'file')} in {folder}")

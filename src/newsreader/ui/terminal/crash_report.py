"""The report of a fault of the program: where it happened, and nothing of what the user reads or writes."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from traceback import walk_tb
from typing import Final

REPORTS_KEPT: Final = 5
"""How many reports are kept, the newest."""

_PACKAGES: Final = ("newsreader", "textual", "rich", "PyYAML", "platformdirs", "msgspec")
_TERMINAL_FACTS: Final = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LANG", "LC_ALL", "NO_COLOR")
_MOST_ERRORS: Final = 8
_MOST_FRAMES: Final = 30
_LONGEST_FACT: Final = 60


def report_text(errors: Sequence[BaseException], environment: Mapping[str, str] = os.environ) -> str:
    """What went wrong, for those who mend it.

    Neither messages of exceptions nor values of variables are in it: those hold what is read, noted and typed.
    """
    lines = ["newsreader stopped because of a fault of its own.", ""]
    for error in errors[:_MOST_ERRORS]:
        for link in _chain(error):
            lines += [*_described(link), ""]
    if len(errors) > _MOST_ERRORS:
        lines += [f"({len(errors) - _MOST_ERRORS} more faults after these)", ""]
    lines += [f"{name} {_version(name)}" for name in _PACKAGES]
    lines += [f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.platform()}"]
    lines += [f"{name}={_plain(environment[name])}" for name in _TERMINAL_FACTS if environment.get(name)]
    lines += [f"size {_size()}, over SSH: {'yes' if environment.get('SSH_CONNECTION') else 'no'}", ""]
    return "\n".join(lines)


def write_report(folder: Path, text: str, now: datetime) -> Path:
    """Write a report that only the user can read into `folder`, where no more than the newest few stay."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"crash-{now:%Y%m%d-%H%M%S-%f}.txt"
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(text)
    for old in sorted(folder.glob("crash-*.txt"))[:-REPORTS_KEPT]:
        with suppress(OSError):  # one too many does no harm
            old.unlink()
    return path


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and before it those that led to it, the first of them first."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in chain and len(chain) < _MOST_ERRORS:
        chain.append(following)
        following = following.__cause__ or following.__context__
    return reversed(chain)


def _described(error: BaseException) -> Iterator[str]:
    frames = [
        (frame.f_globals.get("__name__", "?"), frame.f_code, line) for frame, line in walk_tb(error.__traceback__)
    ]
    left_out = len(frames) - _MOST_FRAMES
    for number, (module, code, line) in enumerate(frames):
        if left_out > 0 and number == _MOST_FRAMES // 2:
            yield f"  ({left_out} more)"
        if left_out <= 0 or not _MOST_FRAMES // 2 <= number < _MOST_FRAMES // 2 + left_out:
            yield f"  {module} ({Path(code.co_filename).name}:{line}) in {code.co_name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}{_known_safe(error)}"


def _known_safe(error: BaseException) -> str:
    """What of the error's message is a name of the program's or the system's own words."""
    match error:
        case AttributeError(name=str() as name) | NameError(name=str() as name):
            return f" ({_plain(name)})" if name.isidentifier() else ""
        case sqlite3.Error(sqlite_errorname=str() as name):
            return f" ({name})"
        case OSError(errno=int() as number):
            return f" ({os.strerror(number)})"
        case _:
            return ""


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"


def _size() -> str:
    try:
        size = os.get_terminal_size(sys.__stderr__.fileno() if sys.__stderr__ else 2)
    except (OSError, ValueError):
        return "unknown"
    return f"{size.columns}x{size.lines}"


def _plain(value: str) -> str:
    """A short value of the environment, in ASCII that can be printed."""
    return "".join(char if char.isascii() and char.isprintable() else "?" for char in value[:_LONGEST_FACT])

"""Opening a web address in a browser of the user's: without a shell, and without waiting for a graphical one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Final

from msgspec import Struct

from newsreader.errors import NewsreaderError
from newsreader.foreground import run_in_foreground
from newsreader.links import Link

TEXT_BROWSERS: Final = ("w3m", "lynx", "links", "elinks", "browsh")
"""Browsers that draw in the terminal; the first that is there is taken."""

_PLAIN_NAME: Final = re.compile(r"[\w.+/][\w.+/-]*", re.ASCII)
_EARLY: Final = 20.0
"""Seconds within which a browser that fails has not opened the address; later it has failed at something else."""

_PATIENCE: Final = 2.0
"""Seconds that a command waits for a browser to fail; one that lives on is not waited for."""


class BrowserRefusedError(NewsreaderError):
    """The browser that the environment names is not one that is started; the text says why."""


class Browser(Struct, frozen=True):
    """A command that opens the address given as its last argument, in a window or in the terminal."""

    command: tuple[str, ...]
    is_in_terminal: bool = False


def find_browser(environment: Mapping[str, str] = os.environ) -> Browser | None:
    """The browser to open addresses in: a graphical one or, where there is none, one that draws in the terminal.

    None where there is none to be seen: over SSH, or where none is installed. Raises BrowserRefusedError where
    BROWSER is not the name of one program.
    """
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return None
    named = environment.get("BROWSER", "")
    if named:
        return _named(named, environment)
    if sys.platform == "darwin":
        return Browser(("open",))
    if sys.platform == "win32":
        return Browser(("rundll32", "url.dll,FileProtocolHandler"))
    if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
        opener = _installed("xdg-open", environment)
        if opener:
            return Browser((opener,))
    text_browser = next(filter(None, (_installed(name, environment) for name in TEXT_BROWSERS)), None)
    return Browser((text_browser,), is_in_terminal=True) if text_browser else None


def _named(name: str, environment: Mapping[str, str]) -> Browser:
    """The one program that BROWSER names; what else it may hold, as options or a list, is not understood."""
    if not _PLAIN_NAME.fullmatch(name):
        raise BrowserRefusedError("BROWSER in the environment is not the plain name of one program, like: firefox")
    program = _installed(name, environment)
    if program is None:
        raise BrowserRefusedError("The program that BROWSER in the environment names is not installed.")
    names = {Path(name).name, Path(program).resolve().name}  # www-browser is a link to one of them
    return Browser((program,), is_in_terminal=not names.isdisjoint(TEXT_BROWSERS))


def _installed(name: str, environment: Mapping[str, str]) -> str | None:
    found = shutil.which(name, path=environment.get("PATH"))
    return str(Path(found).absolute()) if found else None


def open_in_window(link: Link, browser: Browser, on_failure: Callable[[], None]) -> None:
    """Hand `link` to a graphical browser, which lives on its own. Raises OSError where it can't be started.

    `on_failure` is called, in a thread, when the browser ends soon and not well.
    """
    started = monotonic()
    opener = _started(link, browser)

    def wait() -> None:
        if opener.wait() != 0 and monotonic() - started < _EARLY:
            on_failure()

    threading.Thread(target=wait, name="browser", daemon=True).start()


def open_for_command(link: Link, browser: Browser) -> bool:
    """Hand `link` to a graphical browser, and return whether it took it; one that goes on running has taken it.

    Raises OSError where it can't be started.
    """
    opener = _started(link, browser)
    try:
        return opener.wait(_PATIENCE) == 0
    except subprocess.TimeoutExpired:
        return True


def _started(link: Link, browser: Browser) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*browser.command, link.url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def open_in_terminal(link: Link, browser: Browser) -> int:
    """Show `link` in a browser that has the terminal until it ends; returns its exit code.

    Raises OSError where it can't be started.
    """
    return run_in_foreground([*browser.command, link.url])

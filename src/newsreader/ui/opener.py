"""Opening a web address outside the terminal, without a shell and without waiting."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping

from newsreader.links import Link


def browser_command(environment: Mapping[str, str] = os.environ) -> list[str] | None:
    """The command that opens an address given as its last argument in a graphical browser.

    None where there is none to be seen: over SSH, without a display, or without an opener.
    """
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return None
    if sys.platform == "darwin":
        return ["open"]
    if sys.platform == "win32":
        return ["rundll32", "url.dll,FileProtocolHandler"]
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return None
    opener = shutil.which("xdg-open", path=environment.get("PATH"))
    return [opener] if opener else None


def open_link(link: Link, command: list[str]) -> None:
    """Hand `link` to the browser; it lives on its own. Raises OSError where it can't be started."""
    opener = subprocess.Popen(
        [*command, link.url],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=opener.wait, daemon=True).start()  # somebody has to take its exit code

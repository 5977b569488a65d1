"""Receive the system's reports of changes in a library's folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, Protocol

from newsreader.formats import SUFFIXES
from newsreader.sync.results import WatchError

_QUIET_MS: Final = 100
_LONGEST_BURST_MS: Final = 5_000
_PAUSE_MS: Final = 2_000
_EVERYTHING: Final = b""
_MOST_RESTARTS: Final = 3
"""How often in a row the watching may break off before any change is reported."""


class Flag(Protocol):
    """Something that is set when the watching is to end, such as a threading.Event."""

    def is_set(self) -> bool:
        """Return whether it is set."""


def watch_folder(
    root: Path, on_changes: Callable[[set[bytes]], None], on_doubt: Callable[[], None], stopped: Flag
) -> None:
    """Pass the paths below `root` that have changed to `on_changes`, until `stopped` is set.

    A burst of changes is passed as one, once it is over or has gone on for some seconds. Every two seconds without a
    change an empty set is passed. Once the watching has begun `on_doubt` is called, because something may have changed
    just before. Raises WatchError if the system does not report changes.
    """
    breaks = 0
    real = root.resolve()
    while not stopped.is_set():
        is_sure = False
        try:
            for paths in _changes(real, stopped):
                breaks = 0
                if not is_sure:
                    on_doubt()
                is_sure = True
                on_changes(paths)
        except RuntimeError as error:  # a name that is no text can't be reported, and ends the watching
            breaks += 1
            if breaks > _MOST_RESTARTS:
                raise _watch_error(error) from error
            on_changes({_EVERYTHING})
        except OSError as error:
            raise _watch_error(error) from error


def _changes(root: Path, stopped: Flag) -> Iterator[set[bytes]]:
    from watchfiles import watch  # it takes as long to import as the whole index to open

    for changes in watch(
        root,
        watch_filter=None,
        debounce=_LONGEST_BURST_MS,
        step=_QUIET_MS,
        rust_timeout=_PAUSE_MS,
        yield_on_timeout=True,
        stop_event=stopped,
        raise_interrupt=False,
        ignore_permission_denied=True,
    ):
        yield paths_of(root, ((change.raw_str(), path) for change, path in changes))


def paths_of(root: Path, changes: Iterable[tuple[str, str]]) -> set[bytes]:
    """Return the paths to look at, relative to `root`, for changes that are each a kind and a whole path.

    A folder of which only the time has changed is left out, because its files are reported themselves.
    """
    found: set[bytes] = set()
    for kind, changed in changes:
        path = os.path.relpath(changed, root)
        is_hidden = any(part.startswith(".") for part in path.split(os.sep))  # so is the library's own folder: "."
        if not is_hidden and (kind != "modified" or path.lower().endswith(SUFFIXES)):
            found.add(os.fsencode(path))
    return found


def _watch_error(error: Exception) -> WatchError:
    return WatchError(f"Changes in the library are not noticed automatically ({error}).")

"""Remember from one start to the next how the reader looked and where the user was.

It is kept in a JSON file that is replaced as a whole. Nothing in it is precious: what can't be read is forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any, Final, TypeVar

from msgspec import Struct, field, to_builtins
from msgspec.structs import fields, replace

from newsreader.paths import make_private_folder
from newsreader.regular_file import read_regular_file

_T = TypeVar("_T")
_D = TypeVar("_D")

MOST_POSITIONS: Final = 500
"""The number of stories whose reading position is remembered."""
MOST_LIBRARIES: Final = 50
_MOST_STARTS: Final = 1_000
_LATEST: Final = 1 << 62
_MOST_BYTES: Final = 1024 * 1024


class LibraryPosition(Struct, frozen=True):
    """Where the user was in a library: the order, the filter, and the id of the story at the cursor.

    `visit` is when the last visit ended or, while it lasts, when it began: in milliseconds since 1970, 0 for never.
    """

    sort: str = ""
    filter: str = ""
    story: str = ""
    visit: int = 0


class Session(Struct, frozen=True):
    """Everything that is remembered; the defaults stand for unknown values.

    `theme` was picked in the reader while the config named `config_theme`. The shares are parts of the window's width,
    0 for the program's own. `wants_rail` is None where the user has neither opened nor closed the rail. `hints_done`
    are the names of hints that need not be shown again; `hint_starts` say at how many starts each other hint was
    shown. `places` are by the path of the library. `positions` say how far a story was read, by its id, from 0 to 1.
    `view_keys` are the keys of the user's own views, by name. The latest entries come last. The reading balance counts
    what was read since `balance_since`, in seconds since 1970.
    """

    theme: str = ""
    config_theme: str = ""
    list_share: float = 0.0
    sidebar_share: float = 0.0
    is_sidebar_shut: bool = False
    is_zoomed: bool = False
    wants_rail: bool | None = None
    is_compact: bool = False
    hints_done: tuple[str, ...] = ()
    hint_starts: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, LibraryPosition] = field(default_factory=dict)
    positions: Mapping[str, float] = field(default_factory=dict)
    view_keys: Mapping[str, str] = field(default_factory=dict)
    balance_since: int = 0


def load_session(path: Path) -> Session:
    """Load what the file at `path` remembers; an invalid value counts as missing."""
    try:
        return read_session(path)
    except (OSError, ValueError):
        return Session()


def read_session(path: Path) -> Session:
    """Load as `load_session`, but raise OSError if the file can't be read, and ValueError if it holds no session."""
    import json

    try:
        data = json.loads(read_regular_file(path, _MOST_BYTES))
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(data, dict):
        raise ValueError("it is not a mapping")
    return _session(data)


def place_of(session: Session, root: Path) -> LibraryPosition:
    """Return where the user was in the library at `root` the last time."""
    return session.places.get(str(root.absolute()), LibraryPosition())


def save_session(path: Path, session: Session) -> None:
    """Replace what the file at `path` remembers by `session`. Raises OSError if that is not possible."""
    import json

    data = to_builtins(session)
    data["places"] = dict(list(data["places"].items())[-MOST_LIBRARIES:])
    data["positions"] = dict(list(data["positions"].items())[-MOST_POSITIONS:])
    make_private_folder(path.parent)
    scratch = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        scratch.write_text(json.dumps(data), encoding="utf-8")
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def rebased(before: Session, after: Session, other: Session) -> Session:
    """Apply the changes from `before` to `after` to `other`: each value, and each entry of a mapping, by itself."""
    changes: dict[str, Any] = {}
    for name in (each.name for each in fields(Session)):
        old, new, there = getattr(before, name), getattr(after, name), getattr(other, name)
        if new == old:
            continue
        if isinstance(new, Mapping):
            news = {key: value for key, value in new.items() if key not in old or old[key] != value}
            gone = {key for key in old if key not in new} | news.keys()
            changes[name] = {**{key: value for key, value in there.items() if key not in gone}, **news}
        elif name == "hints_done":
            changes[name] = tuple(dict.fromkeys((*there, *new)))
        else:
            changes[name] = new
    return replace(other, **changes)


class SessionStore:
    """A session. `save` writes its changes to a file, and nothing else.

    If several readers write a value, the last one counts. Without a path nothing is remembered.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._writing = Lock()
        self.is_failure_shown = False
        """Whether the user knows that nothing can be written."""
        self.session = self._written = load_session(path) if path is not None else Session()

    @property
    def draft_file(self) -> Path | None:
        """The file beside it in which the text of a story is kept that is to be added; None without a path."""
        return self._path.with_name("draft.txt") if self._path is not None else None

    @property
    def is_due(self) -> bool:
        """Whether there is something to write."""
        return self._path is not None and self.session != self._written

    def change(self, **values: Any) -> None:
        """Set values of the session."""
        self.session = replace(self.session, **values)

    def save(self) -> None:
        """Write what has changed, from any thread; raises OSError if that is not possible."""
        with self._writing:
            if self._path is not None and self.is_due:
                session = self.session
                save_session(self._path, rebased(self._written, session, load_session(self._path)))
                self._written = session


def _session(data: Mapping[str, Any]) -> Session:
    hints, places, positions = data.get("hints_done"), data.get("places"), data.get("positions")
    starts = _items(data.get("hint_starts"))
    return Session(
        theme=_of(str, data.get("theme"), ""),
        config_theme=_of(str, data.get("config_theme"), ""),
        list_share=_share(data.get("list_share")),
        sidebar_share=_share(data.get("sidebar_share")),
        is_sidebar_shut=_of(bool, data.get("is_sidebar_shut"), False),
        is_zoomed=_of(bool, data.get("is_zoomed"), False),
        wants_rail=_of(bool, data.get("wants_rail"), None),
        is_compact=_of(bool, data.get("is_compact"), False),
        balance_since=_moment(data.get("balance_since")),
        hints_done=tuple(hint for hint in hints if isinstance(hint, str)) if isinstance(hints, list) else (),
        view_keys={name: key for name, key in _items(data.get("view_keys")) if isinstance(key, str)},
        hint_starts={hint: count for hint, count in starts if type(count) is int and 0 <= count <= _MOST_STARTS},
        places={path: _place(place) for path, place in _items(places) if isinstance(place, dict)},
        positions={
            story: float(far)
            for story, far in _items(positions)
            if isinstance(far, int | float) and not isinstance(far, bool) and 0 <= far <= 1
        },
    )


def _place(data: Mapping[str, Any]) -> LibraryPosition:
    sort, filter_text, story = (_of(str, data.get(name), "") for name in ("sort", "filter", "story"))
    return LibraryPosition(sort, filter_text, story, _moment(data.get("visit")))


def _items(value: object) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _moment(value: object) -> int:
    moment = _of(int, value, 0)
    return moment if 0 <= moment <= _LATEST else 0


def _share(value: object) -> float:
    share = _of(float, value, 0.0)
    return share if 0 <= share < 1 else 0.0


def _of(kind: type[_T], value: object, default: _D) -> _T | _D:
    return value if type(value) is kind else default

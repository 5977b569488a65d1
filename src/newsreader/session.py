"""What the reader remembers from one start to the next: how it looked and where the user stood.

It is kept in a JSON file that is replaced as a whole. Nothing in it is precious: what can't be read is forgotten.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

_T = TypeVar("_T")

MOST_POSITIONS: Final = 500
"""Stories whose reading position is remembered."""
MOST_LIBRARIES: Final = 50
_MOST_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where the user stood in a library: the order, the filter, and the id of the story at the cursor."""

    sort: str = ""
    filter: str = ""
    story: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """All that is remembered; the defaults stand for what nothing is known of.

    `theme` was picked in the reader while the config named `config_theme`. The widths are columns, 0 for those of
    the style sheet. `hints_done` are the names of hints that need not be shown again. `places` are by the path of
    the library, `positions` say by the id of a story how far it was read, from 0 to 1; the latest stand last.
    """

    theme: str = ""
    config_theme: str = ""
    list_width: int = 0
    sidebar_width: int = 0
    is_sidebar_shut: bool = False
    is_zoomed: bool = False
    hints_done: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    positions: Mapping[str, float] = field(default_factory=dict)


def load_session(path: Path) -> Session:
    """What the file at `path` remembers; a value that is not as it should be counts as not there."""
    import json

    try:
        with path.open("rb") as file:
            data = json.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return Session()
    return _session(data) if isinstance(data, dict) else Session()


def save_session(path: Path, session: Session) -> None:
    """Write `session` in place of what the file at `path` remembered. Raises OSError where that can't be done."""
    import json

    data = asdict(session)
    data["places"] = dict(list(data["places"].items())[-MOST_LIBRARIES:])
    data["positions"] = dict(list(data["positions"].items())[-MOST_POSITIONS:])
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        scratch.write_text(json.dumps(data), encoding="utf-8")
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def _session(data: Mapping[str, Any]) -> Session:
    hints, places, positions = data.get("hints_done"), data.get("places"), data.get("positions")
    return Session(
        theme=_of(str, data.get("theme"), ""),
        config_theme=_of(str, data.get("config_theme"), ""),
        list_width=_width(data.get("list_width")),
        sidebar_width=_width(data.get("sidebar_width")),
        is_sidebar_shut=_of(bool, data.get("is_sidebar_shut"), False),
        is_zoomed=_of(bool, data.get("is_zoomed"), False),
        hints_done=tuple(hint for hint in hints if isinstance(hint, str)) if isinstance(hints, list) else (),
        places={path: _place(place) for path, place in _items(places) if isinstance(place, dict)},
        positions={
            story: float(far)
            for story, far in _items(positions)
            if isinstance(far, int | float) and not isinstance(far, bool) and 0 <= far <= 1
        },
    )


def _place(data: Mapping[str, Any]) -> Place:
    return Place(*(_of(str, data.get(name), "") for name in ("sort", "filter", "story")))


def _items(value: object) -> list[tuple[str, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _width(value: object) -> int:
    return max(0, min(_of(int, value, 0), 1000))


def _of(kind: type[_T], value: object, default: _T) -> _T:
    return value if type(value) is kind else default

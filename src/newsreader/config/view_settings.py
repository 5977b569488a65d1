"""Reading the views of the config: their names, filters and keys."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from msgspec.structs import replace

from newsreader.config.reports import Reports
from newsreader.config.settings import Config
from newsreader.keys.names import KeyNameError, key_name, parse_key
from newsreader.text import clean_line
from newsreader.views import View

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


def with_free_keys(config: Config, reports: Reports) -> Config:
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

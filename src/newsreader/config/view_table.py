"""The table `[views]`: names and filters."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from newsreader.config.reports import Reports
from newsreader.text import clean_line
from newsreader.views import View

MOST_VIEWS: Final = 100
VIEW_NAME_LIMIT: Final = 40
"""Most characters of a view's name."""
_A_VIEW: Final = 'Left = "bias:left"'


def read_views(table: object, reports: Reports) -> tuple[View, ...]:
    """The views of the table that are as they should be."""
    if not isinstance(table, dict):
        reports.of_setting("views", '"views" has to be a table of names and filters.', f"Write [views], then {_A_VIEW}")
        return ()
    views: dict[str, View] = {}
    for key, filter_text in table.items():
        name = clean_line(key)
        fault = _fault_of_view(name, filter_text, views)
        if fault is None:
            views[name] = View(name, clean_line(filter_text))
        else:
            reports.in_table("views", key, *fault)
        if len(views) == MOST_VIEWS < len(table):
            reports.of_setting("views", f"There are more than {MOST_VIEWS} views.", f"The first {MOST_VIEWS} are used.")
            break
    return tuple(views.values())


def _fault_of_view(name: str, filter_text: object, others: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a view, and how to mend it; None if nothing is."""
    if not name:
        return "A view has no name.", f"Give it one: {_A_VIEW}"
    if len(name) > VIEW_NAME_LIMIT:
        return f'The view "{name[:VIEW_NAME_LIMIT]}…" has more than {VIEW_NAME_LIMIT} letters.', "Shorten its name."
    if name in others:
        return f'There are two views "{name}".', "The first is used: rename the other."
    if not isinstance(filter_text, str):
        return f'The filter of the view "{name}" has to be text in quotes.', f"Write it as in {_A_VIEW}"
    return None

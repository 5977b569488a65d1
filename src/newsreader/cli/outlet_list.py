"""Listing outlets."""

from __future__ import annotations

from argparse import Namespace
from typing import Any, Final

from newsreader.cli.columns import Column, table
from newsreader.cli.output import json_text, say, write
from newsreader.cli.session import open_reader
from newsreader.records import OutletCount
from newsreader.story import Bias, outlet_to_dict, published_text

_COLUMNS: Final = (Column(part=0.4), Column(), Column(part=0.2), Column(), Column(at_right=True), Column(at_right=True))
_HEADINGS: Final = ("Outlet", "Rating", "Source", "As of", "Stories", "Unread")


def list_outlets(arguments: Namespace) -> int:
    """Write all outlets of the registry and of stories, with the number of stories."""
    with open_reader(arguments) as reader:
        outlets = reader.search.outlets()
    if not outlets:
        say("The library names no outlets.")
    if arguments.format == "json":
        write(json_text([_data(outlet) for outlet in outlets], indent=2) + "\n")
    elif outlets:
        rows = [_HEADINGS, *map(_cells, outlets)]
        for line in table([rows], _COLUMNS):
            write(line)
    return 0


def _data(count: OutletCount) -> dict[str, Any]:
    return {**outlet_to_dict(count.outlet), "stories": count.stories, "unread": count.unread}


def _cells(count: OutletCount) -> tuple[str, ...]:
    outlet, bias = count.outlet, count.outlet.bias or Bias(count.outlet.rating)
    return (
        outlet.name or outlet.id,
        outlet.rating.name,
        bias.source,
        published_text(bias.as_of),
        str(count.stories),
        str(count.unread),
    )

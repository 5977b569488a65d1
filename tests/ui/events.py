"""A library in which several outlets tell of one event, for the tests of what is shown of that."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.ui.conftest import Desk, Library

from newsreader.reader import Reader

TITLE: Final = "Ferry Halvorsen sinks off Bergen with salmon crates"
TEXT: Final = (
    "The ferry Halvorsen sank off Bergen on Tuesday with forty salmon crates on its deck. "
    "Rescuers of the harbour office saved all nineteen passengers."
)
OUTLETS: Final = (
    ("harbour", "Harbour Post", "lean-left"),
    ("hill", "Hill Courier", "right"),
    ("quay", "Quay Herald", "center"),
    ("weekly", "Quiet Weekly", ""),
)
MORE_OUTLETS: Final = tuple((f"paper-{number}", f"Paper {number}", "mixed") for number in range(1, 8))


def registry(outlets: Sequence[tuple[str, str, str]] = OUTLETS) -> list[dict[str, object]]:
    return [
        {"id": id, "name": name, "description": f"The {name} is a paper."}
        | ({"bias": {"rating": rating, "source": "AllSides", "as_of": "2023-07-31"}} if rating else {})
        for id, name, rating in outlets
    ]


def tell(library: Library, id: str, outlet: str, day: str, title: str = TITLE, *more: str, **fields: object) -> Path:
    """Have an outlet tell of the ferry, in a file that is returned."""
    summary = "\n\n".join((TEXT, *more))
    return library.story(
        id, title, id=id, outlet=outlet, published=f"2024-06-{day}", summary=summary, language="en", **fields
    )


def tell_related(library: Library) -> None:
    """Have an outlet without a rating tell of what came of it, which is not sure to be the same event."""
    summary = (
        "Farmers in western Norway fear for their exports after forty crates of salmon were lost off Bergen. "
        "Prices rose by a tenth within a day, and buyers in Japan asked for other sellers."
    )
    title = "Salmon farmers fear for their exports"
    library.story("related", title, id="related", outlet="weekly", published="2024-06-18", summary=summary)


def fill(library: Library) -> None:
    """Three tellers of the ferry, from left to right, and a story that nobody else tells."""
    library.registry(*registry())
    tell(library, "left", "harbour", "17", key_points=["The ferry sank off Bergen", "Owners had warned of the hull"])
    tell(library, "right", "hill", "18", key_points=["Taxes paid for the rescue", "All nineteen passengers are saved"])
    tell(library, "center", "quay", "18")
    library.story("choir", "A choir of miners sings in Ullapool", id="choir", outlet="quay", published="2024-06-19")


def reader_of(desk: Desk) -> Reader:
    """A reader of the library that knows its events."""
    reader = desk.reader()
    reader.sync()
    reader.find_events()
    return reader

"""Count what the library has, and what the user has marked."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from newsreader.bias import BY_ID
from newsreader.cli.columns import Column, table
from newsreader.cli.output import json_text, plural, write
from newsreader.cli.session import open_reader
from newsreader.dates import local_day
from newsreader.index.statistics import Statistics
from newsreader.records import TagCount
from newsreader.story import parse_published

_UNKNOWN_LANGUAGE: Final = "und"
"""The tag that BCP 47 has for a language that is not known."""

_MOST_SHOWN: Final = 10
"""Languages and tags that the table shows; JSON has all."""

_Cells = tuple[str, str]


def show_statistics(arguments: Namespace) -> int:
    """Write how many stories, outlets and marks there are, in the format of `arguments`."""
    with open_reader(arguments) as reader:
        figures = reader.search.statistics()
        outlets = sum(count.stories > 0 for count in reader.search.outlets())
        bookmarked = reader.marks.count_bookmarks()
        tags = reader.open_state().marks.tags()
        root = str(reader.root)
    if arguments.format == "json":
        write(json_text(_data(root, figures, outlets, bookmarked, tags), indent=2) + "\n")
    else:
        for line in table([list(_rows(root, figures, outlets, bookmarked, tags))], (Column(), Column())):
            write(line)
    return 0


def _data(root: str, figures: Statistics, outlets: int, bookmarked: int, tags: Sequence[TagCount]) -> dict[str, Any]:
    return {
        "library": root,
        "stories": figures.stories,
        "unread": figures.stories - figures.read,
        "bookmarked": bookmarked,
        "tagged": figures.tagged,
        "noted": figures.noted,
        "ai_generated": figures.ai_generated,
        "undated": figures.undated,
        "oldest": figures.oldest or None,
        "newest": figures.newest or None,
        "outlets": outlets,
        "ratings": dict(figures.ratings),
        "languages": {tag or _UNKNOWN_LANGUAGE: count for tag, count in figures.languages.items()},
        "tags": {count.tag: count.stories for count in tags},
    }


def _rows(root: str, figures: Statistics, outlets: int, bookmarked: int, tags: Sequence[TagCount]) -> Iterator[_Cells]:
    yield "Library", root
    for name, count in (
        ("Stories", figures.stories),
        ("Unread", figures.stories - figures.read),
        ("Bookmarked", bookmarked),
        ("With a tag", figures.tagged),
        ("With a note", figures.noted),
        ("Written by an AI", figures.ai_generated),
        ("Without a date", figures.undated),
    ):
        yield name, f"{count:,}"
    yield "Oldest", _day(figures.oldest)
    yield "Newest", _day(figures.newest)
    yield "Outlets", f"{outlets:,}"
    yield from _named("Rating", {BY_ID[rating].name: count for rating, count in figures.ratings.items() if count})
    yield from _most("Language", {tag or "not given": count for tag, count in figures.languages.items()})
    by_frequency = sorted(tags, key=lambda count: -count.stories)
    yield from _most("Tag", {count.tag: count.stories for count in by_frequency})


def _most(name: str, counts: Mapping[str, int]) -> Iterator[_Cells]:
    """Give the first rows of many, and how many are left out."""
    shown = dict(list(counts.items())[:_MOST_SHOWN])
    yield from _named(name, shown)
    if len(counts) > len(shown):
        yield f"{name}: others", plural(len(counts) - len(shown), name.lower())


def _named(name: str, counts: Mapping[str, int]) -> Iterator[_Cells]:
    for each, count in counts.items():
        yield f"{name}: {each}", f"{count:,}"


def _day(published: str) -> str:
    """Return the day of a date by the user's clock."""
    return local_day(parse_published(published)).isoformat() if published else "no date"

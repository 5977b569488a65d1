"""The commands that keep a library in order, with their options."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import timedelta
from typing import Final

from newsreader.cli.command import Command, Group


def import_options(parser: ArgumentParser) -> None:
    """Add the options of `ratings import`."""
    parser.add_argument("file", metavar="FILE", help="CSV or JSON with the columns name, domain and rating")
    parser.add_argument("--source", metavar="NAME", required=True, help="who rates the outlets so")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day on which the ratings stood there")
    parser.add_argument("--replace", action="store_true", help="write them in place of ratings of another source, too")
    parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")


RATINGS: Final = Group(
    "ratings",
    "Take the ratings of outlets from a list",
    "Take the ratings of outlets from a list that you have.",
    "newsreader ratings import ratings.csv --source AllSides --as-of 2026-11-01",
    (
        Command(
            "import",
            "Write the ratings of a list into outlets.yaml",
            "newsreader ratings import ratings.csv --source AllSides --as-of 2026-11-01 --dry-run",
            "ratings:import_ratings",
            import_options,
            "The list is CSV or JSON with name, domain and rating. Only outlets that outlets.yaml has are rated. A\n"
            "rating of another source, or a later one of the same, stays unless --replace is given.",
        ),
    ),
)


def _age(text: str) -> timedelta:
    from newsreader.news.tidying import parse_age  # reads YAML, which no other command needs

    try:
        return parse_age(text)
    except ValueError as error:
        raise ArgumentTypeError(f'"{text.strip()}" is not a number of days or weeks, as 90d or 12w') from error


def tidy_options(parser: ArgumentParser) -> None:
    """Add the options of `tidy`."""
    parser.add_argument("--older", metavar="AGE", type=_age, help="stories from before so many days or weeks, as 90d")
    parser.add_argument("--dry-run", action="store_true", help="list what would be put away, and move nothing")
    parser.add_argument("--undo", action="store_true", help="bring back what was put away last")


TIDY: Final = Command(
    "tidy",
    "Put away old stories from feeds that you have not marked",
    "newsreader tidy --older 90d --dry-run",
    "tidying:tidy",
    tidy_options,
    "Their files go into the folder .tidied of the library, and nothing is ever deleted. Stories with a bookmark,\n"
    "a tag or a note, hidden ones, and those whose files you have edited stay.",
)

"""The options and arguments of each command."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Final

from newsreader.bias import SCALE, Rating, parse_rating

QUERY_OPTION: Final = "--query"
"""The option whose value is a query, which may begin with a hyphen."""


def _positive(text: str) -> int:
    number = int(text) if text.strip().isascii() and text.strip().isdigit() else 0
    if number < 1:
        raise ArgumentTypeError(f'"{text.strip()}" is not a whole number from 1 on')
    return min(number, sys.maxsize)  # SQLite counts no further


def _port(text: str) -> int:
    number = _positive(text)
    if number > 65_535:
        raise ArgumentTypeError(f'"{text.strip()}" is not a port, which ends at 65535')
    return number


def _rating(text: str) -> Rating:
    rating = parse_rating(text)
    if rating is None:
        raise ArgumentTypeError(f'"{text.strip()}" is not one of {", ".join(rating.id for rating in SCALE)}')
    return rating


def add_filter(parser: ArgumentParser) -> None:
    """Add the filter with which the reader opens."""
    parser.add_argument("--filter", metavar="QUERY", help="open the reader with this filter")


def _add_format(parser: ArgumentParser, default: str, *others: str) -> None:
    parser.add_argument("--format", choices=(default, *others), default=default, help=f"default: {default}")


def _add_id(parser: ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID", help="the story's id, or its beginning")


def story_list_options(parser: ArgumentParser) -> None:
    """Add how a list of stories is written."""
    parser.add_argument("--limit", metavar="N", type=_positive, help="at most so many stories (default: all)")
    _add_format(parser, "table", "json", "jsonl", "ids")


def list_options(parser: ArgumentParser) -> None:
    """Add the options of `list`."""
    parser.add_argument("query", metavar="QUERY", nargs="*", help="words and fields to filter by")
    story_list_options(parser)


def events_options(parser: ArgumentParser) -> None:
    """Add the options of `events`."""
    parser.add_argument("query", metavar="QUERY", nargs="*", help="words and fields that one of its stories matches")
    parser.add_argument("--limit", metavar="N", type=_positive, help="at most so many events (default: all)")
    _add_format(parser, "table", "json")


def show_options(parser: ArgumentParser) -> None:
    """Add the options of `show`."""
    from newsreader.formats import FORMATS  # only this command knows them

    _add_id(parser)
    _add_format(parser, "text", *(each.name for each in FORMATS if each.for_people), "json")


def stories_options(parser: ArgumentParser) -> None:
    """Add stories by their ids, or by a query."""
    parser.add_argument("ids", metavar="ID", nargs="*", help="a story's id, or its beginning")
    parser.add_argument(QUERY_OPTION, metavar="QUERY", help="all stories that this finds, instead of ids")


def story_options(parser: ArgumentParser) -> None:
    """Add one story by its id."""
    _add_id(parser)


def open_options(parser: ArgumentParser) -> None:
    """Add the options of `open`."""
    _add_id(parser)
    parser.add_argument("--website", action="store_true", help="open the website of the outlet instead")


def edit_options(parser: ArgumentParser) -> None:
    """Add the options of `edit`."""
    _add_id(parser)


def add_options(parser: ArgumentParser) -> None:
    """Add the options of `add`."""
    parser.add_argument("source", metavar="URL|FILE|-", help='a web address, a file, or "-" for the input')
    parser.add_argument("--outlet", metavar="ID", help="who tells the story, by the id or the name in outlets.yaml")
    parser.add_argument(
        "--summarize",
        choices=("none", "extract", "model"),
        default="extract",
        help="what the summary is: the whole text, its sentences that say most, or what a model writes"
        " (default: extract)",
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, and show the file that it would be")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the output (default: text)")
    parser.add_argument("--yes", action="store_true", help="ask nothing: have the model asked")


def hide_options(parser: ArgumentParser) -> None:
    """Add stories by their ids, or by a query."""
    parser.add_argument("ids", metavar="ID", nargs="*", help="a story's id, or its beginning")
    parser.add_argument("--query", metavar="QUERY", help="all stories that this finds, in place of ids")


def query_options(parser: ArgumentParser) -> None:
    """Add stories by a query."""
    parser.add_argument("query", metavar="QUERY", nargs="+", help="words and fields to find the stories by")


def tag_options(parser: ArgumentParser) -> None:
    """Add a tag, and the stories of a query."""
    tag_name_options(parser)
    query_options(parser)


def tag_name_options(parser: ArgumentParser) -> None:
    """Add a tag."""
    parser.add_argument("tag", metavar="TAG", help="the tag, in quotes where it has spaces")


def rename_options(parser: ArgumentParser) -> None:
    """Add a tag, and what it is called from now on."""
    parser.add_argument("old", metavar="OLD", help="the tag, in quotes where it has spaces")
    parser.add_argument("new", metavar="NEW", help="its new name")


def note_options(parser: ArgumentParser) -> None:
    """Add a story, and its note."""
    _add_id(parser)
    parser.add_argument("text", metavar="TEXT", help='the note, in quotes; "-" for the input, "" for no note')


def export_options(parser: ArgumentParser) -> None:
    """Add the options of `bookmark export`."""
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help='where to (default: "-", the output)')
    parser.add_argument("--format", choices=("json", "markdown"), help="default: by the ending of FILE, else json")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def briefing_options(parser: ArgumentParser) -> None:
    """Add the options of `export`."""
    parser.add_argument(
        "query", metavar="QUERY", nargs="*", help="words and fields to filter by (default: all stories)"
    )
    parser.add_argument("file", metavar="FILE", help='where to, or "-" for the output')
    parser.add_argument(
        "--as",
        dest="form",
        choices=("markdown", "html", "epub", "jsonl", "opml"),
        help="what to write (default: by the ending of FILE)",
    )
    parser.add_argument("--title", metavar="TEXT", default="News briefing", help="its title (default: News briefing)")
    parser.add_argument("--with-marks", action="store_true", help="your tags and notes, too; in jsonl all your marks")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def import_options(parser: ArgumentParser) -> None:
    """Add the options of `bookmark import`."""
    parser.add_argument("file", metavar="FILE", help='an exported file, or "-" for the input')


def moving_in_options(parser: ArgumentParser) -> None:
    """Add the options of `import`."""
    from newsreader.news.imports.forms import FORMS

    parser.add_argument("files", metavar="FILE", nargs="+", help='a file of another program, or "-" for the input')
    parser.add_argument("--as", dest="kind", choices=FORMS, help="what it is (default: seen from its content)")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, and list what would come")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="of the output (default: text)")


def check_options(parser: ArgumentParser) -> None:
    """Add the options of `check`."""
    parser.add_argument("path", metavar="PATH", nargs="?", help="a library, a folder in it, or one file")


def outlets_options(parser: ArgumentParser) -> None:
    """Add the options of `outlets`."""
    _add_format(parser, "table", "json")


def stats_options(parser: ArgumentParser) -> None:
    """Add the options of `stats`."""
    _add_format(parser, "table", "json")


def balance_options(parser: ArgumentParser) -> None:
    """Add the options of `balance`."""
    _add_format(parser, "table", "json")
    since = parser.add_mutually_exclusive_group()
    since.add_argument("--clear", action="store_true", help="count what you read from now on; read marks stay")
    since.add_argument("--all", action="store_true", help="count everything that you read again")


def rating_options(parser: ArgumentParser) -> None:
    """Add the options of `outlets set`."""
    parser.add_argument("id", metavar="ID", help="the outlet's id, its beginning, or its name")
    names = ", ".join(rating.id for rating in SCALE)
    parser.add_argument("--rating", metavar="RATING", type=_rating, required=True, help=names)
    parser.add_argument("--source", metavar="NAME", required=True, help="who rates the outlet so")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day on which the rating stood there")
    parser.add_argument("--url", metavar="URL", default="", help="where it stands")
    parser.add_argument("--replace", action="store_true", help="write it in place of a rating of another source")


def keys_options(parser: ArgumentParser) -> None:
    """Add the options of `keys`."""
    _add_format(parser, "table", "json", "markdown")


def init_options(parser: ArgumentParser) -> None:
    """Add the options of `init`."""
    parser.add_argument("dir", metavar="DIR", nargs="?", help="where (default: the library that opens by itself)")


def serve_options(parser: ArgumentParser) -> None:
    """Add the options of `serve`."""
    parser.add_argument("--host", metavar="ADDRESS", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    parser.add_argument("--port", metavar="N", type=_port, default=8000, help="default: 8000")
    parser.add_argument("--public-url", metavar="URL", help="the address in the browser, where a proxy stands between")
    add_filter(parser)
    parser.add_argument("--sessions", metavar="N", type=_positive, help="at most so many tabs (default: 20)")
    parser.add_argument("--no-browser", action="store_true", help="print the address, and open no browser")


def doctor_options(parser: ArgumentParser) -> None:
    """Add the options of `doctor`."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--fix",
        action="store_true",
        help="make a damaged index again, recover the bookmarks and marks, back them up, and keep them private",
    )
    what.add_argument(
        "--restore",
        metavar="BACKUP",
        help="bring a backup of the bookmarks and marks back, by the beginning of its name; what is there now stays"
        " beside it",
    )


def bookmark_show_options(parser: ArgumentParser) -> None:
    """Add the options of `bookmark show`."""
    _add_id(parser)
    parser.add_argument("--previous", action="store_true", help="the copy before its story last changed")
    _add_format(parser, "text", "markdown", "json")

"""The one table of commands: name, help, arguments, and what to run.

What runs is imported when it runs, so that each command starts with no more than it needs.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from newsreader.cli.options import (
    bookmark_show_options,
    check_options,
    doctor_options,
    export_options,
    ids_options,
    import_options,
    init_options,
    keys_options,
    list_options,
    outlets_options,
    query_options,
    serve_options,
    show_options,
    story_list_options,
    tag_options,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One command. `takes_query` says that its words are a query, in which `-word` means without that word."""

    name: str
    summary: str
    example: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = lambda _: None
    details: str = ""
    takes_query: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Commands under one name."""

    name: str
    summary: str
    about: str
    example: str
    commands: tuple[Command | Group, ...]


def _read(arguments: Namespace) -> int:
    from newsreader.cli.interactive import read

    return read(arguments)


def _list(arguments: Namespace) -> int:
    from newsreader.cli.stories import list_stories

    return list_stories(arguments, " ".join(arguments.query).strip())


def _show(arguments: Namespace) -> int:
    from newsreader.cli.stories import show_story

    return show_story(arguments)


def _mark_read(arguments: Namespace) -> int:
    from newsreader.cli.marking import mark

    return mark(arguments, wanted=True)


def _mark_unread(arguments: Namespace) -> int:
    from newsreader.cli.marking import mark

    return mark(arguments, wanted=False)


def _add_tag(arguments: Namespace) -> int:
    from newsreader.cli.marking import tag

    return tag(arguments, wanted=True)


def _remove_tag(arguments: Namespace) -> int:
    from newsreader.cli.marking import tag

    return tag(arguments, wanted=False)


def _list_tags(arguments: Namespace) -> int:
    from newsreader.cli.marking import list_tags

    return list_tags(arguments)


def _add_bookmarks(arguments: Namespace) -> int:
    from newsreader.cli.bookmarks import set_bookmarks

    return set_bookmarks(arguments, wanted=True)


def _remove_bookmarks(arguments: Namespace) -> int:
    from newsreader.cli.bookmarks import set_bookmarks

    return set_bookmarks(arguments, wanted=False)


def _list_bookmarks(arguments: Namespace) -> int:
    from newsreader.cli.stories import list_stories

    return list_stories(arguments, "is:bookmarked")


def _show_bookmark(arguments: Namespace) -> int:
    from newsreader.cli.bookmark_copies import show_copy

    return show_copy(arguments)


def _export_bookmarks(arguments: Namespace) -> int:
    from newsreader.cli.bookmarks import export_bookmarks

    return export_bookmarks(arguments)


def _import_bookmarks(arguments: Namespace) -> int:
    from newsreader.cli.bookmarks import import_bookmarks

    return import_bookmarks(arguments)


def _check(arguments: Namespace) -> int:
    from newsreader.cli.checking import check

    return check(arguments)


def _outlets(arguments: Namespace) -> int:
    from newsreader.cli.outlet_list import list_outlets

    return list_outlets(arguments)


def _keys(arguments: Namespace) -> int:
    from newsreader.cli.key_list import list_keys

    return list_keys(arguments)


def _init(arguments: Namespace) -> int:
    from newsreader.cli.places import make_library

    return make_library(arguments)


def _serve(arguments: Namespace) -> int:
    from newsreader.cli.serving import serve

    return serve(arguments)


def _paths(arguments: Namespace) -> int:
    from newsreader.cli.places import show_paths

    return show_paths(arguments)


def _doctor(arguments: Namespace) -> int:
    from newsreader.cli.doctor import examine

    return examine(arguments)


READER: Final = Command("", "Open the reader", "newsreader --filter 'putin bias:center'", _read)
"""What runs without a command."""

_BOOKMARK: Final = Group(
    "bookmark",
    "Keep stories: add, remove, list, show, export, import",
    "Keep stories. A bookmark has a copy of its story, which stays when the file is gone.",
    "newsreader bookmark add 6f1c2b9a",
    (
        Command("add", "Bookmark stories", "newsreader bookmark add 6f1c2b9a", _add_bookmarks, ids_options),
        Command(
            "remove",
            "Take bookmarks off",
            "newsreader bookmark remove 6f1c2b9a",
            _remove_bookmarks,
            ids_options,
        ),
        Command(
            "list",
            "List the bookmarked stories",
            "newsreader bookmark list --format json",
            _list_bookmarks,
            story_list_options,
        ),
        Command(
            "show",
            "Show the copy that a bookmark keeps",
            "newsreader bookmark show 6f1c2b9a --previous",
            _show_bookmark,
            bookmark_show_options,
            "The copy follows its story when that is edited. What it was before the last such change is kept, too:\n"
            "--previous shows it.",
        ),
        Command(
            "export",
            "Write all bookmarks to a file",
            "newsreader bookmark export bookmarks.md",
            _export_bookmarks,
            export_options,
            "Tags and notes go with them, also those of other stories. Both formats are complete and can be\n"
            "imported: json is for programs, markdown for people. Copies from before a change stay here.",
        ),
        Command(
            "import",
            "Add the bookmarks of an exported file",
            "newsreader bookmark import bookmarks.json",
            _import_bookmarks,
            import_options,
        ),
    ),
)

_MARK: Final = Group(
    "mark",
    "Mark the stories of a query read or unread",
    "Mark stories read or unread, all that a query finds.",
    "newsreader mark read date:..2023",
    (
        Command(
            "read", "Mark stories read", "newsreader mark read date:..2023", _mark_read, query_options,
            takes_query=True,
        ),
        Command(
            "unread", "Mark stories unread", "newsreader mark unread outlet:bbc date:7d", _mark_unread,
            query_options, takes_query=True,
        ),
    ),
)  # fmt: skip

_TAG: Final = Group(
    "tag",
    "Tag the stories of a query: add, remove, list",
    "Put a tag on all stories that a query finds, or take it off.",
    "newsreader tag add later 'ferry is:unread'",
    (
        Command(
            "add", "Put a tag on stories", "newsreader tag add later ferry is:unread", _add_tag, tag_options,
            takes_query=True,
        ),
        Command(
            "remove", "Take a tag off stories", "newsreader tag remove later is:read", _remove_tag, tag_options,
            takes_query=True,
        ),
        Command("list", "List the tags", "newsreader tag list", _list_tags),
    ),
)  # fmt: skip

PROGRAM: Final = Group(
    "newsreader",
    "",
    "A terminal reader for a local library of news summaries that shows who tells each story\n"
    "and where they lean. Without a command it opens the reader.",
    "newsreader --filter 'putin bias:center'",
    (
        Command(
            "list",
            "List stories, newest first",
            "newsreader list putin -vietnam date:2024 --limit 20",
            _list,
            list_options,
            "N marks an unread story, * a bookmarked one. QUERY is what the filter bar of the reader takes; put it\n"
            "in quotes where it holds quotes or parentheses of its own:\n"
            "newsreader list '\"defence pact\" OR title:treaty'",
            takes_query=True,
        ),
        Command(
            "show",
            "Show one story",
            "newsreader show 6f1c2b9a --format markdown",
            _show,
            show_options,
            "As text it has all that the reader shows: the story, your marks, tags and note, and who tells it.\n"
            "page and markdown are story files: what they write can be put into a library. json is for programs.",
        ),
        _BOOKMARK,
        _MARK,
        _TAG,
        Command(
            "check",
            "Tell every problem of a library's files, as path:line:column: message",
            "newsreader check ~/news/2024",
            _check,
            check_options,
            "The files are read afresh. Paths are relative to the library, or begin as PATH does.",
        ),
        Command(
            "outlets",
            "List the outlets with their ratings",
            "newsreader outlets --format json",
            _outlets,
            outlets_options,
        ),
        Command(
            "serve",
            "Open the reader in a browser",
            "newsreader serve --port 8080",
            _serve,
            serve_options,
            "It listens on this machine only, unless --host says otherwise. Each tab has a reader of its own; all of\n"
            "them share your marks. The address that it prints and opens lets in one browser, once; Enter in its\n"
            "terminal gives another one.",
        ),
        Command(
            "keys",
            "List the reader's commands with their keys",
            "newsreader keys --format markdown",
            _keys,
            keys_options,
            "The keys are those of the config. The name at the end of a line is what it calls the command:\n"
            '  [keys]\n  bookmark = ["b", "x"]\n  next-unread = "Space"\n  this-outlet = []',
        ),
        Command("init", "Make a new library", "newsreader init ~/news", _init, init_options),
        Command("paths", "Tell where everything is", "newsreader paths", _paths),
        Command(
            "doctor",
            "Look at everything the program uses, and mend what is broken",
            "newsreader doctor --fix",
            _doctor,
            doctor_options,
            "A line for each thing that was looked at: ok, warning or problem, and what to do. Nothing is changed\n"
            "without --fix or --restore, and nothing is ever deleted but the index, which is made again from the\n"
            "files. Each backup has a line with its name, which --restore takes.",
        ),
    ),
)
"""All commands, in the order in which the help lists them."""

"""The one table of commands: name, help, arguments, and what to run.

What runs is imported when it runs, so that each command starts with no more than it needs.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from pkgutil import resolve_name
from typing import Final

from msgspec import Struct, field

from newsreader.cli.options import (
    bookmark_show_options,
    check_options,
    doctor_options,
    export_options,
    hide_options,
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


class Command(Struct, frozen=True):
    """Describe one command.

    `target` is the function that does it, as "module:function" of this package, from the arguments to the exit code.
    `preset` are arguments that the command line can't give, by which one function does several commands.
    `takes_query` says that the words are a query, in which `-word` means without that word.
    """

    name: str
    summary: str
    example: str
    target: str
    arguments: Callable[[ArgumentParser], None] = lambda _: None
    details: str = ""
    takes_query: bool = False
    preset: Mapping[str, object] = field(default_factory=dict)

    def run(self, arguments: Namespace) -> int:
        """Import what does the command and do it; return the exit code."""
        for name, value in self.preset.items():
            setattr(arguments, name, value)
        act: Callable[[Namespace], int] = resolve_name(f"newsreader.cli.{self.target}")
        return act(arguments)


class Group(Struct, frozen=True):
    """Describe commands under one name."""

    name: str
    summary: str
    about: str
    example: str
    commands: tuple[Command | Group, ...]


READER: Final = Command("", "Open the reader", "newsreader --filter 'putin bias:center'", "interactive:read")
"""What runs without a command."""

_BOOKMARK: Final = Group(
    "bookmark",
    "Keep stories: add, remove, list, show, export, import",
    "Keep stories. A bookmark has a copy of its story, which stays when the file is gone.",
    "newsreader bookmark add 6f1c2b9a",
    (
        Command(
            "add",
            "Bookmark stories",
            "newsreader bookmark add 6f1c2b9a",
            "bookmarks:set_bookmarks",
            ids_options,
            preset={"wanted": True},
        ),
        Command(
            "remove",
            "Remove bookmarks",
            "newsreader bookmark remove 6f1c2b9a",
            "bookmarks:set_bookmarks",
            ids_options,
            preset={"wanted": False},
        ),
        Command(
            "list",
            "List the bookmarked stories",
            "newsreader bookmark list --format json",
            "stories:list_stories",
            story_list_options,
            preset={"query": ["is:bookmarked"]},
        ),
        Command(
            "show",
            "Show the copy that a bookmark keeps",
            "newsreader bookmark show 6f1c2b9a --previous",
            "bookmarks:show_copy",
            bookmark_show_options,
            "The copy follows its story when that is edited. What it was before the last such change is kept, too:\n"
            "--previous shows it.",
        ),
        Command(
            "export",
            "Write all bookmarks to a file",
            "newsreader bookmark export bookmarks.md",
            "bookmarks:export_bookmarks",
            export_options,
            "Tags and notes go with them, also those of other stories. Both formats are complete and can be\n"
            "imported: json is for programs, markdown for people. Copies from before a change stay here.",
        ),
        Command(
            "import",
            "Add the bookmarks of an exported file",
            "newsreader bookmark import bookmarks.json",
            "bookmarks:import_bookmarks",
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
            "read",
            "Mark stories read",
            "newsreader mark read date:..2023",
            "marking:mark",
            query_options,
            takes_query=True,
            preset={"wanted": True},
        ),
        Command(
            "unread",
            "Mark stories unread",
            "newsreader mark unread outlet:bbc date:7d",
            "marking:mark",
            query_options,
            takes_query=True,
            preset={"wanted": False},
        ),
    ),
)

_TAG: Final = Group(
    "tag",
    "Tag the stories of a query: add, remove, list",
    "Add a tag to all stories that a query finds, or remove it.",
    "newsreader tag add later 'ferry is:unread'",
    (
        Command(
            "add",
            "Add a tag to stories",
            "newsreader tag add later ferry is:unread",
            "marking:tag",
            tag_options,
            takes_query=True,
            preset={"wanted": True},
        ),
        Command(
            "remove",
            "Remove a tag from stories",
            "newsreader tag remove later is:read",
            "marking:tag",
            tag_options,
            takes_query=True,
            preset={"wanted": False},
        ),
        Command("list", "List the tags", "newsreader tag list", "marking:list_tags"),
    ),
)

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
            "stories:list_stories",
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
            "stories:show_story",
            show_options,
            "As text it has all that the reader shows: the story, your marks, tags and note, and who tells it.\n"
            "page and markdown are story files: what they write can be put into a library. json is for programs.",
        ),
        _BOOKMARK,
        _MARK,
        _TAG,
        Command(
            "hide",
            "Hide stories: lists leave them out",
            "newsreader hide 6f1c2b9a",
            "hiding:set_hidden",
            hide_options,
            "Nothing of a story is removed. is:hidden finds hidden stories, and unhide shows them again.",
            preset={"wanted": True},
        ),
        Command(
            "unhide",
            "Show hidden stories again",
            "newsreader unhide --query topic:climate",
            "hiding:set_hidden",
            hide_options,
            preset={"wanted": False},
        ),
        Command(
            "check",
            "Tell every problem of a library's files, as path:line:column: message",
            "newsreader check ~/news/2024",
            "checking:check",
            check_options,
            "The files are read afresh. Paths are relative to the library, or begin as PATH does.",
        ),
        Command(
            "outlets",
            "List the outlets with their ratings",
            "newsreader outlets --format json",
            "stories:list_outlets",
            outlets_options,
        ),
        Command(
            "serve",
            "Open the reader in a browser",
            "newsreader serve --port 8080",
            "serving:serve",
            serve_options,
            "It listens on this machine only, unless --host says otherwise. Each tab has a reader of its own; all of\n"
            "them share your marks. The address that it prints and opens lets in one browser, once; Enter in its\n"
            "terminal gives another one.",
        ),
        Command(
            "keys",
            "List the reader's commands with their keys",
            "newsreader keys --format markdown",
            "key_list:list_keys",
            keys_options,
            "The keys are those of the config. The name at the end of a line is what it calls the command:\n"
            '  [keys]\n  bookmark = ["b", "F2"]\n  next-unread = "Space"\n  this-outlet = []',
        ),
        Command("init", "Make a new library", "newsreader init ~/news", "places:make_library", init_options),
        Command("paths", "Tell where everything is", "newsreader paths", "places:show_paths"),
        Command(
            "doctor",
            "Look at everything the program uses, and fix what is broken",
            "newsreader doctor --fix",
            "doctor:examine",
            doctor_options,
            "A line for each thing that was looked at: ok, warning or problem, and what to do. Nothing is changed\n"
            "without --fix or --restore, and nothing is ever deleted but the index, which is made again from the\n"
            "files. Each backup has a line with its name, which --restore takes.",
        ),
    ),
)
"""All commands, in the order in which the help lists them."""

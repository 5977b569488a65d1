"""The one table of commands: name, help, arguments, and what to run.

What runs is imported when it runs, so that each command starts with no more than it needs.
"""

from __future__ import annotations

from typing import Final

from newsreader.cli.command import Command, Group
from newsreader.cli.feed_commands import FEEDS, FETCH, SUBSCRIBE, UNSUBSCRIBE
from newsreader.cli.groups import BOOKMARK, MARK, NOTE, TAG
from newsreader.cli.options import (
    add_options,
    balance_options,
    briefing_options,
    check_options,
    doctor_options,
    edit_options,
    events_options,
    hide_options,
    init_options,
    keys_options,
    list_options,
    moving_in_options,
    open_options,
    outlets_options,
    rating_options,
    serve_options,
    show_options,
    stats_options,
)
from newsreader.cli.summary_commands import SUMMARIZE
from newsreader.cli.upkeep_commands import RATINGS, TIDY

READER: Final = Command("", "Open the reader", "newsreader --filter 'putin bias:center'", "interactive:read")
"""What runs without a command."""

_OUTLETS: Final = Group(
    "outlets",
    "List the outlets with their ratings, or rate one",
    "Without a command: list the outlets with their ratings.",
    "newsreader outlets --format json",
    (
        Command(
            "set",
            "Write the rating of an outlet into outlets.yaml",
            "newsreader outlets set reuters --rating center --source AllSides --as-of 2023-07-31",
            "rating:set_rating",
            rating_options,
            "Only the rating changes in the file: comments, order and all else stay as they are. An outlet that is\n"
            "not in it yet is added. A rating needs its source and its date.",
        ),
    ),
    Command(
        "outlets",
        "List the outlets with their ratings",
        "newsreader outlets --format json",
        "stories:list_outlets",
        outlets_options,
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
        Command(
            "events",
            "List events that several outlets tell, newest first",
            "newsreader events tellers:3.. date:7d",
            "events:list_events",
            events_options,
            "An event is found if one of its stories matches QUERY. A line has the id of its first story, how many\n"
            "outlets tell it, and from where: L2 C1 R0 +1 are two from the left, one from the center, none from the\n"
            "right, and one that is mixed or not rated. Then come the day of its newest story that matches, and the\n"
            "title of its first. json names who tells it, with the source and date of each rating, and why.\n"
            "It says what this library has, not what the press did.",
            takes_query=True,
        ),
        Command(
            "open",
            "Open the original of a story in a browser",
            "newsreader open 6f1c2b9a",
            "opening:open_story",
            open_options,
            "The rules are those of the reader: only web addresses are opened, and BROWSER names another browser.\n"
            "Where none can be opened, as over SSH, the address is written instead.",
        ),
        Command(
            "edit",
            "Open a story's file in your editor",
            "newsreader edit 6f1c2b9a",
            "editing:edit_story",
            edit_options,
            "The editor is the one that EDITOR in the environment names, else VISUAL. It may have options, as in\n"
            "EDITOR='code --wait'. Editors that can are told the line at which the story begins.",
        ),
        Command(
            "add",
            "Add a story to the library: a page, captions, a mail, or a text",
            "newsreader add https://example.org/2026/ferry-returns",
            "adding:add",
            add_options,
            "What it is is seen from its content: a web page or one saved as .html or .mhtml, captions (.vtt, .srt),\n"
            "a mail (.eml), plain text, or a story file, which is kept as it is. Summary and key points are sentences\n"
            "of the text; no AI has a part in them, unless --summarize model asks the one that the config names.\n"
            "What is in the library already is not added again.\n"
            "Paste a text: newsreader add -",
        ),
        SUMMARIZE,
        Command(
            "import",
            "Bring in what other programs hold: stories with their marks, and lists of feeds",
            "newsreader import ~/.newsboat/cache.db ~/.newsboat/urls --dry-run",
            "importing:import_files",
            moving_in_options,
            "It takes Newsboat's urls and cache.db, OPML, bookmarks of browsers, exports of Readwise, Raindrop and\n"
            "wallabag, entries of Miniflux, and what newsreader export wrote as jsonl. What was read stays read, and\n"
            "what was starred is a bookmark; tags and notes come along. What is in the library is not added again.",
        ),
        Command(
            "export",
            "Write stories down for others: a page, a book, or data",
            "newsreader export date:7d missing:right briefing.html",
            "exporting:export",
            briefing_options,
            "Stories of one event stand together, from left to right, each with its outlet, the rating with source\n"
            "and date, and the link to the original. html is one page that loads nothing, epub a book, markdown a\n"
            "text, opml an outline. jsonl has a story a line, which newsreader import reads back. Your tags and\n"
            "notes stay with you unless you give --with-marks. Bookmarks: newsreader bookmark export",
            takes_query=True,
        ),
        SUBSCRIBE,
        UNSUBSCRIBE,
        FETCH,
        FEEDS,
        BOOKMARK,
        MARK,
        TAG,
        NOTE,
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
        _OUTLETS,
        RATINGS,
        TIDY,
        Command(
            "stats",
            "Count what the library has, and what you have marked",
            "newsreader stats --format json",
            "statistics:show_statistics",
            stats_options,
        ),
        Command(
            "balance",
            "Count what you read and what you have, by rating",
            "newsreader balance --format json",
            "balance:show_balance",
            balance_options,
            "Reading counts by the day on which you read, stories by their own dates. Outlets that nobody rated stand\n"
            "apart. These are counts: they are no measure of how balanced anything is. A rating says where an outlet\n"
            "stands, and nothing of accuracy.",
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

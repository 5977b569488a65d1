"""The commands that mark stories, in the groups under whose names they are given."""

from __future__ import annotations

from typing import Final

from newsreader.cli.command import Command, Group
from newsreader.cli.options import (
    bookmark_show_options,
    export_options,
    import_options,
    note_options,
    query_options,
    rename_options,
    stories_options,
    story_list_options,
    story_options,
    tag_name_options,
    tag_options,
)

BOOKMARK: Final = Group(
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
            stories_options,
            'All that a query finds: newsreader bookmark add --query "tag:later is:unread"',
            preset={"wanted": True},
        ),
        Command(
            "remove",
            "Remove bookmarks",
            "newsreader bookmark remove 6f1c2b9a",
            "bookmarks:set_bookmarks",
            stories_options,
            "All that a query finds: newsreader bookmark remove --query date:..2023",
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
            "Tags, notes and what is hidden go with them, also of other stories, and which stories you joined to an\n"
            "event or parted from one. Both formats are complete and can be imported: json is for programs, markdown\n"
            "for people. Copies from before a change stay here.",
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

MARK: Final = Group(
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

TAG: Final = Group(
    "tag",
    "Tag the stories of a query; list, rename, delete tags",
    "Add a tag to all stories that a query finds, or remove it; list, rename or delete tags.",
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
            "From every story, of all libraries: newsreader tag delete TAG",
            takes_query=True,
            preset={"wanted": False},
        ),
        Command("list", "List the tags", "newsreader tag list", "tags:list_tags"),
        Command(
            "rename",
            "Give a tag another name",
            "newsreader tag rename later 'to read'",
            "tags:rename_tag",
            rename_options,
            "It is renamed on every story, of all libraries. If there is a tag of the new name, the two become one.",
        ),
        Command(
            "delete",
            "Remove a tag from every story",
            "newsreader tag delete later",
            "tags:delete_tag",
            tag_name_options,
            "It is removed from every story, of all libraries. The stories stay, with their other marks.",
        ),
    ),
)

NOTE: Final = Group(
    "note",
    "Show or write the note on a story",
    "Show or write the note on a story.",
    "newsreader note set 6f1c2b9a 'Ask about the price.'",
    (
        Command("show", "Show the note on a story", "newsreader note show 6f1c2b9a", "notes:show_note", story_options),
        Command(
            "set",
            "Write the note on a story",
            "newsreader note set 6f1c2b9a 'Ask about the price.'",
            "notes:set_note",
            note_options,
            "It replaces the note that is there; an empty one removes it. A text of several lines is read from the\n"
            "input: newsreader note set 6f1c2b9a - < note.txt",
        ),
    ),
)

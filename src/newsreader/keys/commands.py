"""The one table of the reader's commands. Key bindings, footer, palette, help, `newsreader keys` and the keys of the
config all derive from it; it knows nothing of how a screen is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct


class KeyContext(StrEnum):
    """Name where a command applies: in the whole reader or a part of it, or in the boxes that lie over it."""

    READER = "Everywhere"
    LIST = "In the list"
    STORY = "In the story"
    FIND = "While finding in the story"
    FILTER = "While filtering"
    BOX = "In boxes"
    NOTE = "In the note"
    ADD = "When adding a story"
    ANSWER = "When asked"

    @property
    def takes_text(self) -> bool:
        """Return whether text is typed here, so that a plain letter can't be a key."""
        return self in (KeyContext.FIND, KeyContext.FILTER, KeyContext.BOX, KeyContext.NOTE, KeyContext.ADD)

    def applies_with(self, other: KeyContext) -> bool:
        """Return whether the keys of both places are there at the same time, and none may mean two things."""
        return self is other or {self, other} in (
            {KeyContext.READER, KeyContext.LIST},
            {KeyContext.READER, KeyContext.STORY},
        )


class InFooter(Struct, frozen=True):
    """How important a command is for the footer in each place: 1 is the most important, and 0 is not shown there."""

    list: int = 0
    selection: int = 0
    """In the list, where stories are selected."""
    story: int = 0
    outlet: int = 0
    rail: int = 0
    filter: int = 0
    find: int = 0
    """In the story, while words are found in it."""


FOOTER_PLACES: Final = InFooter.__struct_fields__
"""The places that have a footer of their own."""


class Command(Struct, frozen=True):
    """Describe one thing the user can do.

    `name` is what the config and the tables of methods call it, and of one command only.
    `keys` are those it has as long as the user wants no others, as Textual names them.
    `other_title` is its title where it does the second of two things.
    """

    name: str
    keys: tuple[str, ...]
    title: str
    help: str
    place: KeyContext = KeyContext.READER
    footer: InFooter = InFooter()
    other_title: str = ""
    in_palette: bool = True
    """Whether the palette offers it; of those of one place it offers none."""
    gives_way: bool = False
    """Whether it leaves its key to another command where it has nothing to do."""
    needs_key: bool = False
    """Whether somebody would be caught without a key for it."""
    needs_shell: bool = False
    """Whether it needs a shell to go back to, which there is neither on Windows nor in a browser."""

    def clashes_with(self, other: Command) -> bool:
        """Return whether a key can't be that of both."""
        if self.name == other.name or self.gives_way or other.gives_way:
            return False
        return self.place.applies_with(other.place)


_VIEWS: Final = (
    ("4", "All", "Show every story"), ("5", "Unread", "Show what is unread"),
    ("6", "Bookmarks", "Show what is bookmarked"), ("7", "Today", "Show the stories of today"),
    ("8", "Left", "Show the outlets that lean left"), ("9", "Center", "Show the outlets at the center"),
    ("0", "Right", "Show the outlets that lean right"),
)  # fmt: skip
"""The views that everybody has, with their keys."""

COMMANDS: Final[tuple[Command, ...]] = (
    Command("filter", ("slash",), "Filter", "Type to narrow the list",
            needs_key=True,
            footer=InFooter(list=2, selection=8, story=15, outlet=9, rail=3)),
    Command("bookmark", ("b", "s"), "Bookmark",
            "Bookmark the story, or remove the bookmark",
            footer=InFooter(list=7, selection=3, story=4)),
    Command("help", ("question_mark", "f1"), "Help",
            "Show all keys and the filter language", needs_key=True,
            footer=InFooter(list=3, selection=7, story=7, outlet=4, filter=4, rail=4, find=4)),
    Command("back-or-quit", ("q",), "Quit",
            "Leave the reader; where one pane is shown at a time, first go back to the list", other_title="Back",
            in_palette=False,
            footer=InFooter(list=4, selection=9, story=8, outlet=5, rail=5)),
    Command("quit", ("ctrl+q",), "Quit", "Leave the reader from wherever you are", needs_key=True,
            footer=InFooter(list=5, selection=10, story=9, outlet=6, filter=7, rail=6, find=5)),
    Command("bookmarks-only", ("B",), "Bookmarks",
            "Show bookmarked stories only, or all again",
            footer=InFooter(list=14)),
    Command("read", ("m",), "Read/unread", "Mark the story read or unread",
            footer=InFooter(list=11, selection=4, story=11)),
    Command("next-unread", ("n",), "Next unread", "Go to the next unread story",
            footer=InFooter(list=10, story=3)),
    Command("previous-unread", ("p",), "Previous unread", "Go to the unread story before"),
    Command("all-read", ("A",), "All read", "Mark everything read that the filter shows",
            footer=InFooter(list=16)),
    Command("tags", ("t",), "Tags", "Add tags to the story, or remove them",
            footer=InFooter(list=18, selection=5, story=13)),
    Command("note", ("e",), "Note", "Write a note on the story",
            footer=InFooter(list=19, story=12)),
    Command("hide", ("x",), "Hide", "Hide the story, or show a hidden one again",
            footer=InFooter(list=28, selection=12)),
    Command("join-events", ("J",), "Join", "Join the selected stories: they tell the same event",
            footer=InFooter(selection=13)),
    Command("part-event", ("P",), "Part", "Part the story from the others of its event"),
    Command("undo", ("u",), "Undo", "Undo the last mark",
            footer=InFooter(list=13, selection=6, story=17)),
    Command("redo", ("U", "ctrl+r"), "Redo", "Redo what was undone"),
    Command("this-outlet", ("f",), "This outlet",
            "Show stories of this outlet only, or all again",
            footer=InFooter(list=15, story=16, outlet=3)),
    Command("original", ("o",), "Original", "Open the original video or article",
            footer=InFooter(list=12, story=10, outlet=7)),
    Command("website", ("w",), "Website", "Open the outlet's website",
            footer=InFooter(outlet=2)),
    Command("copy-link", ("y",), "Copy link", "Copy the link of the original",
            footer=InFooter(list=22, story=18)),
    Command("cite", ("Y",), "Cite", "Copy title, outlet, day and link as one line"),
    Command("pipe", ("vertical_line",), "Pipe",
            "Give the story as Markdown to the command that the config names"),
    Command("links", ("l",), "Links", "List all links of the story, to open or copy one",
            footer=InFooter(list=21, story=14)),
    Command("found-next", ("full_stop",), "Next found", "Go to the next found word in the story"),
    Command("found-previous", ("comma",), "Previous found",
            "Go to the found word before in the story"),
    Command("teller-next", ("right_square_bracket",), "Next teller",
            "Go to the next story of the same event, from the last to the first",
            footer=InFooter(list=8, story=5)),
    Command("teller-previous", ("left_square_bracket",), "Previous teller",
            "Go to the story of the same event before"),
    Command("compare", ("c",), "Compare",
            "Show the story beside those of other outlets; again: beside the next of them",
            footer=InFooter(list=9, story=6)),
    Command("why-together", ("i",), "Why together",
            "Say why stories of other outlets are together with this one"),
    Command("outlets", ("O",), "Outlets",
            "List the outlets with rating, stories and unread",
            footer=InFooter(list=23, outlet=8)),
    Command("views", ("v",), "Views", "Pick a view, or remove one of your own",
            footer=InFooter(list=17)),
    Command("save-view", ("V",), "Save view", "Keep this filter as a view with a name"),
    Command("history", ("h",), "History", "Show what you read and when, or all again"),
    Command("reading-balance", ("H",), "Reading balance",
            "Count what you read and what the library has, by rating"),
    Command("new-stories", ("N",), "New stories",
            "Show what came since your last visit, or all again"),
    Command("fetch-news", ("F",), "Fetch",
            "Fetch what is due in the feeds; while that goes on, stop it"),
    Command("add-story", ("a",), "Add a story", "Add a story: paste a text, or the address of a page"),
    Command("feeds", ("R",), "Feeds", "List the feeds with those that fail, and fetch, pause or remove one"),
    Command("subscribe", ("ctrl+n",), "Subscribe", "Subscribe to a feed, or to all feeds of an OPML file"),
    Command("summarize", ("M",), "Summarize",
            "Have the model of the config summarize the story; while that goes on, stop it"),
    Command("by-event", ("C",), "By event", "Show one row for each event, with how many outlets of each side tell it",
            footer=InFooter(list=29)),
    Command("one-sided", ("D",), "One-sided",
            "Show events that no outlet of the left tells in your library; then of the right"),
    Command("sort", ("S",), "Sort", "Sort by the next order; the status line says which",
            footer=InFooter(list=20)),
    *(Command(f"view-{name.lower()}", (key,), name, help_text, in_palette=False)
      for key, name, help_text in _VIEWS),
    Command("pane-list", ("1",), "List", "Go to the list"),
    Command("pane-story", ("2",), "Story", "Go to the story"),
    Command("pane-outlet", ("3",), "Outlet", "Go to the outlet, or open its pane; again: close it",
            footer=InFooter(list=24, story=19)),
    Command("rail", ("L",), "Rail", "Open the rail with views, outlets, topics and tags, or close it",
            footer=InFooter(list=27, rail=7)),
    Command("pane-next", ("tab",), "Next pane", "Go to the next pane", in_palette=False),
    Command("pane-previous", ("shift+tab",), "Previous pane",
            "Go to the pane before", in_palette=False),
    Command("pane-narrower", ("less_than_sign",), "Narrower pane",
            "Make the list narrower, or the outlet's pane where it has the keys"),
    Command("pane-wider", ("greater_than_sign",), "Wider pane",
            "Make the list wider, or the outlet's pane where it has the keys"),
    Command("story-alone", ("z",), "Story alone", "Show the story alone, or all panes again",
            footer=InFooter(story=20)),
    Command("compact", ("equals_sign",), "Compact list",
            "Show each story of the list on one line, or with its whole title again"),
    Command("theme", ("T",), "Theme", "Change the colours"),
    Command("rescan", ("r",), "Rescan", "Compare the library with its files now"),
    Command("problems", ("exclamation_mark",), "Problems",
            "Show what is wrong with the library's files"),
    Command("edit-file", ("E",), "Edit file", "Open the story's file in your editor"),
    Command("suspend", ("ctrl+z",), "Suspend", "Go back to the shell; fg in it comes back here",
            needs_shell=True),
    Command("palette", ("colon", "ctrl+p"), "Palette", "Find a command by name", in_palette=False,
            footer=InFooter(list=25, story=21, outlet=10)),
    Command("back", ("escape",), "Back", "Go back, or clear the filter", in_palette=False,
            other_title="Clear filter",
            footer=InFooter(list=6, story=1, outlet=1, rail=2)),
    Command("list-down", ("j", "down"), "Down", "Go to the next story", KeyContext.LIST),
    Command("list-up", ("k", "up"), "Up", "Go to the story before", KeyContext.LIST),
    Command("list-page-down", ("pagedown", "ctrl+f"), "Page down", "Go a page down", KeyContext.LIST),
    Command("list-page-up", ("pageup", "ctrl+b"), "Page up", "Go a page up", KeyContext.LIST),
    Command("list-first", ("g", "home"), "First", "Go to the first story", KeyContext.LIST),
    Command("list-last", ("G", "end"), "Last", "Go to the last story", KeyContext.LIST),
    Command("list-enter", ("enter",), "Read", "Go into the story", KeyContext.LIST,
            other_title="Show", footer=InFooter(list=1, rail=1)),
    Command("list-select", ("space",), "Select", "Select the story, or unselect it", KeyContext.LIST,
            footer=InFooter(list=26, selection=2)),
    Command("list-select-down", ("shift+down",), "Select down",
            "Select this story and the next", KeyContext.LIST),
    Command("list-select-up", ("shift+up",), "Select up",
            "Select this story and the one before", KeyContext.LIST),
    Command("list-select-all", ("ctrl+a",), "Select all",
            "Select everything that is listed, or nothing", KeyContext.LIST,
            footer=InFooter(selection=11)),
    Command("list-unselect", ("escape",), "Unselect",
            "Select nothing, where something is selected", KeyContext.LIST, gives_way=True,
            footer=InFooter(selection=1)),
    Command("story-down", ("j", "down"), "Down", "Scroll a line down", KeyContext.STORY),
    Command("story-up", ("k", "up"), "Up", "Scroll a line up", KeyContext.STORY),
    Command("story-read-on", ("space",), "Read on",
            "Scroll a page down; at the end go on to the next unread story", KeyContext.STORY,
            footer=InFooter(story=2)),
    Command("story-page-down", ("pagedown",), "Page down", "Scroll a page down", KeyContext.STORY),
    Command("story-page-up", ("pageup",), "Page up", "Scroll a page up", KeyContext.STORY),
    Command("story-first", ("g", "home"), "Top", "Go to the top", KeyContext.STORY),
    Command("story-last", ("G", "end"), "End", "Go to the end", KeyContext.STORY),
    Command("story-find", ("ctrl+f",), "Find", "Find words in the story", KeyContext.STORY),
    Command("find-next", ("enter",), "Next hit", "Go to the next hit, and to the text", KeyContext.FIND,
            footer=InFooter(find=1)),
    Command("find-previous", ("shift+enter",), "Previous hit", "Go to the hit before", KeyContext.FIND,
            footer=InFooter(find=3)),
    Command("find-close", ("escape",), "Close", "Close the search; while typing also go back to where it began",
            KeyContext.FIND, needs_key=True,
            footer=InFooter(find=2)),
    Command("filter-to-list", ("enter",), "To the list",
            "Go to the list", KeyContext.FILTER,
            footer=InFooter(filter=1)),
    Command("filter-complete", ("tab",), "Complete",
            "Take the marked suggestion; with none go to the next pane", KeyContext.FILTER,
            footer=InFooter(filter=3)),
    Command("filter-next-suggestion", ("shift+tab",), "Next suggestion",
            "Mark the next suggestion; with none go a pane back", KeyContext.FILTER),
    Command("filter-older", ("up",), "Older filter",
            "Put the filter that was used before into the bar", KeyContext.FILTER,
            footer=InFooter(filter=5)),
    Command("filter-newer", ("down",), "Newer filter",
            "Put the newer filter into the bar; then go to the list", KeyContext.FILTER,
            footer=InFooter(filter=6)),
    Command("filter-clear", ("escape",), "Clear",
            "Clear the filter, and go to the list", KeyContext.FILTER,
            footer=InFooter(filter=2)),
    Command("box-close", ("escape",), "Close", "Close the box", KeyContext.BOX, needs_key=True),
    Command("box-accept", ("enter",), "Accept", "Pick the choice, or take what was typed", KeyContext.BOX),
    Command("box-down", ("down",), "Down", "Go a line down", KeyContext.BOX),
    Command("box-up", ("up",), "Up", "Go a line up", KeyContext.BOX),
    Command("box-page-down", ("pagedown",), "Page down", "Go a page down", KeyContext.BOX),
    Command("box-page-up", ("pageup",), "Page up", "Go a page up", KeyContext.BOX),
    Command("box-first", ("ctrl+home",), "First", "Go to the top", KeyContext.BOX),
    Command("box-last", ("ctrl+end",), "Last", "Go to the end", KeyContext.BOX),
    Command("box-remove", ("delete", "ctrl+d"), "Remove",
            "Remove the view or feed at the cursor; clear the reading balance", KeyContext.BOX),
    Command("box-subscribe", ("ctrl+n",), "Subscribe", "Subscribe to a feed", KeyContext.BOX),
    Command("box-pause", ("ctrl+t",), "Pause", "Pause the feed at the cursor, or go on with it", KeyContext.BOX),
    Command("box-next-order", ("ctrl+s",), "Order", "List the outlets in the next order", KeyContext.BOX),
    Command("box-rate", ("ctrl+r",), "Rate", "Rate the outlet at the cursor", KeyContext.BOX),
    Command("box-copy", ("ctrl+y",), "Copy", "Copy the address at the cursor", KeyContext.BOX),
    Command("note-keep", ("escape", "ctrl+s"), "Keep", "Keep the note and close it",
            KeyContext.NOTE, needs_key=True),
    Command("note-drop", ("ctrl+g",), "Drop", "Close the note without its changes", KeyContext.NOTE),
    Command("add-save", ("ctrl+s",), "Add", "Add what was pasted to the library", KeyContext.ADD, needs_key=True),
    Command("add-close", ("escape",), "Close", "Close the box, and keep the text as a draft; stop adding it",
            KeyContext.ADD, needs_key=True),
    Command("add-drop", ("ctrl+g",), "Drop", "Close the box without the text", KeyContext.ADD),
    Command("answer-yes", ("y", "Y", "enter"), "Yes", "Do what is asked", KeyContext.ANSWER),
    Command("answer-no", ("n", "N", "escape"), "No", "Do nothing", KeyContext.ANSWER, needs_key=True),
)  # fmt: skip

VIEW_COMMANDS: Final[Mapping[str, str]] = {f"view-{name.lower()}": name for _, name, _ in _VIEWS}
"""The names of the views that everybody has, by the commands that show them."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Find": (
        "filter",
        "bookmarks-only",
        "this-outlet",
        "new-stories",
        "history",
        "reading-balance",
        "sort",
        "by-event",
        "views",
        "save-view",
        "outlets",
    ),
    "Mark": ("bookmark", "read", "all-read", "tags", "note", "hide", "undo", "redo"),
    "Go": ("next-unread", "previous-unread", "found-next", "found-previous", "pane-list", "pane-story", "pane-outlet"),
    "Event": ("teller-next", "teller-previous", "compare", "why-together", "one-sided", "join-events", "part-event"),
    "Link": ("original", "website", "copy-link", "cite", "pipe", "links"),
    "News": ("fetch-news", "add-story", "feeds", "subscribe", "summarize"),
    "Look": ("story-alone", "compact", "rail", "pane-narrower", "pane-wider", "theme"),
    "Files": ("rescan", "problems", "edit-file"),
}
"""What the commands of the palette concern."""

OTHER_GROUP: Final = "Reader"
"""What all others of them concern."""

FORMER_NAMES: Final[Mapping[str, str]] = {
    f"view-{place}": name for place, name in enumerate(list(VIEW_COMMANDS)[:6], 1)
}
"""The commands by the names that they had before, which a config may have."""

BY_NAME: Final = {command.name: command for command in COMMANDS}
"""Every command by its name."""


def group_of(name: str) -> str:
    """Return what a command concerns, for the palette."""
    return next((group for group, names in GROUPS.items() if name in names), OTHER_GROUP)


def footer_commands(place: str) -> list[Command]:
    """Return the commands that the footer of a place of `FOOTER_PLACES` shows, the most important first."""
    shown = [command for command in COMMANDS if getattr(command.footer, place)]
    return sorted(shown, key=lambda command: int(getattr(command.footer, place)))


def commands_by_place(*, has_shell: bool = True) -> Iterable[tuple[KeyContext, list[Command]]]:
    """Give all commands, grouped by where they apply, but those that need a shell where there is none."""
    for place in KeyContext:
        offered = (command for command in COMMANDS if has_shell or not command.needs_shell)
        yield place, [command for command in offered if command.place is place]

"""The one table of the reader's commands. Key bindings, footer, palette, help, `newsreader keys` and the keys of the
config all derive from it; it knows nothing of how a screen is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Place(StrEnum):
    """Name where a command applies: in the whole reader or a part of it, or in the boxes that lie over it."""

    READER = "Everywhere"
    LIST = "In the list"
    STORY = "In the story"
    FILTER = "While filtering"
    BOX = "In boxes"
    NOTE = "In the note"
    ANSWER = "When asked"

    @property
    def takes_text(self) -> bool:
        """Return whether text is typed here, so that a plain letter can't be a key."""
        return self in (Place.FILTER, Place.BOX, Place.NOTE)

    def applies_with(self, other: Place) -> bool:
        """Return whether the keys of both places are there at the same time, and none may mean two things."""
        return self is other or {self, other} in ({Place.READER, Place.LIST}, {Place.READER, Place.STORY})


@dataclass(frozen=True, slots=True)
class Command:
    """Describe one thing the user can do.

    `name` is what the config calls it, and of one command only. `action` is the method's name without `action_`.
    `keys` are those it has as long as the user wants no others, as Textual names them.
    """

    name: str
    action: str
    keys: tuple[str, ...]
    title: str
    help: str
    place: Place = Place.READER
    in_footer: bool = False
    in_palette: bool = True
    """Whether the palette offers it; of those of one place it offers none."""
    at_once: bool = False
    """Whether the keys typed right after it must find it done, however fast they come."""
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


_VIEWS: Final = (("4", "first"), ("5", "second"), ("6", "third"), ("7", "fourth"), ("8", "fifth"), ("9", "sixth"))
"""The keys of the first views, in their order."""

COMMANDS: Final[tuple[Command, ...]] = (
    Command("filter", "filter", ("slash",), "Filter", "Type to narrow the list", in_footer=True, at_once=True,
            needs_key=True),
    Command("bookmark", "toggle_bookmark", ("b", "s"), "Bookmark",
            "Bookmark the story, or remove the bookmark", in_footer=True),
    Command("help", "show_help", ("question_mark", "f1"), "Help",
            "Show all keys and the filter language", in_footer=True, needs_key=True),
    Command("quit", "leave", ("q", "ctrl+q"), "Quit", "Leave the reader", in_footer=True, needs_key=True),
    Command("bookmarks-only", "show_bookmarks", ("B",), "Bookmarks",
            "Show bookmarked stories only, or all again", in_footer=True),
    Command("read", "toggle_read", ("m",), "Read/unread", "Mark the story read or unread"),
    Command("next-unread", "next_unread", ("n",), "Next unread", "Go to the next unread story"),
    Command("previous-unread", "previous_unread", ("p",), "Previous unread", "Go to the unread story before"),
    Command("all-read", "mark_all_read", ("A",), "All read", "Mark everything read that the filter shows"),
    Command("tags", "edit_tags", ("t",), "Tags", "Add tags to the story, or remove them"),
    Command("note", "edit_note", ("e",), "Note", "Write a note on the story"),
    Command("undo", "undo", ("u",), "Undo", "Undo the last mark"),
    Command("redo", "redo", ("U", "ctrl+r"), "Redo", "Redo what was undone"),
    Command("this-outlet", "only_outlet", ("f",), "This outlet",
            "Show stories of this outlet only, or all again", in_footer=True),
    Command("original", "open_original", ("o",), "Original", "Open the original video or article", in_footer=True),
    Command("website", "open_website", ("w",), "Website", "Open the outlet's website"),
    Command("copy-link", "copy_link", ("y",), "Copy link", "Copy the link of the original"),
    Command("links", "show_links", ("l",), "Links", "List all links of the story, to open or copy one"),
    Command("found-next", "found_next", ("full_stop",), "Next found", "Go to the next found word in the story"),
    Command("found-previous", "found_previous", ("comma",), "Previous found",
            "Go to the found word before in the story"),
    Command("outlets", "show_outlets", ("O",), "Outlets",
            "List the outlets with rating, stories and unread"),
    Command("views", "pick_view", ("v",), "Views", "Pick a view, or remove one of your own"),
    Command("save-view", "save_view", ("V",), "Save view", "Keep this filter as a view with a name"),
    Command("history", "show_history", ("h",), "History", "Show what you read and when, or all again"),
    Command("sort", "cycle_sort", ("S",), "Sort", "Sort by the next order; the status line says which"),
    *(Command(f"view-{place}", f"show_view({place - 1})", (key,), f"View {place}",
              f"Show the {ordinal} view", in_palette=False)
      for place, (key, ordinal) in enumerate(_VIEWS, 1)),
    Command("pane-list", "focus_list", ("1",), "List", "Go to the list"),
    Command("pane-story", "focus_story", ("2",), "Story", "Go to the story"),
    Command("pane-outlet", "focus_outlet", ("3",), "Outlet", "Go to the outlet, or open its pane; again: close it"),
    Command("pane-next", "next_pane", ("tab",), "Next pane", "Go to the next pane", in_palette=False),
    Command("pane-previous", "previous_pane", ("shift+tab",), "Previous pane",
            "Go to the pane before", in_palette=False),
    Command("pane-narrower", "narrow_pane", ("less_than_sign",), "Narrower pane",
            "Make the list narrower, or the outlet's pane where it has the keys"),
    Command("pane-wider", "widen_pane", ("greater_than_sign",), "Wider pane",
            "Make the list wider, or the outlet's pane where it has the keys"),
    Command("story-alone", "zoom_story", ("z",), "Story alone", "Show the story alone, or all panes again"),
    Command("theme", "change_theme", ("T",), "Theme", "Change the colours", at_once=True),
    Command("rescan", "rescan", ("r",), "Rescan", "Compare the library with its files now"),
    Command("problems", "show_problems", ("exclamation_mark",), "Problems",
            "Show what is wrong with the library's files"),
    Command("suspend", "suspend", ("ctrl+z",), "Suspend", "Go back to the shell; fg in it comes back here",
            needs_shell=True),
    Command("palette", "open_palette", ("colon", "ctrl+p"), "Palette", "Find a command by name", in_palette=False,
            at_once=True),
    Command("back", "go_back", ("escape",), "Back", "Go back, or clear the filter", in_palette=False),
    Command("list-down", "cursor_down", ("j", "down"), "Down", "Go to the next story", Place.LIST),
    Command("list-up", "cursor_up", ("k", "up"), "Up", "Go to the story before", Place.LIST),
    Command("list-page-down", "page_down", ("pagedown", "ctrl+f"), "Page down", "Go a page down", Place.LIST),
    Command("list-page-up", "page_up", ("pageup", "ctrl+b"), "Page up", "Go a page up", Place.LIST),
    Command("list-first", "first", ("g", "home"), "First", "Go to the first story", Place.LIST),
    Command("list-last", "last", ("G", "end"), "Last", "Go to the last story", Place.LIST),
    Command("list-enter", "enter", ("enter",), "Read", "Go into the story", Place.LIST),
    Command("list-select", "toggle_selected", ("space",), "Select", "Select the story, or unselect it", Place.LIST),
    Command("list-select-down", "extend_down", ("shift+down",), "Select down",
            "Select this story and the next", Place.LIST),
    Command("list-select-up", "extend_up", ("shift+up",), "Select up",
            "Select this story and the one before", Place.LIST),
    Command("list-select-all", "select_all", ("ctrl+a",), "Select all",
            "Select everything that is listed, or nothing", Place.LIST),
    Command("list-unselect", "clear_selection", ("escape",), "Unselect",
            "Select nothing, where something is selected", Place.LIST, gives_way=True),
    Command("story-down", "scroll_down", ("j", "down"), "Down", "Scroll a line down", Place.STORY),
    Command("story-up", "scroll_up", ("k", "up"), "Up", "Scroll a line up", Place.STORY),
    Command("story-read-on", "read_on", ("space",), "Read on",
            "Scroll a page down; at the end go on to the next unread story", Place.STORY),
    Command("story-page-down", "page_down", ("pagedown",), "Page down", "Scroll a page down", Place.STORY),
    Command("story-page-up", "page_up", ("pageup",), "Page up", "Scroll a page up", Place.STORY),
    Command("story-first", "scroll_home", ("g", "home"), "Top", "Go to the top", Place.STORY),
    Command("story-last", "scroll_end", ("G", "end"), "End", "Go to the end", Place.STORY),
    Command("filter-to-list", "to_list", ("enter",), "To the list",
            "Go to the list", Place.FILTER, in_footer=True, at_once=True),
    Command("filter-complete", "complete", ("tab",), "Complete",
            "Take the marked suggestion; with none go to the next pane", Place.FILTER, at_once=True),
    Command("filter-next-suggestion", "next_choice", ("shift+tab",), "Next suggestion",
            "Mark the next suggestion; with none go a pane back", Place.FILTER, at_once=True),
    Command("filter-older", "older_filter", ("up",), "Older filter",
            "Put the filter that was used before into the bar", Place.FILTER, at_once=True),
    Command("filter-newer", "newer_filter", ("down",), "Newer filter",
            "Put the newer filter into the bar; then go to the list", Place.FILTER, at_once=True),
    Command("filter-clear", "clear_filter", ("escape",), "Clear",
            "Close the suggestions, or clear the filter, or go to the list", Place.FILTER,
            in_footer=True, at_once=True),
    Command("box-close", "close", ("escape",), "Close", "Close the box", Place.BOX, needs_key=True),
    Command("box-accept", "accept", ("enter",), "Accept", "Pick the choice, or take what was typed", Place.BOX),
    Command("box-down", "down", ("down",), "Down", "Go a line down", Place.BOX),
    Command("box-up", "up", ("up",), "Up", "Go a line up", Place.BOX),
    Command("box-page-down", "page_down", ("pagedown",), "Page down", "Go a page down", Place.BOX),
    Command("box-page-up", "page_up", ("pageup",), "Page up", "Go a page up", Place.BOX),
    Command("box-first", "first", ("ctrl+home",), "First", "Go to the top", Place.BOX),
    Command("box-last", "last", ("ctrl+end",), "Last", "Go to the end", Place.BOX),
    Command("box-remove", "remove", ("delete", "ctrl+d"), "Remove",
            "Remove the view at the cursor, after the text that was typed", Place.BOX),
    Command("box-next-order", "next_order", ("ctrl+s",), "Order", "List the outlets in the next order", Place.BOX),
    Command("box-copy", "copy", ("ctrl+y",), "Copy", "Copy the address at the cursor", Place.BOX),
    Command("note-keep", "keep", ("escape", "ctrl+s"), "Keep", "Keep the note and close it",
            Place.NOTE, needs_key=True),
    Command("note-drop", "drop", ("ctrl+g",), "Drop", "Close the note without its changes", Place.NOTE),
    Command("answer-yes", "yes", ("y", "Y", "enter"), "Yes", "Do what is asked", Place.ANSWER),
    Command("answer-no", "no", ("n", "N", "escape"), "No", "Do nothing", Place.ANSWER, needs_key=True),
)  # fmt: skip

VIEW_COMMANDS: Final = tuple(command.name for command in COMMANDS if command.name.startswith("view-"))
"""The commands that show the first views, in their order."""

BY_NAME: Final = {command.name: command for command in COMMANDS}
"""Every command by its name."""


def commands_by_place(*, has_shell: bool = True) -> Iterable[tuple[Place, list[Command]]]:
    """Give all commands, grouped by where they apply, but those that need a shell where there is none."""
    for place in Place:
        offered = (command for command in COMMANDS if has_shell or not command.needs_shell)
        yield place, [command for command in offered if command.place is place]

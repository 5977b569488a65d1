"""The one table of commands. Key bindings, footer, palette and help screen all derive from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from textual.binding import Binding, BindingType


class Place(StrEnum):
    """Where a command applies: in the whole reader, in its list, in its story, or while filtering."""

    READER = "Everywhere"
    LIST = "In the list"
    STORY = "In the story"
    FILTER = "While filtering"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing the user can do: `action` is the method's name without `action_`."""

    action: str
    keys: tuple[str, ...]
    title: str
    help: str
    place: Place = Place.READER
    in_footer: bool = False
    in_palette: bool = True
    at_once: bool = False
    """Whether the keys typed right after it must find it done, however fast they come."""


VIEW_KEYS: Final = "456789"
"""The keys of the first views, in their order."""

COMMANDS: Final[tuple[Command, ...]] = (
    Command("filter", ("slash",), "Filter", "Type to narrow the list", in_footer=True, at_once=True),
    Command("toggle_bookmark", ("b", "s"), "Bookmark", "Bookmark the story, or take the mark off", in_footer=True),
    Command("show_help", ("question_mark", "f1"), "Help", "Show all keys and the filter language", in_footer=True),
    Command("leave", ("q",), "Quit", "Leave the reader", in_footer=True),
    Command("show_bookmarks", ("B",), "Bookmarks", "Show bookmarked stories only, or all again", in_footer=True),
    Command("toggle_read", ("m",), "Read/unread", "Mark the story read or unread"),
    Command("next_unread", ("n",), "Next unread", "Go to the next unread story"),
    Command("previous_unread", ("p",), "Previous unread", "Go to the unread story before"),
    Command("mark_all_read", ("A",), "All read", "Mark everything read that the filter shows"),
    Command("edit_tags", ("t",), "Tags", "Put a tag on the story, or take it off"),
    Command("edit_note", ("e",), "Note", "Write a note on the story"),
    Command("undo", ("u",), "Undo", "Take back what was marked last"),
    Command("redo", ("U", "ctrl+r"), "Redo", "Mark once more what was taken back"),
    Command("only_outlet", ("f",), "This outlet", "Show stories of this outlet only, or all again", in_footer=True),
    Command("open_original", ("o",), "Original", "Open the original video or article", in_footer=True),
    Command("open_website", ("w",), "Website", "Open the outlet's website"),
    Command("copy_link", ("y",), "Copy link", "Copy the link of the original"),
    Command("show_outlets", ("O",), "Outlets", "List the outlets with rating, stories and unread; Enter filters"),
    Command("pick_view", ("v",), "Views", "Pick a view, or take one of your own away"),
    Command("save_view", ("V",), "Save view", "Keep this filter as a view with a name"),
    Command("show_history", ("h",), "History", "Show what you read and when, or all again"),
    Command("cycle_sort", ("S",), "Sort",
            "Sort by the next order; the status line says which"),
    *(Command(f"show_view({place})", (key,), f"View {key}", f"Show view {place + 1} of the list that v shows",
              in_palette=False) for place, key in enumerate(VIEW_KEYS)),
    Command("focus_list", ("1",), "List", "Go to the list"),
    Command("focus_story", ("2",), "Story", "Go to the story"),
    Command("focus_outlet", ("3",), "Outlet", "Go to the outlet, or open its pane"),
    Command("next_pane", ("tab",), "Next pane", "Go to the next pane", in_palette=False),
    Command("previous_pane", ("shift+tab",), "Previous pane", "Go to the pane before", in_palette=False),
    Command("zoom_story", ("z",), "Story alone", "Show the story alone, or all panes again"),
    Command("rescan", ("r",), "Rescan", "Compare the library with its files now"),
    Command("show_problems", ("exclamation_mark",), "Problems", "Show what is wrong with the library's files"),
    Command("open_palette", ("colon", "ctrl+p"), "Palette", "Find a command by name", in_palette=False),
    Command("go_back", ("escape",), "Back", "Go back, or clear the filter", in_palette=False),
    Command("cursor_down", ("j", "down"), "Down", "Go to the next story", Place.LIST, in_palette=False),
    Command("cursor_up", ("k", "up"), "Up", "Go to the story before", Place.LIST, in_palette=False),
    Command("page_down", ("pagedown", "ctrl+f"), "Page down", "Go a page down", Place.LIST, in_palette=False),
    Command("page_up", ("pageup", "ctrl+b"), "Page up", "Go a page up", Place.LIST, in_palette=False),
    Command("first", ("g", "home"), "First", "Go to the first story", Place.LIST, in_palette=False),
    Command("last", ("G", "end"), "Last", "Go to the last story", Place.LIST, in_palette=False),
    Command("enter", ("enter",), "Read", "Go into the story", Place.LIST, in_palette=False),
    Command("toggle_selected", ("space",), "Select", "Select the story, or unselect it", Place.LIST, in_palette=False),
    Command("extend_down", ("shift+down",), "Select down", "Select this story and the next", Place.LIST,
            in_palette=False),
    Command("extend_up", ("shift+up",), "Select up", "Select this story and the one before", Place.LIST,
            in_palette=False),
    Command("select_all", ("ctrl+a",), "Select all", "Select everything that is listed, or nothing", Place.LIST,
            in_palette=False),
    Command("clear_selection", ("escape",), "Unselect", "Select nothing, where something is selected", Place.LIST,
            in_palette=False),
    Command("scroll_down", ("j", "down"), "Down", "Scroll a line down", Place.STORY, in_palette=False),
    Command("scroll_up", ("k", "up"), "Up", "Scroll a line up", Place.STORY, in_palette=False),
    Command("page_down", ("pagedown", "space"), "Page down", "Scroll a page down", Place.STORY, in_palette=False),
    Command("page_up", ("pageup",), "Page up", "Scroll a page up", Place.STORY, in_palette=False),
    Command("scroll_home", ("g", "home"), "Top", "Go to the top", Place.STORY, in_palette=False),
    Command("scroll_end", ("G", "end"), "End", "Go to the end", Place.STORY, in_palette=False),
    Command("to_list", ("enter",), "To the list", "Go to the list", Place.FILTER, True, False, True),
    Command("complete", ("tab",), "Complete", "Take the marked suggestion; with none go to the next pane", Place.FILTER,
            False, False, True),
    Command("next_choice", ("shift+tab",), "Next suggestion", "Mark the next suggestion; with none go a pane back",
            Place.FILTER, False, False, True),
    Command("older_filter", ("up",), "Older filter", "Put the filter that was used before into the bar", Place.FILTER,
            False, False, True),
    Command("newer_filter", ("down",), "Newer filter", "Put the newer filter into the bar; then go to the list",
            Place.FILTER, False, False, True),
    Command("clear_filter", ("escape",), "Clear", "Close the suggestions, or clear the filter, or go to the list",
            Place.FILTER, True, False, True),
)  # fmt: skip

_KEY_NAMES: Final = {
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "colon": ":",
    "escape": "Esc",
    "enter": "Enter",
    "down": "↓",
    "up": "↑",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "shift+down": "Shift+↓",
    "shift+up": "Shift+↑",
    "space": "Space",
    "f1": "F1",
}


def key_name(key: str) -> str:
    """The key as people write it."""
    return _KEY_NAMES.get(key) or key.replace("ctrl+", "Ctrl+")


def bindings_for(*places: Place, namespace: str = "") -> list[BindingType]:
    """The key bindings of all commands that apply in these places; `namespace` says whose actions they are."""
    return [
        Binding(
            ",".join(command.keys),
            namespace + command.action,
            command.title,
            show=command.in_footer,
            key_display=key_name(command.keys[0]),
            priority=command.at_once,
        )
        for command in COMMANDS
        if command.place in places
    ]


def commands_by_place() -> Iterable[tuple[Place, list[Command]]]:
    """All commands, grouped by where they apply."""
    for place in Place:
        yield place, [command for command in COMMANDS if command.place is place]

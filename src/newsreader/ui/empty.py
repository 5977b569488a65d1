"""What an empty list says: why it is empty, and what can be done."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from newsreader.keys.keymap import DEFAULT_KEYMAP, Keymap
from newsreader.reader import Reader
from newsreader.text import clean_line
from newsreader.ui.errors import or_default_if_corrupt
from newsreader.ui.safe import line

STORY_EXAMPLE: Final = """\
title: Ferry returns
summary: It sails again.
"""
"""The shortest story there is, as the YAML of its file."""

_INDENT: Final = "  "


def empty_list_text(
    filter_text: str, reader: Reader, trouble: str, is_syncing: bool, misses_text: bool, keymap: Keymap = DEFAULT_KEYMAP
) -> Content:
    """The text for a list without rows; `trouble` is why the library can't be read, "" if it can.

    With `misses_text` the filter may find some once all text can be searched.
    """
    if filter_text.strip():
        return _lack(filter_text, reader, keymap) or _nothing_matches(filter_text, reader, misses_text, keymap)
    if trouble:
        return _blocks(
            _first(trouble),
            _key(keymap, "rescan", "tries again"),
            _command("newsreader --library DIR", "opens another library"),
        )
    if reader.index.is_new or is_syncing:
        return _blocks(_first("Reading the library…"), _quiet("Stories appear as they are read."))
    left_out = reader.query("is:hidden,muted")
    if or_default_if_corrupt(lambda: reader.search.first(left_out, limit=1), None):
        return _blocks(
            _first("All stories are hidden or muted."),
            _quiet("The filter is:hidden finds those that you hid, is:muted those that the rules of the config mute."),
        )
    return _no_stories(reader, keymap)


def _lack(filter_text: str, reader: Reader, keymap: Keymap) -> Content | None:
    """What to say where nothing is marked in the way that the filter asks for; None where it asks for more."""
    bookmark, tags, note = (keymap.shown(name) for name in ("bookmark", "tags", "note"))
    are_bookmarks_away = ("All bookmarked stories are hidden or muted.", "is:bookmarked is:hidden is:muted finds them.")
    no_bookmarks = ("Nothing is bookmarked yet.", f"{bookmark} keeps the story at the cursor.")
    wording = {
        "is:bookmarked": are_bookmarks_away if reader.marks.bookmarked else no_bookmarks,
        "is:hidden": ("Nothing is hidden.", f"{keymap.shown('hide')} hides the story at the cursor."),
        "is:muted": ("Nothing is muted.", 'The config has the rules: mute = ["topic:sport"]'),
        "is:new": ("Nothing is new.", "What comes into the library after your last visit is."),
        "is:unread": ("Everything is read.", "What comes new is unread again."),
        "is:read sort:read": ("Nothing is read yet.", "A story counts as read once it was opened."),
        "has:tag": ("No story has a tag yet.", f"{tags} puts one on the story at the cursor."),
        **{f"missing:{side} sort:event": _nothing_misses(side) for side in ("left", "right")},
        "has:note": ("No story has a note yet.", f"{note} writes one on the story at the cursor."),
    }.get(" ".join(filter_text.split()))
    if wording is None:
        return None
    return _blocks(_first(wording[0]), _quiet(wording[1]), _key(keymap, "back", "shows all stories again"))


def _nothing_misses(side: str) -> tuple[str, str]:
    return (
        f"No event in your library misses the {side}.",
        f"That would be one that three rated outlets or more tell, none of them from the {side}.",
    )


def _nothing_matches(filter_text: str, reader: Reader, misses_text: bool, keymap: Keymap) -> Content:
    quoted = f"“{clean_line(filter_text, 60)}”"
    if misses_text:
        return _blocks(
            _first(f"No title matches {quoted}."),
            _quiet("Texts are still being prepared for searching. What is found in them appears here."),
            _key(keymap, "back", "clears the filter"),
        )
    parts = [
        _first(f"Nothing matches {quoted}."),
        _lines(
            _key(keymap, "back", "clears the filter"),
            _key(keymap, "help", "shows how to filter, with examples"),
        ),
        _quiet("Every word has to begin a word of the story: try fewer, or only their beginnings."),
    ]
    if reader.is_sample:
        parts.append(_quiet("This is the sample library, a few stories only."))
    return _blocks(*parts)


def _no_stories(reader: Reader, keymap: Keymap) -> Content:
    example = [line(each, "$accent") for each in STORY_EXAMPLE.splitlines()]
    return _blocks(
        _first("This library has no stories yet."),
        _lines(
            Content.assemble(("A file ", "$quiet"), ("first.yaml", "bold"), (" with a story:", "$quiet")),
            *(Content.assemble(_INDENT, each) for each in example),
        ),
        _quiet(f"Put it into {clean_line(str(reader.root))}"),
        _lines(
            _key(keymap, "rescan", "reads what is new"),
            _key(keymap, "problems", "shows files that can't be read"),
            _command("newsreader init DIR", "makes a library with examples"),
        ),
    )


def _first(text: str) -> Content:
    return line(text, "bold")


def _quiet(text: str) -> Content:
    return line(text, "$quiet")


def _key(keymap: Keymap, name: str, does: str) -> Content:
    return Content.assemble(line(keymap.shown(name), "bold $accent"), (f" {does}.", "$quiet"))


def _command(command: str, does: str) -> Content:
    return Content.assemble((command, "bold"), (f" {does}.", "$quiet"))


def _lines(*lines: Content) -> Content:
    return Content("\n").join(lines)


def _blocks(*blocks: Content) -> Content:
    return Content("\n\n").join(blocks)

"""Tags as a whole: list, rename and delete them, on whichever stories they are."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from difflib import get_close_matches

from newsreader.cli.columns import Column, table
from newsreader.cli.output import plural, say, write
from newsreader.cli.session import open_reader, open_state
from newsreader.errors import NewsreaderError, UsageError
from newsreader.records import TagCount
from newsreader.tags import TAG_LIMIT, clean_tag
from newsreader.text import clean_line


class NoSuchTagError(NewsreaderError):
    """Signal that no story has the tag."""


def checked_tag(text: str) -> str:
    """Return `text` as a tag. Raises UsageError for what is no tag as it stands."""
    name = clean_tag(text)
    if not name:
        raise UsageError("A tag needs a letter, a digit or a symbol.")
    asked = " ".join(clean_line(text).split())
    if name != asked:
        raise UsageError(
            f"“{asked}” is no tag: a tag has no comma and no quotation mark, and at most {TAG_LIMIT} characters. "
            f"Add several tags one by one, or write {shlex.quote(name)}."
        )
    return name


def list_tags(arguments: Namespace) -> int:
    """Write all tags with the number of stories that have them."""
    with open_reader(arguments) as reader:
        tags = reader.open_state().marks.tags()
    if not tags:
        say("There are no tags yet. Add one with: newsreader tag add TAG QUERY")
        return 0
    for line in table([[(count.tag, str(count.stories)) for count in tags]], (Column(), Column(at_right=True))):
        write(line)
    return 0


def rename_tag(arguments: Namespace) -> int:
    """Give a tag another name on every story, or join it with the tag of that name. It needs no library.

    Raises NoSuchTagError where no story has it, UsageError where the new name is no tag as it stands.
    """
    wanted = checked_tag(arguments.new)
    with closing(open_state()) as state:
        tags = state.marks.tags()
        old = _known(tags, arguments.old)
        other = _found(tags, wanted)
        new = other.tag if other is not None and other.tag.casefold() != old.tag.casefold() else wanted
        if new == old.tag:
            say(f"The tag is called “{new}” already.")
            return 0
        is_merged = any(each.tag == new for each in tags)
        renamed = state.marks.rename_tag(old.tag, new)
        after = next(each.stories for each in state.marks.tags() if each.tag == new)
    stories = plural(renamed, "story", "stories")
    if is_merged:
        have = plural(after, "story has", "stories have")
        say(f"“{new}” was there: the two are one tag now. “{old.tag}” is renamed on {stories}; {have} “{new}”.")
    else:
        say(f"“{old.tag}” is renamed to “{new}” on {stories}.")
    return 0


def delete_tag(arguments: Namespace) -> int:
    """Remove a tag from every story. It needs no library. Raises NoSuchTagError where no story has it."""
    with closing(open_state()) as state:
        tag = _known(state.marks.tags(), arguments.tag).tag
        removed = state.marks.delete_tag(tag)
    say(f"{plural(removed, 'story', 'stories')} no longer tagged “{tag}”.")
    return 0


def _known(tags: Sequence[TagCount], name: str) -> TagCount:
    """Return the tag that is meant by `name`. Raises NoSuchTagError where there is none."""
    found = _found(tags, name)
    if found is not None:
        return found
    asked = clean_line(name)
    near = get_close_matches(asked, [each.tag for each in tags], n=1)
    hint = f"Did you mean “{near[0]}”?" if near else "List them with: newsreader tag list"
    raise NoSuchTagError(f"No story is tagged “{asked}”. {hint}")


def _found(tags: Sequence[TagCount], name: str) -> TagCount | None:
    """Return the tag that is written so or, if there is none, the one that differs in capitals only."""
    folded = clean_line(name).casefold()
    exact = (each for each in tags if each.tag == name)
    return next(exact, next((each for each in tags if each.tag.casefold() == folded), None))

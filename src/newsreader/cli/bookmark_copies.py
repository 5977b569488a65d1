"""The copy that a bookmark keeps of its story, and the one it had before the story last changed."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from newsreader.cli.bookmarks import open_state
from newsreader.cli.output import json_text, say, write
from newsreader.errors import NoSuchStoryError
from newsreader.records import NO_MARKS, StoredStory, StoryMarks
from newsreader.state.records import bookmark_to_dict
from newsreader.state.state import Bookmark, State
from newsreader.text import clean_line, clean_text


def show_copy(arguments: Namespace) -> int:
    """Write the copy of the bookmark that `arguments` name. It needs no library."""
    with closing(open_state()) as state:
        bookmark = _found(state, arguments.id)
        earlier = state.bookmarks.earlier_copy(bookmark.uuid)
        kept = state.keepsakes()
    if arguments.previous and earlier is None:
        say(
            f"There is no copy from before: {clean_line(bookmark.story.title)} has not changed since it was bookmarked."
        )
        return 1
    shown = earlier if arguments.previous and earlier else bookmark
    write(_written(shown, kept.marks.get(kept.key_of(bookmark), NO_MARKS), arguments.format))
    if earlier and not arguments.previous:
        say("The copy from before its story last changed is shown by --previous.")
    return 0


def _found(state: State, beginning: str) -> Bookmark:
    """The bookmark of the story whose id begins so. Raises NoSuchStoryError when there is none, or more than one."""
    bookmarks = state.bookmarks.all()
    exact = [each for each in bookmarks if beginning in (each.story.id, each.uuid)]
    found = exact or [each for each in bookmarks if beginning and each.story.id.startswith(beginning)]
    if len(found) > 1:
        told = "".join(f"\n  {each.uuid}  {clean_line(each.story.title)}" for each in found)
        raise NoSuchStoryError(f'More than one bookmark is of an id that begins with "{beginning}":{told}')
    if not found:
        raise NoSuchStoryError(
            f'No bookmark is of an id that begins with "{beginning}". List them with: newsreader bookmark list'
        )
    return found[0]


def _written(bookmark: Bookmark, marks: StoryMarks, form: str) -> str:
    if form == "json":
        return json_text(bookmark_to_dict(bookmark), indent=2) + "\n"
    if form == "markdown":
        from newsreader.formats import write as written

        return clean_text(written(bookmark.story, ".md")).rstrip("\n") + "\n"
    from newsreader.cli.story_text import story_text

    stored = StoredStory(0, bookmark.story, bookmark.path, marks)
    return story_text(stored, bookmarked=True, outlet_stories=None)

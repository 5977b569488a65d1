"""Bookmarks whose files were moved, edited, renamed, removed or rewritten, and whose index is gone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Collection, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

from msgspec.structs import replace
from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.places import leave_neighbours, take_places
from tests.faults.tidying import can_be_told, invented, tidied
from tests.unit.shelf import Shelf, numbers

from newsreader.reader import Reader
from newsreader.records import StoredStory
from newsreader.story import Original, Outlet, Story, with_id

_REMOVED: Final = 0.05
_TAKEN_OVER: Final = 0.4
"""How many removed stories have their declared id or their path taken by another story."""


def relink(setting: Setting, outcome: Outcome) -> None:
    """Bookmark stories, tidy the library, delete the cache: each bookmark has to find its story or keep its copy.

    Then put other stories in the place of bookmarked ones, in each way in which they can be confused. Also remove
    bookmarked ones beside others that are like them.
    """
    _tidy(setting, outcome)
    take_places(setting, outcome)
    leave_neighbours(setting, outcome)


def _tidy(setting: Setting, outcome: Outcome) -> None:
    chance = random.Random(setting.seed)
    count = setting.times(10_000, 400)
    shelf = Shelf(setting.folder / "home")
    stories = [invented(chance, number) for number in range(count + count // 5)]
    for story, path in stories:
        shelf.put(path, _written(story))
    kept = stories[:count]
    paths = _bookmark_all(shelf, [path for _, path in kept])
    number_at = {path: number for number, (_, path) in enumerate(stories)}
    bookmarked = {uuid: number_at[path] for uuid, path in paths.items()}

    shutil.rmtree(shelf.root)
    shutil.rmtree(shelf.paths.cache)
    shelf.root.mkdir()
    later: dict[str, int] = {}
    told: set[int] = set()
    for number, (story, path) in enumerate(stories):
        if number < count and chance.random() < _REMOVED:
            _take_over(shelf, chance, story, path, number)
        else:
            newer, place = tidied(chance, story, path, number)
            shelf.put(place, _written(newer))
            later[place] = number
            if can_be_told(story, newer):
                told.add(number)
    with closing(shelf.reader()) as reader:
        _judge(reader, bookmarked, stories, later, told, outcome)
    outcome.runs += 1
    outcome.notes.append(f"{len(bookmarked):,} bookmarks of {len(stories):,} stories, {_REMOVED:.0%} of them removed")


def _written(story: Story) -> Mapping[str, Any]:
    assert story.outlet is not None
    assert story.published is not None
    assert story.original is not None
    return {
        **({"id": story.id} if story.id_declared else {}),
        "title": story.title,
        "summary": story.summary,
        "key_points": list(story.key_points),
        "outlet": {"id": story.outlet.id, "name": story.outlet.id.upper()},
        "published": story.published.isoformat(),
        **({"original": story.original.url} if story.original.url else {}),
    }


def _take_over(shelf: Shelf, chance: random.Random, story: Story, path: str, number: int) -> None:
    """Have another story, of another outlet and day, declare the id of one that was removed, or lie at its path."""
    if chance.random() > _TAKEN_OVER:
        return
    thief = replace(
        story,
        title=f"Buy number {number} now",
        summary=f"Something else altogether, {number}.",
        outlet=Outlet(id="shop"),
        original=Original(f"https://shop.example/{number}"),
    )
    shelf.put(path if chance.random() < 0.5 else f"thieves/{number}.yaml", _written(with_id(thief, story.id)))


def _bookmark_all(shelf: Shelf, paths: Sequence[str]) -> dict[str, str]:
    """Bookmark the stories in these files; the file of each bookmark by its uuid.

    Of two stories that have the same title, day and outlet and no address, the library has one only.
    """
    wanted = set(paths)
    with closing(shelf.reader()) as reader:
        rows = [number for number in numbers(reader) if _stored(reader, number).path in wanted]
        assert reader.marking.set_bookmarks(rows, True).stories == len(rows)
        return {bookmark.uuid: bookmark.path for bookmark in reader.open_state().bookmarks.all()}


def _stored(reader: Reader, number: int) -> StoredStory:
    stored = reader.search.story(number)
    assert stored is not None
    return stored


def _judge(
    reader: Reader,
    bookmarked: Mapping[str, int],
    stories: Sequence[tuple[Story, str]],
    later: Mapping[str, int],
    told: Collection[int],
    outcome: Outcome,
) -> None:
    """Compare what each bookmark has found with what its story became, or what it keeps with what its story was.

    `bookmarked` has the number of each bookmark's story, `later` that of the story in each file of today. Those that
    are `told` show that they are the old ones.
    """
    shown = {uuid: _stored(reader, number) for number, uuid in reader.index.bookmarked().items()}
    found = 0
    for bookmark in reader.open_state().bookmarks.all():
        number, stored = bookmarked[bookmark.uuid], shown.get(bookmark.uuid)
        was = stories[number][0]
        is_refreshed = stored is not None and bookmark.story == stored.story
        outcome.wrong += not is_refreshed and bookmark.story.summary != was.summary
        if stored is not None and stored.path:
            found += later.get(stored.path) == number and number in told
            outcome.wrong += later.get(stored.path) != number
    untold = len(set(later.values()).intersection(bookmarked.values()).difference(told))
    outcome.notes.append(f"{untold:,} of them got an entirely other title and are shown from their copies")
    outcome.relinked += Share(found, sum(number in told for number in bookmarked.values()))
    readable = sum(bool(each.story.title and each.story.summary) for each in shown.values())
    outcome.readable += Share(readable, len(bookmarked))
    outcome.acknowledged += len(bookmarked)
    outcome.lost += len(bookmarked.keys() - {bookmark.uuid for bookmark in reader.open_state().bookmarks.all()})

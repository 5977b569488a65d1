"""Bookmarks whose files were moved, edited, renamed, removed or rewritten, and whose index is gone."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Final

from tests.faults.outcome import Outcome, Setting, Share
from tests.faults.takeovers import TAKEOVERS, Takeover
from tests.faults.tidying import invented, tidied
from tests.unit.shelf import NOW, Shelf, numbers

from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.records import StoredStory
from newsreader.state.state import State
from newsreader.state.transfer import export_json
from newsreader.story import Original, Outlet, Story, with_id

_REMOVED: Final = 0.05
_TAKEN_OVER: Final = 0.4
"""How many removed stories have their declared id or their path taken by another story."""


def relink(setting: Setting, outcome: Outcome) -> None:
    """Bookmark stories, tidy the library, delete the cache: each bookmark has to find its story or keep its copy.

    Then put other stories in the place of bookmarked ones, in each way in which they can be confused.
    """
    _tidy(setting, outcome)
    _take_places(setting, outcome)


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
    for number, (story, path) in enumerate(stories):
        if number < count and chance.random() < _REMOVED:
            _take_over(shelf, chance, story, path, number)
        else:
            newer, place = tidied(chance, story, path, number)
            shelf.put(place, _written(newer))
            later[place] = number
    with closing(shelf.reader()) as reader:
        _judge(reader, bookmarked, stories, later, outcome)
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
    outcome: Outcome,
) -> None:
    """Compare what each bookmark has found with what its story became, or what it keeps with what its story was.

    `bookmarked` has the number of each bookmark's story, `later` that of the story in each file of today.
    """
    shown = {uuid: _stored(reader, number) for number, uuid in reader.index.bookmarked().items()}
    there = set(later.values())
    found = 0
    for bookmark in reader.open_state().bookmarks.all():
        number, stored = bookmarked[bookmark.uuid], shown.get(bookmark.uuid)
        was = stories[number][0]
        is_refreshed = stored is not None and bookmark.story == stored.story
        outcome.wrong += not is_refreshed and bookmark.story.summary != was.summary
        if stored is not None and stored.path:
            found += later.get(stored.path) == number
            outcome.wrong += later.get(stored.path) != number
    outcome.relinked += Share(found, sum(number in there for number in bookmarked.values()))
    readable = sum(bool(each.story.title and each.story.summary) for each in shown.values())
    outcome.readable += Share(readable, len(bookmarked))
    outcome.acknowledged += len(bookmarked)
    outcome.lost += len(bookmarked.keys() - {bookmark.uuid for bookmark in reader.open_state().bookmarks.all()})


@dataclass(frozen=True, slots=True)
class _Placed:
    """A story that was marked, and the one that took its place."""

    number: int
    takeover: Takeover
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def tag(self) -> str:
        """The tag of the marked one."""
        return f"tag {self.number}"


def _take_places(setting: Setting, outcome: Outcome) -> None:
    """Let other stories take the places of marked ones; count those that then have anything of theirs."""
    chance = random.Random(setting.seed)
    count = setting.times(54 * len(TAKEOVERS), len(TAKEOVERS))
    ways = list(TAKEOVERS)
    placed = [_placed(chance, number, ways[number % len(ways)]) for number in range(count)]
    home = setting.folder / "places"
    first, second = Shelf(home / "first"), Shelf(home / "second")
    second.paths = Paths(second.paths.config, first.paths.data, first.paths.cache)
    for each in placed:
        first.put(_path(each), each.old)
    with closing(first.reader()) as reader:
        row_of = {row.title: row for row in reader.search.rows(numbers(reader))}
        with reader.open_state().file.together():  # one transaction, as nothing is killed here
            for each in placed:
                row = row_of[each.old["title"]]
                reader.marking.tag([row.story], each.tag, True)
                reader.marking.write_note(row.id, each.tag)
            reader.marking.mark_read([row.story for row in row_of.values()], True)
            reader.marking.set_bookmarks([row.story for row in row_of.values()], True)
    for each in placed:
        if not each.takeover.is_elsewhere:
            (first.root / _path(each)).unlink()
    if chance.random() < 0.5:
        first.reader().close()
    for each in placed:
        shelf = second if each.takeover.is_elsewhere else first
        shelf.put(_path(each) if each.takeover.same_path else f"other/{each.number}.yaml", each.new)
    became = Counter[str]()
    for shelf in (second, first):
        with closing(shelf.reader()) as reader:
            _count_taken(reader, placed, became)
    with closing(State.open(first.paths.state_file, now=lambda: NOW)) as state:
        exported = json.loads(export_json(state.keepsakes()))["bookmarks"]
    titles = {each["story"]["title"]: each for each in exported}
    for each in placed:
        record = titles.get(each.old["title"])
        is_whole = record is not None and record.get("tags") == [each.tag] and record.get("note") == each.tag
        became["export"] += not is_whole
    outcome.acknowledged += len(placed)
    outcome.lost += len(placed) - len(exported)
    outcome.wrong += became.total()
    outcome.runs += 1
    outcome.notes.append(f"{len(placed):,} stories were taken over by others in {len(ways)} ways")
    outcome.notes += [f"{what}: {number:,} became another" for what, number in became.items() if number]


def _placed(chance: random.Random, number: int, takeover: Takeover) -> _Placed:
    old, new = takeover.stories(chance, number)
    return _Placed(number, takeover, old, new)


def _path(each: _Placed) -> str:
    return f"{each.number % 100}/{each.number}.yaml"


def _count_taken(reader: Reader, placed: Sequence[_Placed], became: Counter[str]) -> None:
    """Count the stories of a library that took a place and show as bookmarked, tagged, noted or read."""
    taken = {each.new["title"]: each for each in placed}
    for query in ("is:bookmarked", "has:tag", "has:note", "is:read"):
        rows = numbers(reader, query)
        for start in range(0, len(rows), 500):
            for row in reader.search.rows(rows[start : start + 500]):
                if row.title in taken:
                    became[f"{query} {taken[row.title].takeover.name}"] += 1

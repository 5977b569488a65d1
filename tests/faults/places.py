"""Marked stories whose place another one takes, and that leave another one beside them: nothing of theirs may move."""

from __future__ import annotations

import json
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from tests.faults.neighbours import NEIGHBOURS, Neighbour
from tests.faults.outcome import Outcome, Setting
from tests.faults.takeovers import TAKEOVERS, Takeover
from tests.unit.shelf import NOW, Shelf, numbers

from newsreader.paths import Paths
from newsreader.reader import Reader
from newsreader.records import Row
from newsreader.state.state import State
from newsreader.state.transfer import export_json

_Way = TypeVar("_Way", Takeover, Neighbour)


@dataclass(frozen=True, slots=True)
class _Placed(Generic[_Way]):
    """A story that is marked, and the `new` one that may be taken for it, and in which way."""

    number: int
    way: _Way
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def tag(self) -> str:
        """The tag of the marked one."""
        return f"tag {self.number}"

    @property
    def path(self) -> str:
        """The file of the marked one."""
        return f"{self.number % 100}/{self.number}.yaml"


def take_places(setting: Setting, outcome: Outcome) -> None:
    """Let other stories take the places of marked ones; count those that then have anything of theirs."""
    chance = random.Random(setting.seed)
    placed = _drawn(chance, TAKEOVERS, setting.times(43 * len(TAKEOVERS), len(TAKEOVERS)))
    home = setting.folder / "places"
    first, second = Shelf(home / "first"), Shelf(home / "second")
    second.paths = Paths(second.paths.config, first.paths.data, first.paths.cache)
    for each in placed:
        first.put(each.path, each.old)
    _mark(first, placed)
    for each in placed:
        if not each.way.is_elsewhere:
            (first.root / each.path).unlink()
    if chance.random() < 0.5:
        first.reader().close()
    for each in placed:
        shelf = second if each.way.is_elsewhere else first
        shelf.put(each.path if each.way.same_path else f"other/{each.number}.yaml", each.new)
    became = Counter[str]()
    for shelf in (second, first):
        _count_taken(shelf, placed, became)
    _count_kept(first.paths.state_file, placed, became, outcome)
    outcome.notes.append(f"{len(placed):,} stories were taken over by others in {len(TAKEOVERS)} ways")


def leave_neighbours(setting: Setting, outcome: Outcome) -> None:
    """Remove marked stories beside which others stood from the first; then edit those, and delete the cache."""
    chance = random.Random(setting.seed)
    placed = _drawn(chance, NEIGHBOURS, setting.times(10 * len(NEIGHBOURS), len(NEIGHBOURS)))
    shelf = Shelf(setting.folder / "neighbours")
    for each in placed:
        if each.way.same_path:
            shelf.put(each.path, each.old, each.new)
        else:
            shelf.put(each.path, each.old)
            shelf.put(f"other/{each.number}.yaml", each.new)
    _mark(shelf, placed)
    for each in placed:
        if each.way.same_path:
            shelf.put(each.path, each.new)
        else:
            (shelf.root / each.path).unlink()
    became = Counter[str]()
    _count_taken(shelf, placed, became)
    for each in placed:
        shelf.put(each.path, {**each.new, "topics": ["later"]})
        (shelf.root / f"other/{each.number}.yaml").unlink(missing_ok=True)
    _count_taken(shelf, placed, became)
    shutil.rmtree(shelf.paths.cache)
    _count_taken(shelf, placed, became)
    _count_kept(shelf.paths.state_file, placed, became, outcome)
    outcome.notes.append(f"{len(placed):,} stories were removed beside others like them in {len(NEIGHBOURS)} ways")


def _drawn(chance: random.Random, ways: Sequence[_Way], count: int) -> list[_Placed[_Way]]:
    """So many pairs of stories, in each of the ways in turn."""
    drawn = [(number, ways[number % len(ways)]) for number in range(count)]
    return [_Placed(number, way, *way.stories(chance, number)) for number, way in drawn]


def _mark(shelf: Shelf, placed: Sequence[_Placed[_Way]]) -> None:
    """Bookmark, tag, read and note on each story that is to be marked."""
    with closing(shelf.reader()) as reader:
        row_of = {row.title: row for row in _rows(reader, "")}
        rows = [row_of[each.old["title"]] for each in placed]
        with reader.open_state().file.together():  # one transaction, as nothing is killed here
            for each, row in zip(placed, rows, strict=True):
                reader.marking.tag([row.story], each.tag, True)
                reader.marking.write_note(row.id, each.tag)
            reader.marking.mark_read([row.story for row in rows], True)
            reader.marking.set_bookmarks([row.story for row in rows], True)


def _rows(reader: Reader, query: str) -> Iterator[Row]:
    rows = numbers(reader, query)
    for start in range(0, len(rows), 500):
        yield from reader.search.rows(rows[start : start + 500])


def _count_taken(shelf: Shelf, placed: Sequence[_Placed[_Way]], became: Counter[str]) -> None:
    """Count the stories of a library that took a place and show as bookmarked, tagged, noted or read."""
    taken = {each.new["title"]: each for each in placed}
    with closing(shelf.reader()) as reader:
        for query in ("is:bookmarked", "has:tag", "has:note", "is:read"):
            for row in _rows(reader, query):
                if row.title in taken:
                    became[f"{query} {taken[row.title].way.name}"] += 1


def _count_kept(path: Path, placed: Sequence[_Placed[_Way]], became: Counter[str], outcome: Outcome) -> None:
    """Count what an export has of each bookmark, and what is lost."""
    with closing(State.open(path, now=lambda: NOW)) as state:
        exported = json.loads(export_json(state.keepsakes()))["bookmarks"]
    titles = {each["story"]["title"]: each for each in exported}
    for each in placed:
        record = titles.get(each.old["title"])
        is_whole = record is not None and record.get("tags") == [each.tag] and record.get("note") == each.tag
        became[f"export {each.way.name}"] += not is_whole
    outcome.acknowledged += len(placed)
    outcome.lost += len(placed) - len(exported)
    outcome.wrong += became.total()
    outcome.runs += 1
    outcome.notes += [f"{what}: {number:,} became another" for what, number in became.items() if number]
